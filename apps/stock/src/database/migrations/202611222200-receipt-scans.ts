import { migration } from '@navette/platform/database';

/** ST-23: each piece that was scanned, whose it was said to be (`need_id`; none: to the shelf), and whether that was taken back. */
export const receiptScans = migration('202611222200-receipt-scans', async (m) => {
  await m.sql(`create table goods_receipt_scan (
    station_id uuid not null,
    id uuid not null,
    receipt_id uuid not null,
    line_id uuid not null,
    code text not null check (code <> '' and length(code) <= 64),
    need_id uuid,
    scanned_at timestamptz not null,
    scanned_by text not null,
    undone_at timestamptz,
    primary key (station_id, id),
    foreign key (station_id, receipt_id) references goods_receipt (station_id, id),
    foreign key (station_id, line_id) references goods_receipt_line (station_id, id),
    foreign key (station_id, need_id) references need (station_id, id))`);
  await m.sql(`create index goods_receipt_scan_standing on goods_receipt_scan (station_id, receipt_id, id)
    where undone_at is null`);
  await m.tenantTable('goods_receipt_scan', { app: ['insert', 'update'] });
});
