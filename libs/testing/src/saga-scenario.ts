import { Temporal } from '@navette/kernel';
import type { Json, SagaDecision, SagaDefinition, SagaInput, SagaItem } from '@navette/platform/saga';

/**
 * Plays a saga's pure function as the runner would, without a database: keeps state, data and open items, so that a spec
 * reads given / when / then.
 *
 * ```ts
 * scenario(saga, { receiptId }).started().expectEffect('tentative-allocations').effect([...]).expectAsk('confirm_file', ['a'])
 * ```
 */
export class SagaScenario<Data extends Json> {
  #state = 'new';
  #data: Data;
  readonly #open = new Map<string, { step: string; item: SagaItem }>();
  #last: SagaDecision<Data> | undefined;
  #effects: { name: string; payload: Json }[] = [];
  #now = Temporal.Instant.from('2026-01-05T08:00:00Z');

  constructor(
    private readonly saga: SagaDefinition<Data>,
    data: Data,
  ) {
    this.#data = data;
  }

  started(): this {
    return this.#input({ kind: 'started' });
  }

  /** Answers open items of a step; those not named stay open. */
  answered(step: string, outcomes: Readonly<Record<string, string>>, data: Record<string, string> = {}): this {
    const answered = Object.entries(outcomes).map(([key, outcome]) => ({ item: this.#take(step, key), outcome, data }));
    return this.#input({ kind: 'answered', step, outcomes: answered });
  }

  overdue(step: string, keys: readonly string[]): this {
    return this.#input({ kind: 'overdue', step, items: keys.map((key) => this.#take(step, key)) });
  }

  signal(name: string, payload: Json = null): this {
    return this.#input({ kind: 'signal', name, payload });
  }

  /** Result of the first effect that is asked and not run yet. */
  effect(name: string, result: Json): this {
    const effect = this.#effects.shift();
    if (effect?.name !== name) throw new Error(`the saga asked for effect ${effect?.name ?? 'none'}, not ${name}`);
    return this.#input({ kind: 'effect', name, result });
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

  expectState(state: string): this {
    equal(this.#state, state, 'state');
    return this;
  }

  expectEnd(end: 'done' | 'compensated' | undefined): this {
    equal(this.#last?.end, end, 'end');
    return this;
  }

  expectParked(problem: string): this {
    equal(this.#last?.park, problem, 'problem');
    return this;
  }

  #take(step: string, key: string): SagaItem {
    const open = this.#open.get(`${step}/${key}`);
    if (open === undefined) throw new Error(`${key} is not open in ${step}`);
    this.#open.delete(`${step}/${key}`);
    return open.item;
  }

  #input(input: SagaInput): this {
    this.#now = this.#now.add({ seconds: 1 });
    const current = { id: 'saga', state: this.#state, data: this.#data, open: this.#open.size };
    const decision = this.saga.decide(current, input, this.#now);
    for (const { step, items } of decision.ask ?? []) {
      if (this.saga.steps[step] === undefined) throw new Error(`saga ${this.saga.type} has no step ${step}`);
      for (const item of items) {
        if (this.#open.has(`${step}/${item.key}`)) throw new Error(`${item.key} asked twice of ${step}`);
        this.#open.set(`${step}/${item.key}`, { step, item });
      }
    }
    for (const effect of decision.effects ?? []) {
      if (!this.saga.effects.includes(effect.name))
        throw new Error(`saga ${this.saga.type} has no effect ${effect.name}`);
      this.#effects.push(effect);
    }
    this.#state = decision.state;
    this.#data = decision.data;
    this.#last = decision;
    return this;
  }
}

export function scenario<Data extends Json>(saga: SagaDefinition<Data>, data: Data): SagaScenario<Data> {
  return new SagaScenario(saga, data);
}

function equal(actual: unknown, expected: unknown, what: string): void {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== b) throw new Error(`${what}: expected ${b}, was ${a}`);
}
