import { SagaReplyMessage } from '@navette/contracts';
import type { Temporal } from '@navette/kernel';
import type { Tx } from '../database/tx.js';
import { replyToHeader } from '../messaging/envelope.js';
import { on, type Received, type Subscription } from '../messaging/consumers.js';
import { replySubject } from '../messaging/subjects.js';
import { crashPoint, type Logger, type Metrics } from '../observability/index.js';
import { cancelTimer, setTimer, type TimerHandler } from '../timers/timers.js';
import type { SagaReply } from '@navette/contracts/common/v1/common';
import type {
  Json,
  Outcome,
  SagaCurrent,
  SagaDecision,
  SagaDefinition,
  SagaEffects,
  SagaInput,
  SagaItem,
  SagaStep,
} from './saga-definition.js';

interface SagaRow {
  id: string;
  type: string;
  state: string;
  data: Json;
  data_version: number;
  status: 'running' | 'done' | 'compensated' | 'needs_operator';
  started_at: Temporal.Instant;
}

interface ItemRow {
  item_key: string;
  step: string;
  payload: Json;
  request_id: string;
  asked: number;
  first_asked_at: Temporal.Instant;
  next_at: Temporal.Instant | null;
}

const CLOCK = 'saga';

/**
 * Runs the sagas of one service. Every input is one transaction: the saga's row locked, its pure function asked, the new
 * state, the items, the commands (outbox) and the clock (timers) written together. The lock is what lets the last of many
 * parallel answers see that nothing is open any more.
 */
export class SagaRunner {
  readonly #effects = new Map<string, SagaEffects>();
  readonly #steps;
  #wakeTimers: () => void = () => {};

  constructor(
    private readonly service: string,
    private readonly logger: Logger,
    metrics: Metrics,
  ) {
    this.#steps = metrics.counter('saga_steps_total', 'inputs of sagas by state reached', ['saga', 'state']);
  }

  /** @internal Called at start with the service's sagas. */
  register(effects: readonly SagaEffects[], wakeTimers: () => void): void {
    for (const one of effects) this.#effects.set(one.saga.type, one);
    this.#wakeTimers = wakeTimers;
  }

