/** On hand, not reserved and not about to leave with a voided receipt; of `part_stock s` and its `stock_level l`. */
export const FREE = `
    l.on_hand - l.reserved - coalesce((
      select sum(r.quantity - coalesce((
        select sum(a.quantity) from allocation a
        where a.station_id = r.station_id and a.receipt_line_id = r.id and a.is_open), 0))
      from goods_receipt g join goods_receipt_line r on r.station_id = g.station_id and r.receipt_id = g.id
      where g.station_id = s.station_id and g.is_leaving and r.part_id = s.part_id), 0)`;
