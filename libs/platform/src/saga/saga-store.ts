import type { Temporal } from '@navette/kernel';
import type { Tx } from '../database/tx.js';
import type { Json, SagaItem } from './saga-definition.js';

export type SagaStatus = 'running' | 'done' | 'compensated' | 'needs_operator';

/** What parked a saga: done again when an operator retries it. */
export type Parked =
  | { readonly kind: 'started' }
  | { readonly kind: 'effect'; readonly name: string; readonly payload: Json }
  | { readonly kind: 'signal'; readonly name: string; readonly payload: Json }
  | { readonly kind: 'items'; readonly step: string; readonly keys: readonly string[] };

export interface SagaRow {
  readonly id: string;
  readonly type: string;
  readonly state: string;
  readonly data: Json;
  readonly data_version: number;
  readonly status: SagaStatus;
  readonly problem: string;
  /** Oldest first; empty unless its own decisions called a person. */
  readonly parked: readonly Parked[];
}

export interface ItemRow {
  readonly item_key: string;
  readonly step: string;
  readonly payload: Json;
  readonly request_id: string;
  readonly asked: number;
  readonly first_asked_at: Temporal.Instant;
  /** When it is looked at next; null when a person has been called. */
  readonly next_at: Temporal.Instant | null;
}

const SAGA = 'id, type, state, data, data_version, status, problem, parked';
const ITEM = 'item_key, step, payload, request_id, asked, first_asked_at, next_at';