  /**
   * Begins a saga in the transaction of its cause; its id. A second start for the same key is the same saga.
   */
  async start<Data extends Json>(
    tx: Tx,
    saga: SagaDefinition<Data>,
    { correlationKey, data }: { correlationKey: string; data: Data },
  ): Promise<string> {
    const id = tx.newId();
    const inserted = await tx.run(
      `insert into saga (station_id, id, network_id, type, correlation_key, correlation_id, state, data, data_version, status,
         problem, version, started_at, updated_at)
       values ($1, $2, $3, $4, $5, $6, 'new', $7, $8, 'running', '', 1, $9, $9) on conflict do nothing`,
      [
        tx.scope.stationId,
        id,
        tx.scope.networkId,
        saga.type,
        correlationKey,
        tx.scope.correlationId,
        JSON.stringify(data),
        saga.dataVersion,
        tx.now,
      ],
    );
    if (inserted === 0) return (await this.#find(tx, saga.type, correlationKey)) as string;
    tx.audit('saga', id);
    await this.#input(tx, id, { kind: 'started' });
    return id;
  }

  /** Tells a running saga of something in its own context; false when there is none or it has ended. */
  async signal(tx: Tx, saga: SagaDefinition<never>, correlationKey: string, name: string, payload: Json): Promise<boolean> {
    const id = await this.#find(tx, saga.type, correlationKey);
    if (id === undefined) return false;
    return this.#input(tx, id, { kind: 'signal', name, payload });
  }

  /** @internal Replies to the sagas of this service, one durable consumer per saga. */
  subscriptions(): Subscription<never>[] {
    return [...this.#effects.values()].map(({ saga }) =>
      on(
        SagaReplyMessage,
        `saga-${saga.type}`,
        (tx, received) => this.#answered(tx, saga as unknown as SagaDefinition<Json>, received),
        replySubject(this.service, saga.type),
      ),
    );
  }

  /** @internal The clock of the sagas: items to be asked again, given up, or handed to a person. */
  timerHandlers(work: (scope: Parameters<TimerHandler['fire']>[1], run: (tx: Tx) => Promise<void>) => Promise<void>): TimerHandler[] {
    return [
      {
        kind: CLOCK,
        fire: (timer, scope, done) =>
          work(scope, async (tx) => {
            await done(tx);
            await this.#tick(tx, timer.key);
          }),
      },
    ];
  }

  /** Asks every open item again, now; for an operator. */
  async retry(tx: Tx, id: string): Promise<void> {
    const row = await this.#lock(tx, id);
    if (row === undefined) return;
    tx.audit('saga', id);
    await this.#note(tx, id, row.state, `retried by ${tx.scope.actor.kind}:${tx.scope.actor.id}`);
    await tx.run(`update saga set status = 'running', problem = '' where station_id = $1 and id = $2 and status = 'needs_operator'`, [
      tx.scope.stationId,
      id,
    ]);
    await this.#askAgain(tx, row, await this.#openItems(tx, id));
    await this.#setClock(tx, id);
  }

  /** Ends open items by hand, as if their participant had answered `outcome`; for an operator, with the reason. */
  async resolve(tx: Tx, id: string, itemKeys: readonly string[], outcome: string, note: string): Promise<void> {
    const row = await this.#lock(tx, id);
    if (row === undefined) return;
    tx.audit('saga', id);
    await this.#note(tx, id, row.state, `resolved by ${tx.scope.actor.kind}:${tx.scope.actor.id} as ${outcome}: ${note}`);
    await tx.run(`update saga set status = 'running', problem = '' where station_id = $1 and id = $2 and status = 'needs_operator'`, [
      tx.scope.stationId,
      id,
    ]);
    const open = (await this.#openItems(tx, id)).filter(({ item_key }) => itemKeys.length === 0 || itemKeys.includes(item_key));
    for (const [step, items] of groupBy(open, ({ step }) => step)) {
      await this.#close(tx, id, items, 'answered', outcome);
      const outcomes = items.map((item) => ({ item: itemOf(item), outcome, data: {} }));
      await this.#advance(tx, id, { kind: 'answered', step, outcomes });
    }
    await this.#setClock(tx, id);
  }

  async #answered(tx: Tx, saga: SagaDefinition<Json>, { message }: Received<SagaReply>): Promise<void> {
    const row = await this.#lock(tx, message.sagaId);
    if (row === undefined || row.type !== saga.type) {
      // Not ours, or its start has been rolled back: retried a few times, then a dead letter for a person to see.
      throw new Error(`no saga ${message.sagaId} of type ${saga.type}`);
    }
    tx.audit('saga', row.id);
    const asked = await tx.rows<ItemRow>(
      `select item_key, step, payload, request_id, asked, first_asked_at, next_at from saga_item
       where station_id = $1 and saga_id = $2 and request_id = $3 and state = 'open' for update`,
      [tx.scope.stationId, row.id, message.requestId],
    );
    const byKey = new Map(asked.map((item) => [item.item_key, item]));
    const outcomes: (Outcome & { row: ItemRow })[] = message.outcomes.flatMap(({ itemKey, outcome, data }) => {
      const item = byKey.get(itemKey);
      return item === undefined ? [] : [{ item: itemOf(item), outcome, data, row: item }];
    });
    // Late (given up meanwhile) or repeated: nothing is open under that request id.
    if (outcomes.length === 0) return;
    await tx.run(
      `update saga_item i set state = 'answered', outcome = o.outcome, next_at = null
       from unnest($4::text[], $5::text[]) as o (item_key, outcome)
       where i.station_id = $1 and i.saga_id = $2 and i.request_id = $3 and i.item_key = o.item_key and i.state = 'open'`,
      [tx.scope.stationId, row.id, message.requestId, outcomes.map(({ item }) => item.key), outcomes.map(({ outcome }) => outcome)],
    );
    const step = (outcomes[0] as (typeof outcomes)[number]).row.step;
    await this.#advance(tx, row.id, { kind: 'answered', step, outcomes: outcomes.map(({ item, outcome, data }) => ({ item, outcome, data })) });
  }

  async #tick(tx: Tx, id: string): Promise<void> {
    const row = await this.#lock(tx, id);
    if (row === undefined) return;
    tx.audit('saga', id);
    const due = (await this.#openItems(tx, id)).filter((item) => isDue(tx, item));
    const again: ItemRow[] = [];
    for (const [step, items] of groupBy(due, (item) => item.step)) {
      const { patience } = this.#step(row.type, step);
      const overdue = items.filter((item) => waited(tx, item) >= (patience.giveUpSeconds ?? Infinity));
      if (overdue.length > 0) {
        await this.#close(tx, id, overdue, 'overdue', 'overdue');
        await this.#advance(tx, id, { kind: 'overdue', step, items: overdue.map(itemOf) });
      }
      const left = items.filter((item) => !overdue.includes(item));
      if (left.some((item) => waited(tx, item) >= patience.operatorSeconds)) {
        await this.#park(tx, id, row.state, `platform.saga.unanswered`);
      }
      again.push(...left);
    }
    await this.#askAgain(tx, row, again);
    await this.#setClock(tx, id);
  }

  /** Locks, decides, writes; false when the saga has ended. */
  async #input(tx: Tx, id: string, input: SagaInput): Promise<boolean> {
    const row = await this.#lock(tx, id);
    if (row === undefined || row.status === 'done' || row.status === 'compensated') {
      // A signal may follow the end (a receipt voided after all was allocated): the definition decides then, too.
      if (row === undefined || input.kind !== 'signal') return false;
    }
    await this.#advance(tx, id, input);
    await this.#setClock(tx, id);
    return true;
  }

