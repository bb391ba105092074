import { FindOrCreatePartyMessage } from '@navette/contracts';
import { Party } from '@navette/contracts/parties/v1/service';
import { step, type Json, type SagaDecision, type SagaDefinition } from '@navette/platform/saga';
import { missingForFile, type MissionContent } from '../mission-orders/mission-order.js';

/** What parties is asked to find or make; the only personal data of the saga. */
type AskedParty = {
  readonly civility: string;
  readonly name: string;
  readonly firstName: string;
  readonly phones: readonly string[];
  readonly emails: readonly string[];
  readonly mainAddress: {
    readonly line1: string;
    readonly line2: string;
    readonly postcode: string;
    readonly city: string;
    readonly country: string;
  };
};

export type MissionToFile = {
  readonly missionOrderId: string;
  readonly party: AskedParty;
  /** Error code of what hinders the file from the beginning; empty when nothing does. */
  readonly missing: string;
  /** The consumer that a person chose; empty to find or make one. */
  readonly chosenPartyId: string;
};

/**
 * IN-2, plain form: an accepted mission order becomes a file.
 *
 * `finding_party` (unless a person chose) → `opening_file` → `converted`; what can't be done without a person ends as `to_complete`. Accepting is
 * final and its sender has been told, so nothing is ever compensated.
 */
export const missionToFile: SagaDefinition<MissionToFile> = {
  type: 'mission-to-file',
  dataVersion: 2,
  upgrade: (data) => ({ ...(data as MissionToFile), chosenPartyId: '' }),
  effects: ['open-file', 'note-to-complete'],
  steps: {
    party: step(FindOrCreatePartyMessage, {
      batch: 1,
      build: (request, items) => ({
        request,
        itemKey: items[0]?.key ?? '',
        party: Party.fromPartial(items[0]?.payload as Partial<Party>),
      }),
    }),
  },
  decide({ state, data }, input): SagaDecision<MissionToFile> {
    switch (input.kind) {
      case 'started':
        if (data.missing !== '') return toComplete(data, data.missing);
        if (data.chosenPartyId !== '') return openFile(data, data.chosenPartyId);
        return {
          state: 'finding_party',
          data,
          ask: [{ step: 'party', items: [{ key: data.missionOrderId, payload: data.party }] }],
        };
      case 'answered': {
        const [answer] = input.outcomes;
        if (state !== 'finding_party' || answer === undefined) return { state, data };
        const partyId = answer.data['party_id'];
        if (answer.outcome !== 'done') return toComplete(data, answer.outcome);
        // Resolved by hand: an operator knows no party's id.
        if (partyId === undefined) return toComplete(data, 'interventions.mission-order.consumer-unknown');
        return openFile(data, partyId);
      }
      case 'effect':
        return { state: input.name === 'open-file' ? 'converted' : 'to_complete', data, end: 'done' };
      default:
        return { state, data };
    }
  },
};

/** What the saga starts with. */
export function missionToFileData(missionOrderId: string, content: MissionContent, chosenPartyId = ''): MissionToFile {
  const { consumer } = content;
  const given = (text: string) => (text === '' ? [] : [text]);
  const { line1 = '', line2 = '', postcode = '', city = '', country = '' } = consumer.address ?? {};
  return {
    missionOrderId,
    missing: missingForFile(content),
    chosenPartyId,
    party: {
      civility: consumer.civility,
      name: consumer.name,
      firstName: consumer.firstName,
      phones: given(consumer.phone),
      emails: given(consumer.email),
      mainAddress: { line1, line2, postcode, city, country },
    },
  };
}

function openFile(data: MissionToFile, partyId: string): SagaDecision<MissionToFile> {
  return { state: 'opening_file', data, effects: [effect('open-file', { ...base(data), partyId })] };
}

function toComplete(data: MissionToFile, reason: string): SagaDecision<MissionToFile> {
  return { state: 'to_complete', data, effects: [effect('note-to-complete', { ...base(data), reason })] };
}

function base({ missionOrderId }: MissionToFile): { missionOrderId: string } {
  return { missionOrderId };
}

function effect(name: string, payload: Json): { name: string; payload: Json } {
  return { name, payload };
}
