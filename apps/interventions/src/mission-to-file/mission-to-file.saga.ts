import { FindOrCreatePartyMessage } from '@navette/contracts';
import type { MissionConsumer } from '@navette/contracts/interventions/v1/service';
import { Party } from '@navette/contracts/parties/v1/service';
import { step, type Json, type SagaDecision, type SagaDefinition } from '@navette/platform/saga';
import { suspensionErrors } from '@navette/platform/suspension';
import { missingForFile, NEW_CONSUMER, type MissionContent } from '../mission-orders/mission-order.js';

/** What parties is asked to find or make; the only personal data of the saga. */
type AskedParty = {
  readonly kinds: readonly string[];
  readonly civility: string;
  readonly name: string;
  readonly firstName: string;
  readonly siret: string;
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
  /** The consumer that a person chose, `NEW_CONSUMER`, or empty to find or make one. */
  readonly choice: string;
  /** Who sold the appliance; null where the sender does not say. */
  readonly reseller: AskedParty | null;
  /** The consumer, once known. */
  readonly partyId: string;
};

const SUSPENDED = suspensionErrors.error('suspension.party-suspended').code;

const findOrCreate = step(FindOrCreatePartyMessage, {
  batch: 1,
  build: (request, items) => {
    const { anew = false, ...party } = (items[0]?.payload ?? {}) as Partial<Party> & { anew?: boolean };
    return { request, itemKey: items[0]?.key ?? '', party: Party.fromPartial(party), anew };
  },
});

/**
 * IN-2: an accepted mission order becomes a file.
 *
 * `finding_party` (unless a person chose) → `finding_reseller` (where one is named) → `opening_file` → `converted`; what
 * can't be done without a person ends as `to_complete`. A reseller that parties can't take is left out of the file: it is
 * named there and nothing hangs on it. Accepting is final and its sender has been told, so nothing is ever compensated.
 */
export const missionToFile: SagaDefinition<MissionToFile> = {
  type: 'mission-to-file',
  dataVersion: 3,
  upgrade: (data) => {
    const { chosenPartyId = '', ...kept } = data as MissionToFile & { chosenPartyId?: string };
    return { ...kept, choice: chosenPartyId, reseller: null, partyId: '' };
  },
  effects: ['open-file', 'note-to-complete'],
  steps: { party: findOrCreate, reseller: findOrCreate },
  decide({ state, data }, input): SagaDecision<MissionToFile> {
    switch (input.kind) {
      case 'started': {
        if (data.missing !== '') return toComplete(data, data.missing);
        const anew = data.choice === NEW_CONSUMER;
        if (data.choice !== '' && !anew) return findReseller({ ...data, partyId: data.choice });
        const payload = anew ? { ...data.party, anew } : data.party;
        return {
          state: 'finding_party',
          data,
          ask: [{ step: 'party', items: [{ key: data.missionOrderId, payload }] }],
        };
      }
      case 'answered': {
        const [answer] = input.outcomes;
        if (answer === undefined) return { state, data };
        const { party_id: partyId = '', suspended } = answer.data;
        if (state === 'finding_reseller') return openFile(data, answer.outcome === 'done' ? partyId : '');
        if (state !== 'finding_party') return { state, data };
        if (answer.outcome !== 'done') return toComplete(data, answer.outcome);
        // Resolved by hand: an operator knows no party's id.
        if (partyId === '') return toComplete(data, 'interventions.mission-order.consumer-unknown');
        // PA-4: the one that was found; a person may choose it all the same, with the right to.
        if (suspended === 'true') return toComplete(data, SUSPENDED);
        return findReseller({ ...data, partyId });
      }
      case 'effect':
        return { state: input.name === 'open-file' ? 'converted' : 'to_complete', data, end: 'done' };
      default:
        return { state, data };
    }
  },
};

/**
 * What the saga starts with.
 * @param choice as `consumerChoice` reads it
 */
export function missionToFileData(missionOrderId: string, content: MissionContent, choice = ''): MissionToFile {
  const { consumer, reseller } = content;
  return {
    missionOrderId,
    missing: missingForFile(content),
    choice,
    party: { ...asked('consumer', consumer), civility: consumer.civility, firstName: consumer.firstName },
    reseller: reseller === undefined ? null : { ...asked('reseller', reseller), siret: reseller.siret },
    partyId: '',
  };
}

function asked(kind: string, named: Pick<MissionConsumer, 'name' | 'phone' | 'email' | 'address'>): AskedParty {
  const given = (text: string) => (text === '' ? [] : [text]);
  const { line1 = '', line2 = '', postcode = '', city = '', country = '' } = named.address ?? {};
  return {
    kinds: [kind],
    civility: '',
    name: named.name,
    firstName: '',
    siret: '',
    phones: given(named.phone),
    emails: given(named.email),
    mainAddress: { line1, line2, postcode, city, country },
  };
}

function findReseller(data: MissionToFile): SagaDecision<MissionToFile> {
  if (data.reseller === null) return openFile(data, '');
  const items = [{ key: `${data.missionOrderId}/reseller`, payload: data.reseller }];
  return { state: 'finding_reseller', data, ask: [{ step: 'reseller', items }] };
}

function openFile(data: MissionToFile, resellerPartyId: string): SagaDecision<MissionToFile> {
  const { partyId } = data;
  return { state: 'opening_file', data, effects: [effect('open-file', { ...base(data), partyId, resellerPartyId })] };
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