  async #advance(tx: Tx, id: string, first: SagaInput): Promise<void> {
    const inputs: SagaInput[] = [first];
    for (let input = inputs.shift(); input !== undefined; input = inputs.shift()) {
      const row = (await tx.first<SagaRow>(
        'select id, type, state, data, data_version, status, started_at from saga where station_id = $1 and id = $2',
        [tx.scope.stationId, id],
      )) as SagaRow;
      const effects = this.#effects.get(row.type);
      if (effects === undefined) throw new Error(`${this.service} has no saga ${row.type}`);
      const saga = effects.saga as unknown as SagaDefinition<Json>;
      const data = row.data_version === saga.dataVersion ? row.data : upgraded(saga, row);
      const current: SagaCurrent<Json> = { id, state: row.state, data, open: await this.#openCount(tx, id) };
      const decision = saga.decide(current, input, tx.now);
      await this.#write(tx, id, saga, decision, input);
      for (const { step, items } of decision.ask ?? []) await this.#ask(tx, saga, id, step, items);
      for (const { name, payload } of decision.effects ?? []) {
        inputs.push({ kind: 'effect', name, result: await effects.run(tx, name, payload, id) });
      }
      crashPoint(`${this.service}/saga/${saga.type}/${decision.state}/${input.kind}`);
      this.#steps.inc({ saga: saga.type, state: decision.state });
    }
  }

