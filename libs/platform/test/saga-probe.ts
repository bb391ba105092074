import type { MethodDefinition } from '@grpc/grpc-js';
import { ConfirmFileAllocationsMessage, SagaReplyMessage, WithdrawFileAllocationsMessage } from '@navette/contracts';
import type { ItemOutcome } from '@navette/contracts/common/v1/common';
import type { Clock } from '@navette/kernel';
import { migration, type Scope, type Tx } from '@navette/platform/database';
import { on, replySubject, type Received, type Subscriber } from '@navette/platform/messaging';
import {
  done,
  refused,
  reply,
  step,
  type Json,
  type Patience,
  type SagaDefinition,
  type SagaEffects,
  type SagaItem,
} from '@navette/platform/saga';
import type { ServiceDefinition } from '@navette/platform/service';
import { startTestService, testScope, testTenant, type TestService } from '@navette/testing';
import { Rpc } from '@navette/platform/rpc';
import { Controller, Injectable } from '@nestjs/common';

export const here = testTenant('here');
export const elsewhere = testTenant('elsewhere');
export const scope = (overrides: Partial<Scope> = {}): Scope => testScope(here, overrides);

/** What the probe's saga keeps; `patience` is the station's choice. */
export type ProbeData = { readonly keys: readonly string[]; readonly patience: PatienceData | null };
type PatienceData = { readonly askAgainSeconds: readonly number[]; giveUpSeconds: number; operatorSeconds: number };

const id = '00000000-0000-4000-8000-000000000000';
const CONFIRM: Patience = { askAgainSeconds: [30, 120, 600], giveUpSeconds: 1_800, operatorSeconds: 86_400 };

export const confirmStep = step(ConfirmFileAllocationsMessage, {
  build: (request, items) => ({ request, items: items.map(asConfirmation) }),
  patience: ({ patience }: ProbeData) => patience ?? CONFIRM,
});
const withdrawStep = step(WithdrawFileAllocationsMessage, {
  build: (request, items) => ({ request, items: items.map(({ key }) => ({ itemKey: key, fileId: id, lineId: id })) }),
});
const asConfirmation = ({ key }: SagaItem) => ({
  itemKey: key,
  fileId: id,
  lineId: id,
  partId: id,
  quantity: '1.0000',
});
const itemsOf = (keys: readonly string[]): SagaItem[] => keys.map((key) => ({ key, payload: { key } }));

/**
 * Reserves, asks every key to be confirmed, asks back what is not answered in time; voided by a signal, which a refusal of
 * the last effect hands to a person.
 */
export const probeSaga: SagaDefinition<ProbeData> = {
  type: 'probe',
  dataVersion: 1,
  steps: { confirm: confirmStep, withdraw: withdrawStep },
  effects: ['reserve', 'settle', 'reverse'],
  decide({ state, data, open }, input) {
    switch (input.kind) {
      case 'started':
        return { state: 'reserving', data, effects: [{ name: 'reserve', payload: data.keys }] };
      case 'answered':
        return {
          state,
          data,
          effects: [{ name: 'settle', payload: input.outcomes.map(({ item, outcome }) => `${item.key}=${outcome}`) }],
        };
      case 'overdue':
        return {
          state: 'withdrawing',
          data,
          ask: [{ step: 'withdraw', items: itemsOf(input.items.map(({ key }) => key)) }],
        };
      case 'signal':
        return { state: 'voiding', data, effects: [{ name: 'reverse', payload: input.payload }] };
      case 'effect': {
        const { refused: refusal } = (input.result ?? {}) as { refused?: string };
        if (refusal !== undefined) return { state, data, park: refusal };
        if (input.name === 'reverse')
          return open === 0 ? { state: 'voided', data, end: 'compensated' } : { state, data };
        if (input.name === 'reserve') {
          const keys = input.result as readonly string[];
          if (keys.length === 0) return { state: 'nothing', data, end: 'done' };
          return { state: 'confirming', data, ask: [{ step: 'confirm', items: itemsOf(keys) }] };
        }
        return open === 0 ? { state: 'confirmed', data, end: 'done' } : { state, data };
      }
    }
  },
};

/** What the effects are made to do by a spec. */
export const effects: { fail?: string; refuse?: string; hold?: Promise<void> } = {};

