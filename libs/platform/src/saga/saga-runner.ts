import { SagaReplyMessage } from '@navette/contracts';
import type { SagaReply } from '@navette/contracts/common/v1/common';
import { isUuid, Temporal } from '@navette/kernel';
import type { Scope } from '../database/scope.js';
import type { Tx } from '../database/tx.js';
import { on, type Received, type Subscription } from '../messaging/subscription.js';
import { replyToHeader } from '../messaging/envelope.js';
import { replySubject } from '../messaging/subjects.js';
import { crashPoint, type Logger, type Metrics } from '../observability/index.js';
import { cancelTimer, setTimer, type TimerHandler } from '../timers/timers.js';
import { sagaErrors } from './errors.js';
import type { Json, Outcome, SagaDefinition, SagaEffects, SagaInput, SagaItem } from './saga-definition.js';
import { answerBy, askedAgain, batches, dueItems, firstLook, groupBy, type AskedAgain } from './saga-requests.js';
import {
  answeredByHand,
  decideOn,
  describe,
  hasEnded,
  itemOf,
  nameOf,
  parkedItems,
  redone,
  refuseParkedAgain,
  retried,
  settled,
  stepOf,
  unanswered,
  UNANSWERED,
  type Given,
} from './saga-standing.js';
import { sagaStore as store, type ItemRow, type Parked, type SagaRow } from './saga-store.js';

const CLOCK = 'saga';
/** A reply that came so lately is being handled in the usual way. */
const WITHIN_REACH_MS = 1_000;

const repliesHandler = (saga: string) => `saga-${saga}`;

/** The replies to one saga: a durable consumer of its own. */
export function onReplies(
  service: string,
  saga: string,
  handle: Subscription<SagaReply>['handle'],
): Subscription<never> {
  return on(SagaReplyMessage, repliesHandler(saga), handle, replySubject(service, saga));
}

/**
 * Runs the sagas of one service. Every input is one transaction: the saga's row locked, its pure function asked, the new
 * state, the items, the commands (outbox) and the clock (timers) written together. The lock is what lets the last of many
 * parallel answers see that nothing is open any more.
 */
export class SagaRunner {
  readonly #effects = new Map<string, SagaEffects>();
  readonly #steps;
  readonly #ignored;
  /** How long ago a reply was sent that is being handled now. */
  #behindMs: (handler: string) => number = () => 0;

  constructor(
    private readonly service: string,
    private readonly logger: Logger,
    metrics: Metrics,
  ) {
    this.#steps = metrics.counter('saga_steps_total', 'inputs of sagas by state reached', ['saga', 'state']);
    this.#ignored = metrics.counter('saga_replies_ignored_total', 'replies that nobody waits for', ['saga', 'reason']);
  }

  /** @internal Called with the service's sagas before anything can start one. */
  register(effects: readonly SagaEffects[]): void {
    for (const one of effects) this.#effects.set(one.saga.type, one);
  }

  /** Begins a saga in the transaction of its cause; its id. A second start for the same key is the same saga. */
  async start<Data extends Json>(
    tx: Tx,
    saga: SagaDefinition<Data>,
    { correlationKey, data }: { correlationKey: string; data: NoInfer<Data> },
  ): Promise<string> {
    const id = tx.newId();
    const { type, dataVersion } = saga;
    if (!(await store.insert(tx, { id, type, correlationKey, data, dataVersion }))) {
      return (await store.idByKey(tx, type, correlationKey)) as string;
    }
    await this.#input(tx, id, { kind: 'started' });
    return id;
  }

  /**
   * Tells a saga of something in its own context, also one that has ended: its definition decides (a receipt voided after
   * all was allocated). False when there is none. Locks the saga, as its effects do before they lock rows of their own: a
   * use case that signals first cannot deadlock with them.
   */
  async signal<Data extends Json>(
    tx: Tx,
    saga: SagaDefinition<Data>,
    correlationKey: string,
    name: string,
    payload: Json,
  ): Promise<boolean> {
    const id = await store.idByKey(tx, saga.type, correlationKey);
    if (id === undefined) return false;
    await this.#input(tx, id, { kind: 'signal', name, payload });
    return true;
  }