  async #write(tx: Tx, id: string, saga: SagaDefinition<Json>, decision: SagaDecision<Json>, input: SagaInput): Promise<void> {
    const status = decision.park !== undefined ? 'needs_operator' : (decision.end ?? 'running');
    await tx.run(
      `update saga set state = $3, data = $4, data_version = $5, status = $6, problem = $7, version = version + 1, updated_at = $8
       where station_id = $1 and id = $2`,
      [tx.scope.stationId, id, decision.state, JSON.stringify(decision.data), saga.dataVersion, status, decision.park ?? '', tx.now],
    );
    await this.#note(tx, id, decision.state, describe(input));
    if (decision.park !== undefined) this.logger.warn('saga needs an operator', { saga: saga.type, sagaId: id, code: decision.park });
  }

  /** Records items as open and queues their commands, in batches. */
  async #ask(tx: Tx, saga: SagaDefinition<Json>, id: string, step: string, items: readonly SagaItem[]): Promise<void> {
    const { batch } = this.#step(saga.type, step);
    for (let i = 0; i < items.length; i += batch) {
      const some = items.slice(i, i + batch);
      const requestId = tx.newId();
      await tx.run(
        `insert into saga_item (station_id, saga_id, item_key, step, payload, request_id, state, outcome, asked, first_asked_at, next_at)
         select $1, $2, item_key, $3, payload::jsonb, $4, 'open', '', 1, $5, $6
         from unnest($7::text[], $8::text[]) as x (item_key, payload)`,
        [
          tx.scope.stationId,
          id,
          step,
          requestId,
          tx.now,
          this.#nextAt(saga.type, step, tx.now, 1, tx.now),
          some.map(({ key }) => key),
          some.map(({ payload }) => JSON.stringify(payload)),
        ],
      );
      this.#command(tx, saga.type, id, step, requestId, some);
    }
  }

  async #askAgain(tx: Tx, row: SagaRow, items: readonly ItemRow[]): Promise<void> {
    for (const [requestId, some] of groupBy(items, (item) => item.request_id)) {
      const { step, asked, first_asked_at } = some[0] as ItemRow;
      await tx.run(
        `update saga_item set asked = asked + 1, next_at = $4
         where station_id = $1 and saga_id = $2 and request_id = $3 and state = 'open'`,
        [tx.scope.stationId, row.id, requestId, this.#nextAt(row.type, step, first_asked_at, asked + 1, tx.now)],
      );
      this.#command(tx, row.type, row.id, step, requestId, some.map(itemOf));
      await this.#note(tx, row.id, row.state, `${step} asked again (${asked + 1})`);
    }
  }

  #command(tx: Tx, type: string, sagaId: string, step: string, requestId: string, items: readonly SagaItem[]): void {
    const { command, build } = this.#step(type, step);
    tx.publish(
      command,
      { type: 'saga', id: sagaId, version: 0 },
      build({ sagaId, requestId }, items) as never,
      { headers: replyToHeader(replySubject(this.service, type)) },
    );
  }

  /** When an item is looked at next: asked again, given up, or shown to a person, whichever comes first. */
  #nextAt(type: string, step: string, firstAskedAt: Temporal.Instant, asked: number, now: Temporal.Instant): Temporal.Instant {
    const { askAgainSeconds, giveUpSeconds, operatorSeconds } = this.#step(type, step).patience;
    const elapsed = now.since(firstAskedAt).total('seconds');
    const gap = askAgainSeconds[Math.min(asked, askAgainSeconds.length) - 1] ?? operatorSeconds;
    const ends = [giveUpSeconds, operatorSeconds].filter((end): end is number => end !== undefined && end > elapsed);
    return firstAskedAt.add({ milliseconds: Math.round(Math.min(elapsed + gap, ...ends) * 1_000) });
  }

  async #setClock(tx: Tx, id: string): Promise<void> {
    const row = await tx.first<{ next: Temporal.Instant | null }>(
      `select min(next_at) as next from saga_item where station_id = $1 and saga_id = $2 and state = 'open'`,
      [tx.scope.stationId, id],
    );
    if (row?.next == null) await cancelTimer(tx, CLOCK, id);
    else await setTimer(tx, { kind: CLOCK, key: id, dueAt: row.next });
    tx.afterCommit(() => this.#wakeTimers());
  }

  async #park(tx: Tx, id: string, state: string, problem: string): Promise<void> {
    await tx.run(`update saga set status = 'needs_operator', problem = $3, updated_at = $4 where station_id = $1 and id = $2`, [
      tx.scope.stationId,
      id,
      problem,
      tx.now,
    ]);
    await this.#note(tx, id, state, problem);
  }

  async #close(tx: Tx, id: string, items: readonly ItemRow[], state: 'answered' | 'overdue', outcome: string): Promise<void> {
    await tx.run(
      `update saga_item i set state = $3, outcome = $4, next_at = null
       from unnest($5::text[], $6::text[]) as x (item_key, step)
       where i.station_id = $1 and i.saga_id = $2 and i.item_key = x.item_key and i.step = x.step and i.state = 'open'`,
      [tx.scope.stationId, id, state, outcome, items.map(({ item_key }) => item_key), items.map(({ step }) => step)],
    );
  }

  async #note(tx: Tx, id: string, state: string, what: string): Promise<void> {
    await tx.run('insert into saga_history (station_id, saga_id, at, state, what) values ($1, $2, $3, $4, $5)', [
      tx.scope.stationId,
      id,
      tx.now,
      state,
      what,
    ]);
  }

  #step(type: string, step: string): SagaStep {
    const found = (this.#effects.get(type)?.saga as SagaDefinition<Json> | undefined)?.steps[step];
    if (found === undefined) throw new Error(`saga ${type} has no step ${step}`);
    return found;
  }

  #lock(tx: Tx, id: string): Promise<SagaRow | undefined> {
    return tx.first<SagaRow>(
      'select id, type, state, data, data_version, status, started_at from saga where station_id = $1 and id = $2 for update',
      [tx.scope.stationId, id],
    );
  }

  #openItems(tx: Tx, id: string): Promise<ItemRow[]> {
    return tx.rows(
      `select item_key, step, payload, request_id, asked, first_asked_at, next_at from saga_item
       where station_id = $1 and saga_id = $2 and state = 'open' order by request_id, item_key`,
      [tx.scope.stationId, id],
    );
  }

  async #openCount(tx: Tx, id: string): Promise<number> {
    const row = await tx.first<{ n: number }>(
      `select count(*)::int as n from saga_item where station_id = $1 and saga_id = $2 and state = 'open'`,
      [tx.scope.stationId, id],
    );
    return row?.n ?? 0;
  }

  async #find(tx: Tx, type: string, correlationKey: string): Promise<string | undefined> {
    const row = await tx.first<{ id: string }>('select id from saga where station_id = $1 and type = $2 and correlation_key = $3', [
      tx.scope.stationId,
      type,
      correlationKey,
    ]);
    return row?.id;
  }
}

function itemOf(row: ItemRow): SagaItem {
  return { key: row.item_key, payload: row.payload };
}

function isDue(tx: Tx, { next_at }: ItemRow): boolean {
  return next_at !== null && tx.now.since(next_at).total('milliseconds') >= 0;
}

function waited(tx: Tx, item: ItemRow): number {
  return tx.now.since(item.first_asked_at).total('seconds');
}

function upgraded(saga: SagaDefinition<Json>, row: SagaRow): Json {
  if (saga.upgrade === undefined) throw new Error(`saga ${saga.type} can't read data of version ${row.data_version}`);
  return saga.upgrade(row.data, row.data_version);
}

function describe(input: SagaInput): string {
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

function groupBy<T, K>(items: readonly T[], key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return groups;
}
