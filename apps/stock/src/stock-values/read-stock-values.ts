import type { ListQuery } from '@navette/contracts/common/v1/common';
import type {
  ListStockValuesResponse,
  StockValue,
  StockValueSum,
  StockValueSums,
  SumStockValuesRequest,
} from '@navette/contracts/stock/v1/stock_values';
import { Money, Temporal } from '@navette/kernel';
import { Database, type ListDefinition, type Scope, type Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { ReferenceRepository } from '../references/reference.repository.js';
import { Replay } from '../stock-levels/replay.js';
import { stockValueList, stockValueWalk } from './stock-value.list.js';
import { StockValueRepository } from './stock-value.repository.js';
import {
  askedOf,
  besideAverage,
  GROUPS,
  shownValue,
  stockValueErrors,
  type Asked,
  type Group,
  type StockValueRow,
} from './stock-value.js';

const PAGE = 200;
type Sum = Pick<StockValueSum, 'groupId' | 'groupCode' | 'groupLabel'> & { parts: number; value: bigint; fifo: bigint };

/**
 * ST-10: stock at the end of a day, by the weighted average as the movements left it; beside it, where asked, by FIFO, for which
 * they are read again from the first. What is of today is what there is now.
 */
@Injectable()
export class ReadStockValues {
  constructor(
    private readonly db: Database,
    private readonly values: StockValueRepository,
    private readonly references: ReferenceRepository,
  ) {}

  /** @throws DomainError `stock.stock-value.invalid`, `stock.station.unknown` */
  list(scope: Scope, query: ListQuery | undefined): Promise<ListStockValuesResponse> {
    return this.db.tenantRead(scope, async (tx) => {
      const { withFifo, before } = await this.#asked(tx, query);
      const { rows, nextCursor } = await this.values.page(tx, stockValueList, query ?? {}, before);
      return { values: await this.#shown(tx, rows, withFifo), nextCursor };
    });
  }

  /** @throws DomainError `stock.stock-value.invalid`, `stock.station.unknown` */
  sums(scope: Scope, { query, groupBy }: SumStockValuesRequest): Promise<StockValueSums> {
    const by = GROUPS.find((one) => one === groupBy);
    if (by === undefined) {
      const field = stockValueErrors.field('/groupBy', 'stock-value.not-accepted', { accepted: [...GROUPS] });
      throw stockValueErrors.error('stock-value.invalid', {}, [field]);
    }
    return this.db.tenantRead(scope, async (tx) => {
      const asked = await this.#asked(tx, query);
      const sums = new SumsBy(by);
      if (!asked.withFifo) sums.take(await this.values.sums(tx, by, query ?? {}, asked.before));
      else for await (const [row, shown] of this.#every(tx, stockValueWalk, query, asked)) sums.add(row, shown);
      return sums.shown(asked);
    });
  }

  /**
   * Hands every row to `work` as it is read, by reference, within one transaction; `sums` of families is whole when the rows are
   * through. @throws DomainError `stock.stock-value.invalid`, `stock.station.unknown`
   */
  walk<T>(
    scope: Scope,
    query: ListQuery | undefined,
    work: (asked: Asked, rows: AsyncIterable<StockValue>, sums: () => StockValueSums) => Promise<T>,
  ): Promise<T> {
    return this.db.tenantRead(scope, async (tx) => {
      const asked = await this.#asked(tx, query);
      const sums = new SumsBy('family');
      const every = this.#every(tx, stockValueList, query, asked);
      async function* rows() {
        for await (const [row, shown] of every) {
          sums.add(row, shown);
          yield shown;
        }
      }
      return work(asked, rows(), () => sums.shown(asked));
    });
  }

  async #asked(tx: Tx, query: ListQuery | undefined): Promise<Asked & { before: Temporal.Instant | undefined }> {
    const today = await this.references.today(tx);
    const asked = askedOf(query, today);
    const isToday = Temporal.PlainDate.compare(asked.on, today) === 0;
    return { ...asked, before: isToday ? undefined : (await this.references.dayOf(tx, asked.on)).end };
  }

  async *#every(
    tx: Tx,
    list: ListDefinition,
    query: ListQuery | undefined,
    { before, withFifo }: Asked & { before: Temporal.Instant | undefined },
  ): AsyncGenerator<readonly [StockValueRow, StockValue]> {
    for (let cursor = ''; ;) {
      const { rows, nextCursor } = await this.values.page(
        tx,
        list,
        { ...query, sorts: [], limit: PAGE, cursor },
        before,
      );
      const shown = await this.#shown(tx, rows, withFifo);
      for (const [i, row] of rows.entries()) yield [row, shown[i] as StockValue];
      cursor = nextCursor;
      if (cursor === '') return;
    }
  }

  async #shown(tx: Tx, rows: readonly StockValueRow[], withFifo: boolean): Promise<StockValue[]> {
    if (!withFifo) return rows.map((row) => shownValue(row, undefined));
    const replays = new Map(rows.map(({ partId }) => [partId, new Replay()]));
    await this.values.eachMovement(tx, rows, (partId, movement) => replays.get(partId)?.take(movement));
    return rows.map((row) => shownValue(row, replays.get(row.partId)?.fifoValue));
  }
}

/** Sums of rows by what they belong to, one of them at a time in memory. */
class SumsBy {
  readonly #sums = new Map<string, Sum>();

  constructor(private readonly by: Group) {}

  add({ familyId, familyCode, familyLabel, supplierPartyId }: StockValueRow, { value, fifoValue }: StockValue): void {
    const groupId = { none: '', family: familyId ?? '', supplier: supplierPartyId ?? '' }[this.by];
    const [groupCode, groupLabel] = this.by === 'family' ? [familyCode ?? '', familyLabel ?? ''] : ['', ''];
    const sum = this.#sums.get(groupId) ?? { groupId, groupCode, groupLabel, parts: 0, value: 0n, fifo: 0n };
    sum.parts++;
    sum.value += Money.parse(value).cents();
    sum.fifo += Money.parse(fifoValue || '0').cents();
    this.#sums.set(groupId, sum);
  }

  /** As the database has summed them up. */
  take(sums: Awaited<ReturnType<StockValueRepository['sums']>>): void {
    for (const sum of sums) this.#sums.set(sum.groupId, { ...sum, value: Money.parse(sum.value).cents(), fifo: 0n });
  }

  shown({ on, withFifo }: Asked): StockValueSums {
    const sums = [...this.#sums.values()].sort((a, b) => (a.groupCode || a.groupId).localeCompare(b.groupCode || b.groupId)); // prettier-ignore
    const total = { groupId: '', groupCode: '', groupLabel: '', parts: 0, value: 0n, fifo: 0n };
    for (const { parts, value, fifo } of sums) {
      total.parts += parts;
      total.value += value;
      total.fifo += fifo;
    }
    const shown = ({ value, fifo, ...sum }: Sum): StockValueSum => ({
      ...sum,
      value: Money.fromCents(value).toString(),
      ...besideAverage(value, withFifo ? fifo : undefined),
    });
    return { on: on.toString(), groups: this.by === 'none' ? [] : sums.map(shown), total: shown(total) };
  }
}
