import type { PartLink as ShownLink, PartLinks } from '@navette/contracts/stock/v1/service';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { DEPOT } from '../stock-levels/stock-level.js';
import { MOST_LINKS, type PartLink } from './part-link.js';

/** Steps from a part to what replaces it at last. */
const FARTHEST = 20;
const MOST_OFFERS = 20;
/** In a refusal. */
const MOST_NAMED = 10;

@Injectable()
export class PartLinkRepository {
  /** Until this transaction ends nobody else links parts of the station: a circle may be closed by two who don't meet. */
  async lockLinks(tx: Tx): Promise<void> {
    await tx.rows(`select pg_advisory_xact_lock(hashtextextended('part-links/' || $1::uuid, 0))`, [tx.scope.stationId]);
  }

  /** False where they were linked so. */
  async add(tx: Tx, { kind, partId, otherPartId }: PartLink): Promise<boolean> {
    const added = await tx.run(
      `insert into part_link (station_id, kind, part_id, other_part_id, linked_at) values ($1, $2, $3, $4, $5)
       on conflict do nothing`,
      [tx.scope.stationId, kind, partId, otherPartId, tx.now],
    );
    return added === 1;
  }

  /** False where they were not. */
  async remove(tx: Tx, { kind, partId, otherPartId }: PartLink): Promise<boolean> {
    const removed = await tx.run(
      'delete from part_link where station_id = $1 and kind = $2 and part_id = $3 and other_part_id = $4',
      [tx.scope.stationId, kind, partId, otherPartId],
    );
    return removed === 1;
  }

  /** Whether a part is replaced by another, however many stand between. */
  async isReplacedBy(tx: Tx, partId: string, otherPartId: string): Promise<boolean> {
    const row = await tx.first(
      `with recursive later (id) as (
         select other_part_id from part_link where station_id = $1 and kind = 'replacement' and part_id = $2
         union select l.other_part_id from later join part_link l on l.station_id = $1 and l.kind = 'replacement'
           and l.part_id = later.id)
       select from later where id = $3`,
      [tx.scope.stationId, partId, otherPartId],
    );
    return row !== undefined;
  }

  /** The most that one of two parts has of links, of any kind. */
  async mostLinks(tx: Tx, partIds: readonly string[]): Promise<number> {
    const row = await tx.first<{ most: number }>(
      `select coalesce(max(n), 0)::int as most from unnest($2::uuid[]) as p (id) cross join lateral (
         select count(*) as n from part_link l
         where l.station_id = $1 and (l.part_id = p.id or l.other_part_id = p.id)) as c`,
      [tx.scope.stationId, partIds],
    );
    return row?.most ?? 0;
  }

  /** Numbers of what still wants a part, is to bring it or takes it back: of files, orders and receipts, the first few. */
  async holders(tx: Tx, partId: string): Promise<string[]> {
    const rows = await tx.rows<{ number: string }>(
      `select distinct number from (
         select origin_number as number from need where station_id = $1 and part_id = $2 and is_open
         union all select o.number from supplier_order_line l
           join supplier_order o on o.station_id = l.station_id and o.id = l.order_id
           where l.station_id = $1 and l.part_id = $2 and l.quantity > l.received + l.cancelled
             and o.state not in ('closed', 'cancelled')
         union all select g.number from goods_receipt_line l
           join goods_receipt g on g.station_id = l.station_id and g.id = l.receipt_id
           where l.station_id = $1 and l.part_id = $2 and (g.state = 'draft' or g.is_leaving)) h
       order by number limit ${MOST_NAMED}`,
      [tx.scope.stationId, partId],
    );
    return rows.map(({ number }) => number);
  }

  async ofPart(tx: Tx, partId: string): Promise<PartLinks> {
    const rows = await tx.rows<ShownLink & { as: keyof PartLinks }>(
      `select p.id as "partId", p.reference, p.designation, p.state,
         coalesce((select s.on_hand - s.reserved from stock_level s
           where s.station_id = $1 and s.part_id = p.id and s.location = '${DEPOT}'), 0)::numeric(14,4) as free, l."as"
       from (
         select case when part_id = $2 then other_part_id else part_id end as id, case
           when kind = 'equivalent' then 'equivalents' when part_id = $2 then 'replacements' else 'replaces' end as "as"
         from part_link where station_id = $1 and (part_id = $2 or other_part_id = $2)) as l
       join part p on p.station_id = $1 and p.id = l.id
       order by p.reference_norm limit ${MOST_LINKS}`,
      [tx.scope.stationId, partId],
    );
    const of = (name: keyof PartLinks) => rows.filter((row) => row.as === name).map(({ as: _, ...link }) => link);
    return { equivalents: of('equivalents'), replacements: of('replacements'), replaces: of('replaces') };
  }

  /**
   * Active parts that may stand for one: its replacements, through exhausted ones to what replaces those, the nearest first;
   * then equivalents, of the part and of each that replaces it.
   */
  async offers(tx: Tx, partId: string): Promise<{ id: string; kind: string }[]> {
    return tx.rows(
      `with recursive later (id, steps) as (
         select $2::uuid, 0
         union select l.other_part_id, later.steps + 1 from later
           join part p on p.station_id = $1 and p.id = later.id and (p.state = 'exhausted' or later.steps = 0)
           join part_link l on l.station_id = $1 and l.kind = 'replacement' and l.part_id = later.id
           where later.steps < ${FARTHEST}),
       offered (id, kind, steps) as (
         select id, 'replacement', steps from later where steps > 0
         union all
         select case when l.part_id = later.id then l.other_part_id else l.part_id end, 'equivalent', 100 + later.steps
         from later join part_link l on l.station_id = $1 and l.kind = 'equivalent'
           and (l.part_id = later.id or l.other_part_id = later.id))
       select id, kind from (
         select distinct on (o.id) o.id, o.kind, o.steps, p.reference_norm from offered o
         join part p on p.station_id = $1 and p.id = o.id and p.state = 'active'
         where o.id <> $2 order by o.id, o.steps) as best
       order by steps, reference_norm limit ${MOST_OFFERS}`,
      [tx.scope.stationId, partId],
    );
  }
}
