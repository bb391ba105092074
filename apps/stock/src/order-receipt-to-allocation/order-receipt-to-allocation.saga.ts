import {
  ConfirmFileAllocationsMessage,
  ConfirmOrderAllocationsMessage,
  WithdrawFileAllocationsMessage,
  WithdrawOrderAllocationsMessage,
} from '@navette/contracts';
import type { NeedSupply } from '@navette/contracts/common/v1/common';
import {
  GIVEN_UP,
  step,
  type Json,
  type Patience,
  type SagaCurrent,
  type SagaDecision,
  type SagaDefinition,
  type SagaInput,
  type SagaItem,
} from '@navette/platform/saga';

/** An allocation that its origin is asked about. */
export interface AllocationItem {
  readonly allocationId: string;
  readonly originKind: 'intervention_file' | 'customer_order';
  readonly originId: string;
  readonly lineId: string;
  readonly partId: string;
  /** Scale 4. */
  readonly quantity: string;
  /** What is still to come for the need beside it; those who asked before it was told have none. */
  readonly supply?: NeedSupply;
}

/** The station's clock of this saga, in seconds, as its settings were at validation. */
export type ReceiptSagaClock = {
  readonly firstAsk: number;
  readonly withdrawAfter: number;
  readonly operatorAfter: number;
};

/** `receiptId` is the correlation key, too. */
export type ReceiptSagaData = { readonly receiptId: string; readonly clock: ReceiptSagaClock };

/**
 * By default: no answer for 30 s, asked again, then after 2 and 10 minutes; after 30 minutes the allocation is asked back,
 * an origin that gets to the question later leaves it, and the part is free again only when that is confirmed. A
 * withdrawal is never given up: after a day a person is called.
 */
const confirmPatience = ({ clock }: ReceiptSagaData): Patience => ({
  askAgainSeconds: [clock.firstAsk, clock.firstAsk * 4, clock.firstAsk * 20],
  giveUpSeconds: clock.withdrawAfter,
  operatorSeconds: clock.operatorAfter,
});
const withdrawPatience = ({ clock }: ReceiptSagaData): Patience => ({
  askAgainSeconds: [clock.firstAsk, clock.firstAsk * 4, clock.firstAsk * 20],
  operatorSeconds: clock.operatorAfter,
});

const STEPS = {
  intervention_file: { confirm: 'confirm_file', withdraw: 'withdraw_file' },
  customer_order: { confirm: 'confirm_order', withdraw: 'withdraw_order' },
} as const;

/**
 * ST-24: a validated receipt has allocated its parts tentatively; each origin confirms or declines; what is declined goes
 * to the next need, which is asked in turn. A voided receipt withdraws what is left of its allocations, tells the origins
 * and reverses its movements.
 */
export const orderReceiptToAllocation: SagaDefinition<ReceiptSagaData> = {
  type: 'order-receipt-to-allocation',
  dataVersion: 1,
  effects: ['tentative-allocations', 'settle', 'release', 'open-allocations', 'withdraw', 'reverse'],
  steps: {
    confirm_file: step(ConfirmFileAllocationsMessage, {
      patience: confirmPatience,
      build: (request, items) => ({
        request,
        items: items.map(allocationOf).map(({ allocationId, originId, lineId, partId, quantity }) => ({
          itemKey: allocationId,
          fileId: originId,
          lineId,
          partId,
          quantity,
        })),
      }),
    }),
    confirm_order: step(ConfirmOrderAllocationsMessage, {
      patience: confirmPatience,
      build: (request, items) => ({
        request,
        items: items.map(allocationOf).map(({ allocationId, originId, lineId, partId, quantity, supply }) => ({
          itemKey: allocationId,
          orderId: originId,
          lineId,
          partId,
          quantity,
          supply,
        })),
      }),
    }),
    withdraw_file: step(WithdrawFileAllocationsMessage, {
      patience: withdrawPatience,
      build: (request, items) => ({
        request,
        items: items.map(allocationOf).map(({ allocationId, originId, lineId }) => ({
          itemKey: allocationId,
          fileId: originId,
          lineId,
        })),
      }),
    }),
    withdraw_order: step(WithdrawOrderAllocationsMessage, {
      patience: withdrawPatience,
      build: (request, items) => ({
        request,
        items: items.map(allocationOf).map(({ allocationId, originId, lineId }) => ({
          itemKey: allocationId,
          orderId: originId,
          lineId,
        })),
      }),
    }),
  },
  decide: (current, input) => (current.state === 'voiding' ? voiding(current, input) : allocating(current, input)),
};