/** SQL of sagas, their items and their history; `saga.lockById` is what makes the inputs of a saga one after the other. */
export const sagaStore = {
  /** False when the station has a saga of that type and key already. */
  async insert(
    tx: Tx,
    saga: { id: string; type: string; correlationKey: string; data: Json; dataVersion: number },
  ): Promise<boolean> {
    const inserted = await tx.run(
      `insert into saga (station_id, id, network_id, type, correlation_key, correlation_id, state, data, data_version, status,
         problem, version, started_at, updated_at)
       values ($1, $2, $3, $4, $5, $6, 'new', $7, $8, 'running', '', 1, $9, $9) on conflict do nothing`,
      [
        tx.scope.stationId,
        saga.id,
        tx.scope.networkId,
        saga.type,
        saga.correlationKey,
        tx.scope.correlationId,
        JSON.stringify(saga.data),
        saga.dataVersion,
        tx.now,
      ],
    );
    return inserted === 1;
  },

  lockById(tx: Tx, id: string): Promise<SagaRow | undefined> {
    return tx.first<SagaRow>(`select ${SAGA} from saga where station_id = $1 and id = $2 for update`, [
      tx.scope.stationId,
      id,
    ]);
  },

  async idByKey(tx: Tx, type: string, correlationKey: string): Promise<string | undefined> {
    const row = await tx.first<{ id: string }>(
      'select id from saga where station_id = $1 and type = $2 and correlation_key = $3',
      [tx.scope.stationId, type, correlationKey],
    );
    return row?.id;
  },

  async write(tx: Tx, saga: SagaRow): Promise<void> {
    await tx.run(
      `update saga set state = $3, data = $4, data_version = $5, status = $6, problem = $7, parked = $8,
         version = version + 1, updated_at = $9
       where station_id = $1 and id = $2`,
      [
        tx.scope.stationId,
        saga.id,
        saga.state,
        JSON.stringify(saga.data),
        saga.data_version,
        saga.status,
        saga.problem,
        JSON.stringify(saga.parked),
        tx.now,
      ],
    );
  },

  async note(tx: Tx, id: string, state: string, what: string): Promise<void> {
    await tx.run('insert into saga_history (station_id, saga_id, at, state, what) values ($1, $2, $3, $4, $5)', [
      tx.scope.stationId,
      id,
      tx.now,
      state,
      what,
    ]);
  },

  /**
   * Opens items under a new request; those already open in that step stay with the request they are under. One that was
   * answered before is asked anew. The items opened.
   */
  async open(
    tx: Tx,
    id: string,
    request: { id: string; step: string; nextAt: Temporal.Instant },
    items: readonly SagaItem[],
  ): Promise<SagaItem[]> {
    const opened = await tx.rows<{ item_key: string }>(
      `insert into saga_item as i (station_id, saga_id, item_key, step, payload, request_id, state, outcome, asked,
         first_asked_at, next_at)
       select $1, $2, item_key, $3, payload::jsonb, $4, 'open', '', 1, $5, $6
       from unnest($7::text[], $8::text[]) as x (item_key, payload)
       on conflict (station_id, saga_id, item_key, step) do update
         set payload = excluded.payload, request_id = excluded.request_id, state = 'open', outcome = '', asked = i.asked + 1,
           first_asked_at = excluded.first_asked_at, next_at = excluded.next_at
         where i.state <> 'open'
       returning item_key`,
      [
        tx.scope.stationId,
        id,
        request.step,
        request.id,
        tx.now,
        request.nextAt,
        items.map(({ key }) => key),
        items.map(({ payload }) => JSON.stringify(payload)),
      ],
    );
    const keys = new Set(opened.map(({ item_key }) => item_key));
    return items.filter(({ key }) => keys.has(key));
  },

  /** Notes that the open items of a request were asked once more; `since` restarts their patience. */
  async askedAgain(tx: Tx, id: string, request: { id: string; since: Temporal.Instant; nextAt: Temporal.Instant }) {
    await tx.run(
      `update saga_item set asked = asked + 1, first_asked_at = $4, next_at = $5
       where station_id = $1 and saga_id = $2 and request_id = $3 and state = 'open'`,
      [tx.scope.stationId, id, request.id, request.since, request.nextAt],
    );
  },

  /** Items that are not asked any more by themselves: a person has been called. */
  async handOver(tx: Tx, id: string, items: readonly ItemRow[]): Promise<void> {
    await tx.run(
      `update saga_item i set next_at = null from unnest($3::text[], $4::text[]) as x (item_key, step)
       where i.station_id = $1 and i.saga_id = $2 and i.item_key = x.item_key and i.step = x.step and i.state = 'open'`,
      [tx.scope.stationId, id, items.map(({ item_key }) => item_key), items.map(({ step }) => step)],
    );
  },

  /** Closes open items, each with its outcome. */
  async close(
    tx: Tx,
    id: string,
    state: 'answered' | 'overdue',
    items: readonly { step: string; key: string; outcome: string }[],
  ): Promise<void> {
    await tx.run(
      `update saga_item i set state = $3, outcome = x.outcome, next_at = null
       from unnest($4::text[], $5::text[], $6::text[]) as x (item_key, step, outcome)
       where i.station_id = $1 and i.saga_id = $2 and i.item_key = x.item_key and i.step = x.step and i.state = 'open'`,
      [
        tx.scope.stationId,
        id,
        state,
        items.map(({ key }) => key),
        items.map(({ step }) => step),
        items.map(({ outcome }) => outcome),
      ],
    );
  },

  openItems(tx: Tx, id: string): Promise<ItemRow[]> {
    return tx.rows<ItemRow>(
      `select ${ITEM} from saga_item where station_id = $1 and saga_id = $2 and state = 'open' order by request_id, item_key`,
      [tx.scope.stationId, id],
    );
  },

  openItemsOf(tx: Tx, id: string, requestId: string): Promise<ItemRow[]> {
    return tx.rows<ItemRow>(
      `select ${ITEM} from saga_item where station_id = $1 and saga_id = $2 and request_id = $3 and state = 'open'`,
      [tx.scope.stationId, id, requestId],
    );
  },

  items(tx: Tx, id: string, step: string, keys: readonly string[]): Promise<ItemRow[]> {
    return tx.rows<ItemRow>(
      `select ${ITEM} from saga_item where station_id = $1 and saga_id = $2 and step = $3 and item_key = any ($4)
       order by item_key`,
      [tx.scope.stationId, id, step, keys],
    );
  },

  /** Items not answered yet, and how many of them wait for a person. */
  async openCounts(tx: Tx, id: string): Promise<{ open: number; handedOver: number }> {
    const row = await tx.first<{ open: number; handedOver: number }>(
      `select count(*)::int as open, (count(*) filter (where next_at is null))::int as "handedOver"
       from saga_item where station_id = $1 and saga_id = $2 and state = 'open'`,
      [tx.scope.stationId, id],
    );
    return row ?? { open: 0, handedOver: 0 };
  },

  async nextLook(tx: Tx, id: string): Promise<Temporal.Instant | undefined> {
    const row = await tx.first<{ next: Temporal.Instant | null }>(
      `select min(next_at) as next from saga_item where station_id = $1 and saga_id = $2 and state = 'open'`,
      [tx.scope.stationId, id],
    );
    return row?.next ?? undefined;
  },
};
