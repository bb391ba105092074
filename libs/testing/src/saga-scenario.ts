import { Temporal } from '@navette/kernel';
import {
  answerBy,
  answeredByHand,
  askedAgain,
  batches,
  decideOn,
  dueItems,
  firstLook,
  groupBy,
  hasEnded,
  itemOf,
  parkedItems,
  redone,
  refuseParkedAgain,
  retried,
  settled,
  unanswered,
  type Given,
  type ItemRow,
  type Json,
  type Parked,
  type SagaDecision,
  type SagaDefinition,
  type SagaInput,
  type SagaItem,
  type SagaRow,
} from '@navette/platform/saga';

/** A command that left. */
interface Asked {
  readonly step: string;
  readonly requestId: string;
  readonly keys: readonly string[];
  readonly again: boolean;
  readonly answerBy: Temporal.Instant | undefined;
}

/**
 * Plays a saga as the runner would, without a database, so that a spec reads given / when / then. It keeps the saga's and
 * its items' rows; what becomes of them (patience, calling a person, retrying, resolving) is decided by the runner's own
 * functions. Nothing takes time but `silent`.
 *
 * ```ts
 * scenario(saga, { receiptId }).started().expectEffect('tentative-allocations').effect('tentative-allocations', [...])
 *   .expectAsk('confirm_file', ['a']).silent({ seconds: 30 }).expectAskedAgain('confirm_file', ['a'], 1)
 * ```
 */
export class SagaScenario {
  readonly #saga: SagaDefinition<Json>;
  #row: SagaRow;
  readonly #open = new Map<string, ItemRow>();
  /** Items answered or given up, the oldest first; a person may have them asked anew. */
  readonly #closed: ItemRow[] = [];
  #effects: { name: string; payload: Json }[] = [];
  /** What the runner does next in the same transaction, once the effects have run. */
  #next: (() => void)[] = [];
  #last: SagaDecision<Json> | undefined;
  readonly #asked: Asked[] = [];
  #now = Temporal.Instant.from('2026-01-05T08:00:00Z');

  constructor(saga: SagaDefinition<Json>, data: Json) {
    this.#saga = saga;
    const { type, dataVersion } = saga;
    this.#row = { id: 'saga', type, state: 'new', data, data_version: dataVersion, ...RUNNING };
  }

  started(): this {
    return this.#when(() => this.#input({ kind: 'started' }));
  }

