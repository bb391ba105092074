import { ListQuery } from '@navette/contracts/common/v1/common';
import type { ListSagasRequest, ListSagasResponse, Saga } from '@navette/contracts/operations/v1/service';
import type { Temporal } from '@navette/kernel';
import type { Database } from '../database/database.js';
import { column, filterBy, listPage, type ListDefinition } from '../database/list-query.js';
import type { Tx } from '../database/tx.js';
import type { Metrics } from '../observability/metrics.js';

interface Row {
  id: string;
  type: string;
  correlation_key: string;
  state: string;
  status: string;
  problem: string;
  started_at: Temporal.Instant;
  updated_at: Temporal.Instant;
  deadline_at: Temporal.Instant | null;
}

const COLUMNS = `id, type, correlation_key, state, status, problem, started_at, updated_at,
    (select min(next_at) from saga_item i where i.station_id = s.station_id and i.saga_id = s.id and i.state = 'open') as deadline_at`;

const [startedAt, updatedAt] = [column('started_at', 'timestamptz'), column('updated_at', 'timestamptz')];

/** WE-9: the latest begun first, which none of them leaves by its next step. */
export const sagaList: ListDefinition = {
  filters: {
    type: filterBy(column('type', 'text'), 'eq', 'in'),
    status: filterBy(column('status', 'text'), 'eq', 'in'),
    startedAt: filterBy(startedAt, 'gte', 'lt'),
    updatedAt: filterBy(updatedAt, 'gte', 'lt'),
  },
  sorts: { startedAt: [startedAt], updatedAt: [updatedAt] },
  defaultSort: '-startedAt',
  id: column('id', 'uuid'),
};

/** What `listPage` is told of sagas, for plan tests too. */
const sagaSource = (stationId: string) => ({
  columns: COLUMNS,
  from: 'saga s',
  where: 'station_id = $1',
  params: [stationId],
});

/** Counts the sagas of all stations when scraped: those that call a person are what an alert is for. */
export function measureSagas(db: Database, metrics: Metrics): void {
  metrics.gauges('sagas', 'sagas by type and status', ['saga', 'status'], async () => {
    const rows = await db.engineTx((tx) =>
      tx.rows<{ saga: string; status: string; count: string }>(
        'select type as saga, status, count(*) from saga group by type, status',
      ),
    );
    return rows.map(({ count, ...labels }) => ({ labels, value: Number(count) }));
  });
}

/** Sagas as operators list them, without their items. */
export async function readSagas(tx: Tx, request: ListSagasRequest): Promise<ListSagasResponse> {
  const { rows, nextCursor, cursorAfter } = await listPage<Row>(
    tx,
    sagaList,
    request.query ?? queryOf(request),
    sagaSource(tx.scope.stationId),
  );
  return { sagas: rows.map((row) => ({ ...toSaga(row, [], []), cursor: cursorAfter(row) })), nextCursor };
}

/** As lists were asked before they had a query: the latest step first. */
function queryOf({ status, type, limit }: ListSagasRequest): ListQuery {
  const filters = Object.entries({ status, type }).flatMap(([field, value]) =>
    value === '' ? [] : [{ field, operator: 'eq', values: [value] }],
  );
  return ListQuery.fromPartial({ filters, sorts: [{ field: 'updatedAt', descending: true }], limit });
}

/** One saga with what it asked and what happened. */
export async function readSaga(tx: Tx, id: string): Promise<Saga | undefined> {
  const row = await tx.first<Row>(`select ${COLUMNS} from saga s where station_id = $1 and id = $2`, [
    tx.scope.stationId,
    id,
  ]);
  if (row === undefined) return undefined;
  const items = await tx.rows<{
    item_key: string;
    step: string;
    state: string;
    outcome: string;
    request_id: string;
    asked: number;
    next_at: Temporal.Instant | null;
  }>(
    `select item_key, step, state, outcome, request_id, asked, next_at from saga_item
     where station_id = $1 and saga_id = $2 order by first_asked_at, step, item_key`,
    [tx.scope.stationId, id],
  );
  const history = await tx.rows<{ at: Temporal.Instant; state: string; what: string }>(
    'select at, state, what from saga_history where station_id = $1 and saga_id = $2 order by position',
    [tx.scope.stationId, id],
  );
  return toSaga(
    row,
    items.map((item) => ({
      key: item.item_key,
      participant: item.step,
      state: item.state === 'open' ? 'open' : item.outcome,
      requestId: item.request_id,
      deadlineAt: item.next_at?.toString() ?? '',
      asked: item.asked,
    })),
    history.map(({ at, state, what }) => ({ at: at.toString(), state, what })),
  );
}

function toSaga(row: Row, items: Saga['items'], history: Saga['history']): Saga {
  return {
    id: row.id,
    type: row.type,
    correlationKey: row.correlation_key,
    state: row.state,
    status: row.status,
    startedAt: row.started_at.toString(),
    updatedAt: row.updated_at.toString(),
    deadlineAt: row.deadline_at?.toString() ?? '',
    problem: row.problem,
    items,
    history,
    cursor: '',
  };
}