  /** @internal Replies to the sagas of this service, one durable consumer per saga. */
  subscriptions(): Subscription<never>[] {
    return [...this.#effects.values()].map(({ saga }) =>
      onReplies(this.service, saga.type, (tx, received) => this.#answered(tx, saga.type, received)),
    );
  }

  /** @internal The clock of the sagas: items to be asked again, given up, or handed to a person. */
  timerHandlers(
    work: (scope: Scope, run: (tx: Tx) => Promise<void>) => Promise<void>,
    behindMs: (handler: string) => number,
  ): TimerHandler[] {
    this.#behindMs = behindMs;
    return [
      {
        kind: CLOCK,
        fire: (timer, scope, done) =>
          work(scope, async (tx) => {
            // The saga before its timer: answers lock them in this order, too.
            await this.#tick(tx, timer.key);
            await done(tx);
          }),
      },
    ];
  }

  /**
   * An operator's "try again": what parked the saga is done once more, and every open item is asked again, now, with its
   * patience begun anew.
   * @throws DomainError `platform.saga.unknown`, `platform.saga.ended`
   */
  async retry(tx: Tx, id: string): Promise<void> {
    const row = await this.#takenUp(tx, id, 'retried');
    const { parked } = row;
    if (parked.length === 0) await store.write(tx, retried(row));
    await this.#askAgain(tx, row, await store.openItems(tx, id), { since: tx.now });
    for (const one of parked) await this.#redo(tx, id, one);
    await this.#setClock(tx, id);
  }

  /**
   * An operator's "it is settled": items that are open or parked the saga (all, unless named) end as if their participant
   * had answered `outcome`. A saga with none of them ends itself, as compensated if that is the outcome, else as done.
   * @throws DomainError `platform.saga.unknown`, `platform.saga.ended`, `platform.saga.item-not-open`,
   *   `platform.saga.outcome-not-accepted`
   */
  async resolve(tx: Tx, id: string, itemKeys: readonly string[], outcome: string, note: string): Promise<void> {
    const row = await this.#takenUp(tx, id, 'resolved', ` as ${outcome}: ${note}`);
    const open = await store.openItems(tx, id);
    for (const { step, keys } of parkedItems(row)) open.push(...(await store.items(tx, id, step, keys)));
    const missing = itemKeys.find((key) => open.every(({ item_key }) => item_key !== key));
    if (missing !== undefined) throw sagaErrors.error('saga.item-not-open', { id, key: missing });
    if (open.length === 0) await store.write(tx, settled(row, outcome));
    const chosen = open.filter(({ item_key }) => itemKeys.length === 0 || itemKeys.includes(item_key));
    for (const [step, items] of groupBy(chosen, (item) => item.step)) {
      const outcomes = items.map((item) => ({ item: itemOf(item), outcome, data: {} }));
      const keys = items.map(({ item_key }) => item_key);
      await this.#close(tx, id, 'answered', step, outcomes);
      await store.write(tx, answeredByHand((await store.lockById(tx, id)) as SagaRow, step, keys));
      await this.#advance(tx, id, { input: { kind: 'answered', step, outcomes } });
      refuseParkedAgain((await store.lockById(tx, id)) as SagaRow, step, keys, outcome);
    }
    await this.#setClock(tx, id);
  }

  /** Locks a saga for an operator, who is noted. */
  async #takenUp(tx: Tx, id: string, what: string, how = ''): Promise<SagaRow> {
    const row = await store.lockById(tx, id);
    if (row === undefined) throw sagaErrors.error('saga.unknown', { id });
    if (hasEnded(row)) throw sagaErrors.error('saga.ended', { id, status: row.status });
    tx.audit('saga', id);
    const { kind, id: who } = tx.scope.actor;
    await store.note(tx, id, row.state, `${what} by ${kind}:${who}${how}`);
    this.#crashPoints(tx, row.type, row.state, what);
    return row;
  }