type Current = SagaCurrent<ReceiptSagaData>;
type Decision = SagaDecision<ReceiptSagaData>;

function allocating(current: Current, input: SagaInput): Decision {
  const { data, open } = current;
  const stay = (more: Partial<Decision> = {}): Decision => ({ state: 'allocating', data, ...more });
  switch (input.kind) {
    case 'started':
      return stay({ effects: [{ name: 'tentative-allocations', payload: { receiptId: data.receiptId } }] });
    case 'effect': {
      // Tentative allocations: the receipt's own, or those that a declined or released part went to.
      const asked = asks(input.result, 'confirm');
      if (asked.length > 0) return stay({ ask: asked });
      return open === 0 ? { state: 'allocated', data, end: 'done' } : stay();
    }
    case 'answered': {
      const ids = (wanted: (outcome: string) => boolean) =>
        input.outcomes.filter(({ outcome }) => wanted(outcome)).map(({ item }) => item.key);
      if (isWithdrawal(input.step))
        return stay({ effects: [{ name: 'release', payload: { allocationIds: ids(() => true) } }] });
      // Whoever got to it too late, by its own clock, has not declined: the part is asked back like an unanswered one.
      const tooLate = input.outcomes.filter(({ outcome }) => outcome === GIVEN_UP);
      return stay({
        ask: asks(
          tooLate.map(({ item }) => item.payload),
          'withdraw',
        ),
        effects: [
          {
            name: 'settle',
            payload: {
              confirmed: ids((outcome) => outcome === 'done'),
              declined: ids((outcome) => outcome !== 'done' && outcome !== GIVEN_UP),
            },
          },
        ],
      });
    }
    case 'overdue':
      return stay({
        ask: asks(
          input.items.map(({ payload }) => payload),
          'withdraw',
        ),
      });
    case 'signal':
      return {
        state: 'voiding',
        data,
        effects: [{ name: 'open-allocations', payload: { receiptId: data.receiptId } }],
      };
  }
}

/**
 * Compensation. A withdrawal may overtake the confirmation it undoes (they are two consumers): the participant keeps a
 * tombstone and refuses the late one, and here a late answer changes nothing any more.
 */
function voiding(current: Current, input: SagaInput): Decision {
  const { data, open } = current;
  const stay = (more: Partial<Decision> = {}): Decision => ({ state: 'voiding', data, ...more });
  const reverse = (): Decision =>
    open === 0 ? stay({ effects: [{ name: 'reverse', payload: { receiptId: data.receiptId } }] }) : stay();
  switch (input.kind) {
    case 'effect': {
      if (input.name === 'open-allocations') {
        const asked = asks(input.result, 'withdraw');
        return asked.length > 0 ? stay({ ask: asked }) : reverse();
      }
      if (input.name === 'reverse') {
        const refusal = (input.result as { refused?: string }).refused;
        return refusal === undefined ? { state: 'voided', data, end: 'compensated' } : stay({ park: refusal });
      }
      return reverse();
    }
    case 'answered':
      return isWithdrawal(input.step)
        ? stay({
            effects: [{ name: 'withdraw', payload: { allocationIds: input.outcomes.map(({ item }) => item.key) } }],
          })
        : reverse();
    case 'overdue':
      return reverse();
    default:
      return stay();
  }
}

function asks(allocations: Json, verb: 'confirm' | 'withdraw'): { step: string; items: SagaItem[] }[] {
  const byStep = new Map<string, SagaItem[]>();
  for (const allocation of allocations as unknown as readonly AllocationItem[]) {
    const name = STEPS[allocation.originKind][verb];
    const items = byStep.get(name) ?? [];
    items.push({ key: allocation.allocationId, payload: allocation as unknown as Json });
    byStep.set(name, items);
  }
  return [...byStep].map(([name, items]) => ({ step: name, items }));
}

function allocationOf(item: SagaItem): AllocationItem {
  return item.payload as unknown as AllocationItem;
}

function isWithdrawal(name: string): boolean {
  return name.startsWith('withdraw_');
}
