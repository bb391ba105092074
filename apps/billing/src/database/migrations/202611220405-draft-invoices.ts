import { migration } from '@navette/platform/database';

/** BI-20, PA-2: invoices before they are one. What was accepted is never changed: the invoice it became is. */
export const draftInvoices = migration('202611220405-draft-invoices', async (m) => {
  await m.sql(`create table draft_invoice (
    station_id uuid not null,
    id uuid not null,
    version int not null check (version > 0),
    state text not null check (state in ('draft', 'accepted')),
    customer_party_id uuid not null,
    origin_kind text not null check (origin_kind in ('intervention_file')),
    origin_id uuid not null,
    origin_number text not null,
    dated_on date,
    created_at timestamptz not null,
    document_id uuid check ((state = 'accepted') = (document_id is not null)),
    primary key (station_id, id),
    unique (station_id, document_id),
    foreign key (station_id, document_id) references document (station_id, id))`);
  await m.sql('create index draft_invoice_state on draft_invoice (station_id, state, id)');
  await m.sql('create index draft_invoice_origin on draft_invoice (station_id, origin_id)');
  await m.tenantTable('draft_invoice', { app: ['insert', 'update'] });

  await m.sql(`create table draft_invoice_line (
    station_id uuid not null,
    draft_id uuid not null,
    id uuid not null,
    position int not null,
    origin_line_id uuid,
    reference text not null,
    designation text not null,
    quantity numeric(14,4) not null check (quantity > 0),
    unit_price numeric(14,4) not null check (unit_price >= 0),
    discount numeric(14,4) not null check (discount between 0 and 1),
    vat_category text not null,
    vat_rate numeric(6,4),
    ventilation_code text not null check (ventilation_code <> ''),
    primary key (station_id, draft_id, id),
    unique (station_id, draft_id, position),
    foreign key (station_id, draft_id) references draft_invoice (station_id, id))`);
  await m.tenantTable('draft_invoice_line', { app: ['insert', 'delete'] });

  await m.sql(`create function draft_invoice_is_open() returns trigger language plpgsql as $$
    declare
      changed uuid;
    begin
      if tg_table_name = 'draft_invoice' then
        changed := old.id;
      elsif tg_op = 'DELETE' then
        changed := old.draft_id;
      else
        changed := new.draft_id;
      end if;
      if exists (select from draft_invoice where station_id = coalesce(new.station_id, old.station_id) and id = changed
          and state = 'accepted') then
        raise exception 'draft invoice % was accepted', changed
          using errcode = 'check_violation', constraint = 'draft_invoice_is_open';
      end if;
      return coalesce(new, old);
    end $$`);
  await m.sql(`create trigger draft_invoice_is_open before update on draft_invoice
    for each row execute function draft_invoice_is_open()`);
  await m.sql(`create trigger draft_invoice_line_is_open before insert or delete on draft_invoice_line
    for each row execute function draft_invoice_is_open()`);
});