  /** Answers open items of a step; those not named stay open. */
  answered(step: string, outcomes: Readonly<Record<string, string>>, data: Record<string, string> = {}): this {
    return this.#when(() => {
      const answered = Object.entries(outcomes).map(([key, outcome]) => ({
        item: this.#take(step, key),
        outcome,
        data,
      }));
      this.#input({ kind: 'answered', step, outcomes: answered });
    });
  }

  /**
   * Nobody answers for so long: at each moment that the patience of a step names, open items are asked again, given up
   * (`decide` gets `overdue`) or handed to a person.
   */
  silent(time: { readonly hours?: number; readonly minutes?: number; readonly seconds?: number }): this {
    const until = this.#now.add(time);
    for (let due = this.#nextLook(); due !== undefined && isBy(due, until); due = this.#nextLook()) {
      this.#now = due;
      this.#when(() => this.#tick());
    }
    this.#now = until;
    return this;
  }

  signal(name: string, payload: Json = null): this {
    return this.#when(() => this.#input({ kind: 'signal', name, payload }));
  }

  /** Result of the first effect that is asked and not run yet. */
  effect(name: string, result: Json): this {
    const effect = this.#effects.shift();
    if (effect?.name !== name) throw new Error(`the saga asked for effect ${effect?.name ?? 'none'}, not ${name}`);
    this.#input({ kind: 'effect', name, result }, effect.payload);
    return this.#goOn();
  }

  /** An operator's "try again": open items are asked again at once, and what parked the saga is done once more. */
  retried(): this {
    this.#refuseEnded();
    return this.#when(() => {
      const { parked } = this.#row;
      this.#row = retried(this.#row);
      this.#askAgain([...this.#open.values()], this.#now);
      for (const one of parked) this.#next.push(() => this.#redo(one));
    });
  }

  /**
   * An operator's "it is settled": items that are open or parked the saga end with `outcome`; a saga with none ends itself.
   * Throws `platform.saga.outcome-not-accepted` where the operator is refused.
   */
  resolved(outcome: string): this {
    this.#refuseEnded();
    return this.#when(() => {
      const open = [...this.#open.values()];
      for (const { step, keys } of parkedItems(this.#row)) open.push(...this.#answeredBefore(step, keys));
      if (open.length === 0) this.#row = settled(this.#row, outcome);
      for (const [step, rows] of groupBy(open, (item) => item.step)) {
        this.#next.push(() => {
          const keys = rows.map(({ item_key }) => item_key);
          for (const key of keys) this.#open.delete(`${step}/${key}`);
          this.#closed.push(...rows);
          this.#row = answeredByHand(this.#row, step, keys);
          const outcomes = rows.map((row) => ({ item: itemOf(row), outcome, data: {} }));
          this.#input({ kind: 'answered', step, outcomes });
          refuseParkedAgain(this.#row, step, keys, outcome);
        });
      }
    });
  }

  expectEffect(name: string, payload?: Json): this {
    const effect = this.#effects[0];
    if (effect?.name !== name) throw new Error(`effect ${name} expected, was ${effect?.name ?? 'none'}`);
    if (payload !== undefined) equal(effect.payload, payload, `payload of ${name}`);
    return this;
  }

  /** What the last decision asked of a step, by keys. */
  expectAsk(step: string, keys: readonly string[]): this {
    const asked = (this.#last?.ask ?? [])
      .filter((ask) => ask.step === step)
      .flatMap(({ items }) => items.map(({ key }) => key));
    equal([...asked].sort(), [...keys].sort(), `asked of ${step}`);
    return this;
  }

  expectNothingAsked(): this {
    equal(this.#last?.ask?.length ?? 0, 0, 'asks');
    return this;
  }

  /** How often the latest request to a step was repeated: under its id, and for these keys when it was last. */
  expectAskedAgain(step: string, keys: readonly string[], times: number): this {
    const last = this.#asked.findLast((asked) => asked.step === step);
    const again = this.#asked.filter((asked) => asked.again && asked.requestId === last?.requestId);
    equal(again.length, times, `times that ${step} was asked again`);
    if (times > 0) equal([...(last?.keys ?? [])].sort(), [...keys].sort(), `asked again of ${step}`);
    return this;
  }

  /** How many requests, each with an id of its own, a step was sent. */
  expectRequests(step: string, count: number): this {
    const ids = this.#asked.filter((asked) => asked.step === step).map(({ requestId }) => requestId);
    equal(new Set(ids).size, count, `requests to ${step}`);
    return this;
  }

  /** Until when, from now, the latest request to a step may be answered with effect; undefined: however late. */
  expectAnswerWithin(step: string, time: { readonly minutes?: number; readonly seconds?: number } | undefined): this {
    const { answerBy: by } = this.#asked.findLast((asked) => asked.step === step) ?? {};
    const wanted = time === undefined ? undefined : this.#now.add(time);
    equal(by?.toString() ?? 'never', wanted?.toString() ?? 'never', `end of the request to ${step}`);
    return this;
  }

  expectState(state: string): this {
    equal(this.#row.state, state, 'state');
    return this;
  }

  expectEnd(end: 'done' | 'compensated' | undefined): this {
    equal(hasEnded(this.#row) ? this.#row.status : undefined, end, 'end');
    return this;
  }

  /** It waits for others, and for no person. */
  expectRunning(): this {
    equal([this.#row.status, this.#row.problem], ['running', ''], 'status and problem');
    return this;
  }

  /** It waits for a person: it parked itself, or nobody answered (`platform.saga.unanswered`). */
  expectNeedsOperator(problem: string): this {
    equal([this.#row.status, this.#row.problem], ['needs_operator', problem], 'status and problem');
    return this;
  }

  /** One transaction of the runner. */
  #when(happens: () => void): this {
    const waiting = this.#effects[0];
    if (waiting !== undefined)
      throw new Error(`effect ${waiting.name} runs first, in the transaction that asked for it`);
    happens();
    return this.#goOn();
  }

  #goOn(): this {
    while (this.#effects.length === 0 && this.#next.length > 0) this.#next.shift()?.();
    return this;
  }

  #tick(): void {
    const due = dueItems(this.#saga, this.#row, [...this.#open.values()], this.#now);
    for (const [step, rows] of groupBy(due.get('give-up') ?? [], (item) => item.step)) {
      this.#next.push(() => {
        const items = rows.map(({ item_key }) => this.#take(step, item_key));
        this.#input({ kind: 'overdue', step, items });
      });
    }
    this.#next.push(() => {
      const given = due.get('call-operator') ?? [];
      for (const item of given) this.#keep({ ...item, next_at: null });
      if (given.length > 0) this.#row = unanswered(this.#row);
      this.#askAgain(due.get('ask-again') ?? []);
    });
  }

  #redo(parked: Parked): void {
    this.#row = redone(this.#row);
    if (parked.kind === 'items') {
      this.#ask(parked.step, this.#answeredBefore(parked.step, parked.keys).map(itemOf));
    } else if (parked.kind === 'effect') {
      this.#effects.push(parked);
    } else {
      this.#input(parked);
    }
  }

  #input(input: SagaInput, payload?: Json): void {
    const given: Given = payload === undefined ? { input } : { input, payload };
    const open = [...this.#open.values()];
    const { decision, after } = decideOn(this.#saga, this.#row, given, {
      open: open.length,
      handedOver: open.filter(({ next_at }) => next_at === null).length,
      queued: this.#effects.length,
      now: this.#now,
    });
    this.#row = after;
    this.#last = decision;
    for (const { step, items } of decision.ask ?? []) this.#ask(step, items);
    for (const effect of decision.effects ?? []) {
      if (!this.#saga.effects.includes(effect.name)) {
        throw new Error(`saga ${this.#saga.type} has no effect ${effect.name}`);
      }
      this.#effects.push(effect);
    }
  }

  #ask(step: string, items: readonly SagaItem[]): void {
    const next_at = firstLook(this.#saga, this.#row, step, this.#now);
    for (const some of batches(this.#saga, step, items)) {
      const request_id = `request ${this.#asked.length + 1}`;
      for (const { key, payload } of some) {
        if (this.#open.has(`${step}/${key}`)) throw new Error(`${key} asked twice of ${step}`);
        this.#keep({ item_key: key, step, payload, request_id, asked: 1, first_asked_at: this.#now, next_at });
      }
      const by = answerBy(this.#saga, this.#row, step, this.#now);
      const keys = some.map(({ key }) => key);
      this.#asked.push({ step, requestId: request_id, keys, again: false, answerBy: by });
    }
  }

  #askAgain(items: readonly ItemRow[], from?: Temporal.Instant): void {
    for (const { id, step, items: some, since, nextAt } of askedAgain(this.#saga, this.#row, items, this.#now, from)) {
      for (const item of some) {
        this.#keep({ ...item, asked: item.asked + 1, first_asked_at: since, next_at: nextAt });
      }
      const by = answerBy(this.#saga, this.#row, step, since);
      const keys = some.map(({ item_key }) => item_key);
      this.#asked.push({ step, requestId: id, keys, again: true, answerBy: by });
    }
  }

  #nextLook(): Temporal.Instant | undefined {
    const looks = [...this.#open.values()].flatMap(({ next_at }) => (next_at === null ? [] : [next_at]));
    return looks.sort((a, b) => Temporal.Instant.compare(a, b))[0];
  }

  #keep(item: ItemRow): void {
    this.#open.set(`${item.step}/${item.item_key}`, item);
  }

  #take(step: string, key: string): SagaItem {
    const item = this.#open.get(`${step}/${key}`);
    if (item === undefined) throw new Error(`${key} is not open in ${step}`);
    this.#open.delete(`${step}/${key}`);
    this.#closed.push(item);
    return itemOf(item);
  }

  #answeredBefore(step: string, keys: readonly string[]): ItemRow[] {
    const answered = this.#closed.filter((item) => item.step === step && keys.includes(item.item_key));
    return [...new Map(answered.map((item) => [item.item_key, item])).values()];
  }

  #refuseEnded(): void {
    if (hasEnded(this.#row)) throw new Error(`the saga has ended: ${this.#row.status}`);
  }
}

const RUNNING = { status: 'running', problem: '', parked: [] } as const;

export function scenario<Data extends Json>(saga: SagaDefinition<Data>, data: Data): SagaScenario {
  return new SagaScenario(saga, data);
}

function isBy(moment: Temporal.Instant, until: Temporal.Instant): boolean {
  return Temporal.Instant.compare(moment, until) <= 0;
}

function equal(actual: unknown, expected: unknown, what: string): void {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== b) throw new Error(`${what}: expected ${b}, was ${a}`);
}
