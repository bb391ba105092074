import {
  AskStationTransferMessage,
  SettleStationTransferMessage,
  WithdrawStationTransferMessage,
} from '@navette/contracts';
import {
  step,
  type Json,
  type SagaCurrent,
  type SagaDecision,
  type SagaDefinition,
  type SagaInput,
  type SagaItem,
} from '@navette/platform/saga';

/** What a sister station is told of the parts that are asked of it. */
export type TransferRequest = {
  readonly number: string;
  readonly stationId: string;
  readonly stationCode: string;
  readonly stationName: string;
  readonly reference: string;
  readonly manufacturerCode: string;
  /** Absent of what was asked before they were said. */
  readonly gtins?: readonly string[];
  readonly quantity: string;
};

export type TransferSagaData = {
  /** The correlation key, too. */
  readonly transferId: string;
  readonly sisterId: string;
  readonly request: TransferRequest;
  /** It was cancelled before the sister knew of it. */
  readonly cancelAsked: boolean;
};

/** What the effects are given; of the texts only those that an effect is about are filled. */
export type TransferEffect = {
  readonly transferId: string;
  readonly refusal: string;
  readonly reason: string;
  readonly value: string;
  readonly quantity: string;
};

/** What the steps carry: to whom, and what of it they say. */
type Asked = { readonly sisterId: string; readonly request: TransferRequest } & {
  readonly received?: string;
  readonly reason?: string;
};

const asked = ([item]: readonly SagaItem[]) => (item as SagaItem).payload as Asked;
const keyOf = ([item]: readonly SagaItem[]) => (item as SagaItem).key;
const stationOf = (item: SagaItem) => asked([item]).sisterId;

/** States in which nothing but answers that are under way is waited for. */
const OVER: Readonly<Record<string, 'done' | 'compensated'>> = {
  received: 'done',
  refused: 'compensated',
  cancelled: 'compensated',
};

/**
 * ST-15: parts of a sister station. The sister's half is made, its people decide (told as signals), the parts leave, arrive, and
 * what has arrived is settled there. Cancelled as long as they have not left: the sister has the last word on that. It runs in
 * the station that asked; each of its steps is asked in the other (ADR 0050).
 */
export const stationTransfer: SagaDefinition<TransferSagaData> = {
  type: 'station-transfer',
  dataVersion: 1,
  effects: ['accept', 'refuse', 'cancel', 'issue', 'receive'],
  steps: {
    ask: step(AskStationTransferMessage, {
      stationOf,
      build: (request, items) => {
        const { gtins = [], ...part } = asked(items).request;
        return { request, itemKey: keyOf(items), ...part, gtins: [...gtins] };
      },
    }),
    withdraw: step(WithdrawStationTransferMessage, {
      stationOf,
      build: (request, items) => ({ request, itemKey: keyOf(items) }),
    }),
    settle: step(SettleStationTransferMessage, {
      stationOf,
      build: (request, items) => {
        const { received = '', reason = '' } = asked(items);
        return { request, itemKey: keyOf(items), received, reason };
      },
    }),
  },
  decide(current, input) {
    const decision = next(current, input);
    const { state, ask = [], effects = [] } = decision;
    const end = OVER[state];
    const isAllAnswered = current.open + ask.length + effects.length === 0;
    return end !== undefined && isAllAnswered ? { ...decision, end } : decision;
  },
};

type Current = SagaCurrent<TransferSagaData>;
type Decision = SagaDecision<TransferSagaData>;

function next(current: Current, input: SagaInput): Decision {
  const { data, state } = current;
  const stay: Decision = { state, data };
  switch (input.kind) {
    case 'started':
      return { ...asks(data, 'ask'), state: 'asking', data };
    case 'answered':
      return answered(current, input.step, input.outcomes[0]?.outcome ?? '');
    case 'signal':
      return told(current, input.name, (input.payload ?? {}) as Partial<TransferEffect>);
    case 'effect': {
      if (input.name !== 'receive') return stay;
      const { quantity, reason } = input.result as Pick<TransferEffect, 'quantity' | 'reason'>;
      return { ...asks(data, 'settle', { received: quantity, reason }), state: 'received', data };
    }
    default:
      return stay;
  }
}

/** The sister's half has taken a step, or won't. */
function answered({ state, data }: Current, name: string, outcome: string): Decision {
  const stay: Decision = { state, data };
  if (name === 'ask' && outcome !== 'done') {
    const refusal = outcome.slice(outcome.lastIndexOf('.') + 1);
    return { ...does(data, 'refuse', { refusal }), state: 'refused', data };
  }
  if (name === 'ask' && state === 'asking')
    return data.cancelAsked ? { ...asks(data, 'withdraw'), state: 'cancelling', data } : { state: 'requested', data };
  // Told that it has left, or that it was refused, comes by itself: before this answer, or after it.
  if (name === 'withdraw' && outcome === 'done' && state === 'cancelling')
    return { ...does(data, 'cancel'), state: 'cancelled', data };
  return stay;
}

/** People have decided, there or here. What comes late, twice or against what is so already changes nothing. */
function told({ state, data }: Current, name: string, said: Partial<TransferEffect>): Decision {
  const stay: Decision = { state, data };
  const isOpen = ['asking', 'requested', 'accepted', 'cancelling'].includes(state);
  switch (name) {
    case 'accepted':
      return state === 'asking' || state === 'requested'
        ? { ...does(data, 'accept', { quantity: said.quantity ?? '' }), state: 'accepted', data }
        : stay;
    case 'refused':
      return isOpen
        ? { ...does(data, 'refuse', { refusal: 'by-hand', reason: said.reason ?? '' }), state: 'refused', data }
        : stay;
    case 'issued':
      return isOpen
        ? {
            ...does(data, 'issue', { value: said.value ?? '', quantity: said.quantity ?? '' }),
            state: 'issued',
            data,
          }
        : stay;
    case 'cancel':
      if (state === 'asking') return { state, data: { ...data, cancelAsked: true } };
      return state === 'requested' || state === 'accepted'
        ? { ...asks(data, 'withdraw'), state: 'cancelling', data }
        : stay;
    case 'receive':
      return state === 'issued'
        ? { ...does(data, 'receive', { quantity: said.quantity ?? '', reason: said.reason ?? '' }), state, data }
        : stay;
    default:
      return stay;
  }
}

function asks({ transferId, sisterId, request }: TransferSagaData, name: string, more: object = {}) {
  return { ask: [{ step: name, items: [{ key: transferId, payload: { sisterId, request, ...more } as Json }] }] };
}

function does({ transferId }: TransferSagaData, name: string, more: Partial<TransferEffect> = {}) {
  const nothing = { refusal: '', reason: '', value: '', quantity: '' };
  return { effects: [{ name, payload: { transferId, ...nothing, ...more } }] };
}