@Injectable()
export class ProbeEffects implements SagaEffects {
  readonly saga = { ...probeSaga } as SagaDefinition<Json>;

  async run(tx: Tx, name: string, payload: Json): Promise<Json> {
    await tx.run('insert into effect (station_id, id, name, payload) values ($1, $2, $3, $4)', [
      tx.scope.stationId,
      tx.newId(),
      name,
      JSON.stringify(payload),
    ]);
    if (effects.fail === name) {
      delete effects.fail;
      throw new Error('effect failed');
    }
    if (name === 'settle' && effects.hold !== undefined) await effects.hold;
    if (name === 'reverse' && effects.refuse !== undefined) return { refused: effects.refuse };
    return name === 'reserve' ? (payload as string[]).filter((key) => !key.startsWith('gone')) : null;
  }
}

/** A call of the service's own: operators' calls come with it. */
const ping: MethodDefinition<object, object> = {
  path: '/navette.stock.v1.ProbeService/Ping',
  requestStream: false,
  responseStream: false,
  requestSerialize: () => Buffer.alloc(0),
  requestDeserialize: () => ({}),
  responseSerialize: () => Buffer.alloc(0),
  responseDeserialize: () => ({}),
};

@Controller()
class ProbeGrpc {
  @Rpc(ping, 'stock:probe.ping')
  ping(): object {
    return {};
  }
}

export const stock: ServiceDefinition = {
  name: 'stock',
  migrations: [
    migration('202601010000-effects', async (m) => {
      await m.sql(`create table effect (
        station_id uuid not null, id uuid not null, name text not null, payload jsonb not null,
        primary key (station_id, id))`);
      await m.tenantTable('effect', { app: ['insert'] });
    }),
  ],
  grpc: { definition: { ping }, controllers: [ProbeGrpc] },
  sagas: [ProbeEffects],
};

type Confirm = Parameters<(typeof ConfirmFileAllocationsMessage)['encode']>[0];

/** What the participant heard and how it answers: nothing while `silent`; keys that begin with `no` are refused. */
export const participant: {
  silent: boolean;
  heard: { handler: string; sagaId: string; requestId: string; answerBy: string | undefined; keys: string[] }[];
} = {
  silent: false,
  heard: [],
};

@Injectable()
class ParticipantSubscriber implements Subscriber {
  readonly subscriptions = [
    on(ConfirmFileAllocationsMessage, 'confirm', (tx, received) => this.#answer('confirm', tx, received)),
    on(WithdrawFileAllocationsMessage, 'withdraw', (tx, received) => this.#answer('withdraw', tx, received as never)),
  ];

  async #answer(handler: string, tx: Tx, received: Received<Confirm>): Promise<void> {
    const keys = received.message.items.map(({ itemKey }) => itemKey);
    const { sagaId = '', requestId = '', answerBy } = received.message.request ?? {};
    participant.heard.push({ handler, sagaId, requestId, answerBy, keys });
    if (participant.silent) return;
    reply(
      tx,
      received,
      keys.map((key) => (key.startsWith('no') ? refused(key, 'interventions.file-line.cancelled') : done(key))),
    );
  }
}

const interventions: ServiceDefinition = {
  name: 'interventions',
  migrations: [],
  subscribers: [ParticipantSubscriber],
};

export interface Probe {
  readonly stock: TestService;
  readonly interventions: TestService;
  /** A reply of the participant's service, whatever it says; `lane` other than the saga's lets two be handled at once. */
  answer(sagaId: string, requestId: string, outcomes: readonly ItemOutcome[], lane?: string): Promise<void>;
  stop(): Promise<void>;
}

export async function startProbe(clock: Clock, prefix: string): Promise<Probe> {
  const [service, other] = [
    await startTestService(stock, { clock, prefix }),
    await startTestService(interventions, { prefix, clock }),
  ];
  return {
    stock: service,
    interventions: other,
    answer: (sagaId, requestId, outcomes, lane = sagaId) =>
      other.db.tenantTx(scope(), async (tx) => {
        tx.audit('test', sagaId);
        tx.publish(
          SagaReplyMessage,
          { type: 'saga', id: lane, version: 0 },
          { sagaId, requestId, outcomes: [...outcomes] },
          { subject: replySubject('stock', 'probe') },
        );
      }),
    async stop() {
      await service.stop();
      await other.stop();
    },
  };
}
