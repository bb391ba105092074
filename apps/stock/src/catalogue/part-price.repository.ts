import type { PartPriceChange } from '@navette/contracts/stock/v1/service';
import type { Temporal, UnitPrice } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import type { PartPrices } from './sale-price.js';

/** Why prices change; `id` of a receipt or price list. */
export type PriceOrigin =
  { readonly kind: 'typed' | 'first_use' } | { readonly kind: 'goods_receipt' | 'price_list'; readonly id: string };

/** A change as it is listed. */
export type PriceChangeRow = Omit<PartPriceChange, 'at'> & { readonly seq: string; readonly at: Temporal.Instant };

/** The one place where prices of parts are written: each change leaves its row in the history, in the same statement. */
@Injectable()
export class PartPriceRepository {
  /** Sets all prices of locked parts. @returns the ids of those that have another price now */
  async set(tx: Tx, prices: ReadonlyMap<string, PartPrices>, origin: PriceOrigin): Promise<string[]> {
    const all = [...prices.values()];
    return this.#write(
      tx,
      [...prices.keys()],
      `select x.id, x.purchase, x.list, x.fixed
       from unnest($2::uuid[], $8::numeric[], $9::numeric[], $10::numeric[]) as x (id, purchase, list, fixed)`,
      [all.map(({ purchase }) => purchase ?? null), all.map(({ list }) => list ?? null), all.map(({ fixed }) => fixed ?? null)], // prettier-ignore
      origin,
    );
  }

  /** Sets purchase prices. @returns the ids of the parts whose price is another now */
  setPurchase(tx: Tx, prices: ReadonlyMap<string, UnitPrice>, origin: PriceOrigin): Promise<string[]> {
    return this.#write(
      tx,
      [...prices.keys()],
      `select o.id, x.price, o.list, o.fixed from old o join unnest($2::uuid[], $8::numeric[]) as x (id, price) using (id)`,
      [[...prices.values()]],
      origin,
    );
  }

  /** ST-4: takes the list price as purchase price of those parts that have none. @returns the ids of those that changed */
  takeList(tx: Tx, ids: readonly string[]): Promise<string[]> {
    const taken = 'select id, list, list, fixed from old where purchase is null and list is not null';
    return this.#write(tx, ids, taken, [], { kind: 'first_use' });
  }

  /**
   * ST-6: sets list prices; purchase prices, where there are some and `purchase` says so, become the same.
   * @returns the ids of the parts that have another price now
   */
  setList(tx: Tx, prices: ReadonlyMap<string, string>, purchase: boolean, origin: PriceOrigin): Promise<string[]> {
    return this.#write(
      tx,
      [...prices.keys()],
      `select o.id, case when $9::boolean and o.purchase is not null then x.price else o.purchase end, x.price, o.fixed
       from old o join unnest($2::uuid[], $8::numeric[]) as x (id, price) using (id)`,
      [[...prices.values()], purchase],
      origin,
    );
  }

  /** The prices with which parts were just made. */
  async keepFirst(tx: Tx, partIds: readonly string[], origin: PriceOrigin): Promise<void> {
    if (partIds.length === 0) return;
    await tx.run(
      `insert into part_price_change (station_id, part_id, kind, before, after, origin_kind, origin_id, actor_kind, actor_id,
         occurred_at)
       select $1, p.id, v.kind, null, v.after, $3, $4, $5, $6, $7 from part p
         cross join lateral (values ('purchase', p.purchase_price), ('list', p.list_price), ('fixed', p.fixed_price)) as v (kind, after)
       where p.station_id = $1 and p.id = any ($2::uuid[]) and v.after is not null`,
      [tx.scope.stationId, partIds, ...told(origin), tx.scope.actor.kind, tx.scope.actor.id, tx.now],
    );
  }

  /** Those of the parts that are in stock, wanted or on order: of others nobody has to hear that a price changed. */
  async held(tx: Tx, partIds: readonly string[]): Promise<string[]> {
    const rows = await tx.rows<{ id: string }>(
      `select x.id from unnest($2::uuid[]) as x (id)
       where exists (select from part_stock s where s.station_id = $1 and s.part_id = x.id and s.on_hand <> 0)
         or exists (select from need n where n.station_id = $1 and n.part_id = x.id and n.is_open)
         or exists (select from supplier_order_line l where l.station_id = $1 and l.part_id = x.id
           and l.quantity > l.received + l.cancelled)
       order by x.id`,
      [tx.scope.stationId, partIds],
    );
    return rows.map(({ id }) => id);
  }

  /** Changes of a part, the latest first, before `before`; at most `limit`. */
  changes(tx: Tx, partId: string, before: string | undefined, limit: number): Promise<PriceChangeRow[]> {
    return tx.rows<PriceChangeRow>(
      `select c.seq, c.kind, coalesce(c.before::text, '') as before, coalesce(c.after::text, '') as after,
         c.origin_kind as "originKind", coalesce(c.origin_id::text, '') as "originId",
         coalesce(r.number, '') as "originNumber", c.actor_kind || ':' || c.actor_id as by, c.occurred_at as at
       from part_price_change c
         left join goods_receipt r on r.station_id = c.station_id and r.id = c.origin_id and c.origin_kind = 'goods_receipt'
       where c.station_id = $1 and c.part_id = $2 and ($3::bigint is null or c.seq < $3)
       order by c.seq desc limit $4`,
      [tx.scope.stationId, partId, before ?? null, limit],
    );
  }

  /** @param next what prices become: a query of `old`, and of params from $8 on */
  async #write(
    tx: Tx,
    ids: readonly string[],
    next: string,
    params: readonly unknown[],
    origin: PriceOrigin,
  ): Promise<string[]> {
    const rows = await tx.rows<{ id: string }>(
      `with old as (
         select id, purchase_price as purchase, list_price as list, fixed_price as fixed from part
         where station_id = $1 and id = any ($2::uuid[]) order by id for update),
       next (id, purchase, list, fixed) as (${next}),
       written as (
         update part p set purchase_price = n.purchase, list_price = n.list, fixed_price = n.fixed, version = p.version + 1
         from next n, old o where p.station_id = $1 and p.id = n.id and o.id = n.id
           and (o.purchase, o.list, o.fixed) is distinct from (n.purchase, n.list, n.fixed)
         returning p.id, o.purchase, o.list, o.fixed, n.purchase as purchase_now, n.list as list_now, n.fixed as fixed_now),
       kept as (
         insert into part_price_change (station_id, part_id, kind, before, after, origin_kind, origin_id, actor_kind,
           actor_id, occurred_at)
         select $1, w.id, v.kind, v.before, v.after, $3, $4, $5, $6, $7 from written w cross join lateral (values
           ('purchase', w.purchase, w.purchase_now), ('list', w.list, w.list_now), ('fixed', w.fixed, w.fixed_now))
           as v (kind, before, after) where v.before is distinct from v.after)
       select id from written order by id`,
      [tx.scope.stationId, ids, ...told(origin), tx.scope.actor.kind, tx.scope.actor.id, tx.now, ...params],
    );
    return rows.map(({ id }) => id);
  }
}

/** An origin as the history keeps it: its kind, and the id of what it was. */
const told = (origin: PriceOrigin) => [origin.kind, 'id' in origin ? origin.id : null];
