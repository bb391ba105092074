import type { Temporal } from '@navette/kernel';
import { sagaErrors } from './errors.js';
import type { Json, SagaDecision, SagaDefinition, SagaInput, SagaItem, SagaStep } from './saga-definition.js';
import type { ItemRow, Parked, SagaRow } from './saga-store.js';

/** Problem of a saga whose participants keep silent. */
export const UNANSWERED = 'platform.saga.unanswered';

/** An input, and what the effect was given whose result it is. */
export interface Given {
  readonly input: SagaInput;
  readonly payload?: Json;
}

/** What stands around a saga when it gets an input. */
export interface Around {
  /** Items not answered yet, and how many of them wait for a person. */
  readonly open: number;
  readonly handedOver: number;
  /** Effects asked for whose results are still to come. */
  readonly queued: number;
  readonly now: Temporal.Instant;
}

/**
 * What a saga makes of an input, and its row then.
 * @throws Error when it ends with things under way
 */
export function decideOn(
  saga: SagaDefinition<Json>,
  row: SagaRow,
  given: Given,
  { open, handedOver, queued, now }: Around,
): { decision: SagaDecision<Json>; after: SagaRow } {
  const current = { id: row.id, state: row.state, data: dataOf(saga, row), open: open + parkedCount(row) };
  const decision = saga.decide(current, given.input, now);
  const { state, data, ask = [], effects = [], end } = decision;
  if (end !== undefined && current.open + ask.length + effects.length + queued > 0) {
    throw new Error(`saga ${saga.type} ends in ${state} with things under way`);
  }
  const standing = standingAfter(row, decision, given, handedOver);
  return { decision, after: { ...row, state, data, data_version: saga.dataVersion, ...standing } };
}

/** The saga when a person is called because nobody has answered. */
export function unanswered(row: SagaRow): SagaRow {
  return { ...row, status: 'needs_operator', problem: row.problem || UNANSWERED };
}

/** The saga when an operator retries it, before its open items are asked again and what parked it is done once more. */
export function retried(row: SagaRow): SagaRow {
  return row.parked.length > 0 ? row : { ...row, status: 'running', problem: '' };
}

/** The saga without the oldest of what parked it, which is done once more now. */
export function redone(row: SagaRow): SagaRow {
  const parked = row.parked.slice(1);
  return retried({ ...row, parked });
}

/** Items whose answers, or their lack, parked a saga: a person may answer them instead. */
export function parkedItems({ parked }: SagaRow): { step: string; keys: readonly string[] }[] {
  return parked.flatMap((one) => (one.kind === 'items' ? [{ step: one.step, keys: one.keys }] : []));
}

/** The saga without those of its parked items that a person answers now. */
export function answeredByHand(row: SagaRow, step: string, keys: readonly string[]): SagaRow {
  const parked = row.parked.flatMap((one): Parked[] => {
    if (one.kind !== 'items' || one.step !== step) return [one];
    const left = one.keys.filter((key) => !keys.includes(key));
    return left.length === 0 ? [] : [{ ...one, keys: left }];
  });
  return retried({ ...row, parked });
}

/** @throws DomainError `platform.saga.outcome-not-accepted` when a person's answer has parked the saga once more. */
export function refuseParkedAgain(row: SagaRow, step: string, keys: readonly string[], outcome: string): void {
  const again = parkedItems(row).some((one) => one.step === step && one.keys.some((key) => keys.includes(key)));
  if (again) throw sagaErrors.error('saga.outcome-not-accepted', { id: row.id, outcome, problem: row.problem });
}

/** The saga when an operator says that it is settled, with nothing open. */
export function settled(row: SagaRow, outcome: string): SagaRow {
  return { ...row, status: outcome === 'compensated' ? 'compensated' : 'done', problem: '', parked: [] };
}

/** Whether the saga waits for others, for a person or for nobody after a decision. */
function standingAfter(
  row: SagaRow,
  { park, end }: SagaDecision<Json>,
  given: Given,
  handedOver: number,
): Pick<SagaRow, 'status' | 'problem' | 'parked'> {
  const { parked } = row;
  if (park !== undefined) {
    return { status: 'needs_operator', problem: park, parked: [...parked, parkedBy(given)] };
  }
  if (end !== undefined) return { status: end, problem: '', parked: [] };
  // Only a person takes away what a person was called for, whatever else is answered meanwhile.
  if (parked.length > 0) return { status: 'needs_operator', problem: row.problem, parked };
  if (handedOver > 0) return { status: 'needs_operator', problem: row.problem || UNANSWERED, parked };
  return { status: 'running', problem: '', parked };
}

/** Things that a person was called for, which are as open to `decide` as what nobody has answered. */
function parkedCount({ parked }: SagaRow): number {
  return parked.reduce((sum, one) => sum + (one.kind === 'items' ? one.keys.length : 1), 0);
}

function parkedBy({ input, payload = null }: Given): Parked {
  switch (input.kind) {
    case 'answered': {
      const refusals = input.outcomes.filter(({ outcome }) => outcome !== 'done');
      const led = refusals.length > 0 ? refusals : input.outcomes;
      return { kind: 'items', step: input.step, keys: led.map(({ item }) => item.key) };
    }
    case 'overdue':
      return { kind: 'items', step: input.step, keys: input.items.map(({ key }) => key) };
    case 'effect':
      return { kind: 'effect', name: input.name, payload };
    default:
      return input;
  }
}

/** @throws Error when the definition has no such step any more. */
export function stepOf(saga: SagaDefinition<Json>, step: string): SagaStep {
  const found = saga.steps[step];
  if (found === undefined) throw new Error(`saga ${saga.type} has no step ${step}`);
  return found;
}

/** Data in the shape of the definition that runs now. */
export function dataOf(saga: SagaDefinition<Json>, row: SagaRow): Json {
  if (row.data_version === saga.dataVersion) return row.data;
  if (row.data_version > saga.dataVersion || saga.upgrade === undefined) {
    throw new Error(`saga ${saga.type} can't read data of version ${row.data_version}`);
  }
  return saga.upgrade(row.data, row.data_version);
}

export function hasEnded({ status }: SagaRow): boolean {
  return status === 'done' || status === 'compensated';
}

export function itemOf(row: ItemRow): SagaItem {
  return { key: row.item_key, payload: row.payload };
}

/** An input's name among the crash points. */
export function nameOf(input: SagaInput): string {
  if (input.kind === 'started') return input.kind;
  return `${input.kind}-${'step' in input ? input.step : input.name}`;
}

export function describe(input: SagaInput): string {
  switch (input.kind) {
    case 'answered': {
      const refusals = input.outcomes.filter(({ outcome }) => outcome !== 'done').length;
      return `${input.step}: ${input.outcomes.length} answered${refusals > 0 ? `, ${refusals} refused` : ''}`;
    }
    case 'overdue':
      return `${input.step}: ${input.items.length} not answered in time`;
    case 'effect':
      return input.name;
    case 'signal':
      return `signal ${input.name}`;
    default:
      return input.kind;
  }
}