  /** Does the oldest of what parked a saga once more. */
  async #redo(tx: Tx, id: string, parked: Parked): Promise<void> {
    const row = (await store.lockById(tx, id)) as SagaRow;
    await store.write(tx, redone(row));
    const { saga, run } = this.#definition(row.type);
    if (parked.kind === 'items') {
      const items = await store.items(tx, row.id, parked.step, parked.keys);
      await this.#ask(tx, saga, row, parked.step, items.map(itemOf));
    } else if (parked.kind === 'effect') {
      await this.#advance(tx, row.id, await run(tx, parked, row.id));
    } else {
      await this.#advance(tx, row.id, { input: parked });
    }
  }

  async #answered(tx: Tx, type: string, { message }: Received<SagaReply>): Promise<void> {
    const { sagaId, requestId } = message;
    const row = isUuid(sagaId) ? await store.lockById(tx, sagaId) : undefined;
    if (row === undefined || row.type !== type) {
      // Not ours: retried a few times, then a dead letter for a person to see.
      throw new Error(`no saga ${sagaId} of type ${type}`);
    }
    tx.audit('saga', row.id);
    const asked = isUuid(requestId) ? await store.openItemsOf(tx, row.id, requestId) : [];
    const byKey = new Map(asked.map((item) => [item.item_key, item]));
    const outcomes = message.outcomes.flatMap(({ itemKey, outcome, data }): Outcome[] => {
      const item = byKey.get(itemKey);
      // One outcome for an item, whatever a participant says twice.
      byKey.delete(itemKey);
      return item === undefined ? [] : [{ item: itemOf(item), outcome, data }];
    });
    const step = asked[0]?.step;
    if (step === undefined || outcomes.length === 0) {
      // Given up meanwhile, repeated, or of a request that is not this saga's.
      this.#ignored.inc({ saga: type, reason: hasEnded(row) ? 'ended' : 'late' });
      return;
    }
    await this.#close(tx, row.id, 'answered', step, outcomes);
    await this.#advance(tx, row.id, { input: { kind: 'answered', step, outcomes } });
    await this.#setClock(tx, row.id);
  }

  async #tick(tx: Tx, id: string): Promise<void> {
    const row = await store.lockById(tx, id);
    if (row === undefined) return;
    tx.audit('saga', id);
    const { saga } = this.#definition(row.type);
    // Patience is measured by what was heard: an answer that waits in our own queue must not be asked for again, or a backlog
    // would feed itself, and its sagas be given up one by one.
    const heardUntil = tx.now.subtract(this.#behind(row.type));
    const due = dueItems(saga, row, await store.openItems(tx, id), heardUntil);
    for (const [step, items] of groupBy(due.get('give-up') ?? [], (item) => item.step)) {
      await this.#close(
        tx,
        id,
        'overdue',
        step,
        items.map((item) => ({ item: itemOf(item), outcome: 'overdue' })),
      );
      await this.#advance(tx, id, { input: { kind: 'overdue', step, items: items.map(itemOf) } });
    }
    const given = due.get('call-operator') ?? [];
    if (given.length > 0) await this.#handOver(tx, id, given);
    await this.#askAgain(tx, row, due.get('ask-again') ?? [], { heardUntil });
    await this.#setClock(tx, id, heardUntil);
  }

  /** Locks, decides, writes. */
  async #input(tx: Tx, id: string, input: SagaInput): Promise<void> {
    await store.lockById(tx, id);
    tx.audit('saga', id);
    await this.#advance(tx, id, { input });
    await this.#setClock(tx, id);
  }

  /** Gives a locked saga an input, then the results of the effects it asked for, until it waits for others. */
  async #advance(tx: Tx, id: string, first: Given): Promise<void> {
    const inputs: Given[] = [first];
    for (let given = inputs.shift(); given !== undefined; given = inputs.shift()) {
      const { input } = given;
      const row = (await store.lockById(tx, id)) as SagaRow;
      const { saga, run } = this.#definition(row.type);
      const around = { ...(await store.openCounts(tx, id)), queued: inputs.length, now: tx.now };
      const { decision, after } = decideOn(saga, row, given, around);
      const { state, ask = [], effects = [], park } = decision;
      await store.write(tx, after);
      await store.note(tx, id, state, describe(input));
      if (park !== undefined) this.#callOperator(saga.type, id, park);
      for (const { step, items } of ask) await this.#ask(tx, saga, after, step, items);
      for (const effect of effects) inputs.push(await run(tx, effect, id));
      this.#crashPoints(tx, saga.type, state, nameOf(input));
      tx.afterCommit(() => this.#steps.inc({ saga: saga.type, state }));
    }
  }

  /** Records items as open and queues their commands, in batches. */
  async #ask(
    tx: Tx,
    saga: SagaDefinition<Json>,
    row: SagaRow,
    step: string,
    items: readonly SagaItem[],
  ): Promise<void> {
    const nextAt = firstLook(saga, row, step, tx.now);
    for (const some of batches(saga, step, items)) {
      const requestId = tx.newId();
      const opened = await store.open(tx, row.id, { id: requestId, step, nextAt }, some);
      if (opened.length > 0) this.#command(tx, saga, row, { id: requestId, step, since: tx.now }, opened);
    }
  }

  /** Asks items again under their request id; `since` begins their patience anew. */
  async #askAgain(
    tx: Tx,
    row: SagaRow,
    items: readonly ItemRow[],
    { heardUntil = tx.now, since }: { heardUntil?: Temporal.Instant; since?: Temporal.Instant },
  ): Promise<void> {
    const { saga } = this.#definition(row.type);
    for (const request of askedAgain(saga, row, items, heardUntil, since)) {
      const { step, items: some } = request;
      await store.askedAgain(tx, row.id, request);
      this.#command(tx, saga, row, request, some.map(itemOf));
      const times = (some[0] as ItemRow).asked + 1;
      await store.note(tx, row.id, row.state, `${step}: ${some.length} asked again (${times})`);
      this.#crashPoints(tx, row.type, row.state, `asked-again-${step}`);
    }
  }

  #command(
    tx: Tx,
    saga: SagaDefinition<Json>,
    row: SagaRow,
    { id: requestId, step, since }: Pick<AskedAgain, 'id' | 'step' | 'since'>,
    items: readonly SagaItem[],
  ): void {
    const { command, build, stationOf } = stepOf(saga, step);
    const stationId = stationOf?.(items[0] as SagaItem);
    const request = { sagaId: row.id, requestId, answerBy: answerBy(saga, row, step, since)?.toString() };
    tx.publish(command, { type: 'saga', id: row.id, version: 0 }, build(request, items) as never, {
      headers: replyToHeader(replySubject(this.service, saga.type)),
      ...(stationId !== undefined && { stationId }),
    });
  }

  async #handOver(tx: Tx, id: string, items: readonly ItemRow[]): Promise<void> {
    const row = (await store.lockById(tx, id)) as SagaRow;
    await store.handOver(tx, id, items);
    await store.write(tx, unanswered(row));
    const steps = groupBy(items, (item) => item.step);
    for (const [step, some] of steps) await store.note(tx, id, row.state, `${step}: ${some.length} unanswered`);
    this.#callOperator(row.type, id, UNANSWERED);
    this.#crashPoints(tx, row.type, row.state, 'operator-called');
  }

  #close(
    tx: Tx,
    id: string,
    state: 'answered' | 'overdue',
    step: string,
    outcomes: readonly Pick<Outcome, 'item' | 'outcome'>[],
  ): Promise<void> {
    return store.close(
      tx,
      id,
      state,
      outcomes.map(({ item, outcome }) => ({ step, key: item.key, outcome })),
    );
  }

  /** @param heardUntil what is due by the clock, but not by what was heard, is looked at when that much more was heard */
  async #setClock(tx: Tx, id: string, heardUntil = tx.now): Promise<void> {
    const next = await store.nextLook(tx, id);
    if (next === undefined) await cancelTimer(tx, CLOCK, id);
    else await setTimer(tx, { kind: CLOCK, key: id, dueAt: next.add(heardUntil.until(tx.now)) });
  }

  /** How far this service is behind with the replies to a saga; what it always is does not count. */
  #behind(type: string): Temporal.Duration {
    const milliseconds = Math.ceil(this.#behindMs(repliesHandler(type)));
    return Temporal.Duration.from({ milliseconds: milliseconds < WITHIN_REACH_MS ? 0 : milliseconds });
  }

  #callOperator(saga: string, sagaId: string, code: string): void {
    this.logger.warn('saga needs an operator', { saga, sagaId, code });
  }

  /** Before the commit of a step, and after it. */
  #crashPoints(tx: Tx, type: string, state: string, input: string): void {
    const point = `${this.service}/saga/${type}/${state}/${input}`;
    crashPoint(point);
    tx.afterCommit(() => crashPoint(`${point}/committed`));
  }

  #definition(type: string) {
    const effects = this.#effects.get(type);
    if (effects === undefined) throw new Error(`${this.service} has no saga ${type}`);
    const { saga } = effects;
    const run = async (tx: Tx, { name, payload }: { name: string; payload: Json }, id: string): Promise<Given> => {
      if (!saga.effects.includes(name)) throw new Error(`saga ${type} has no effect ${name}`);
      const result = await effects.run(tx, name, payload, id);
      return { input: { kind: 'effect', name, result }, payload };
    };
    return { saga, run };
  }
}
