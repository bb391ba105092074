import { migration } from '@navette/platform/database';

/**
 * BI-12, BI-20, BI-21, BI-46. What is issued is write-once: the app role may insert documents, and has neither update nor
 * delete on their tables; payments and transfers get tables of their own.
 */
export const billing = migration('202611220104-billing', async (m) => {
  await m.sql(`create table station_ref (
    station_id uuid primary key,
    version int not null,
    code text collate "C" not null check (code ~ '^[A-Z]{2,4}$'),
    name text not null,
    siret text not null,
    time_zone text not null,
    vat_territory text not null,
    company_name text not null,
    legal_form text not null,
    siren text not null,
    vat_number text not null,
    share_capital numeric(14,2),
    rcs_city text not null,
    line1 text not null,
    line2 text not null,
    postcode text not null,
    city text not null,
    country text not null)`);
  await m.tenantTable('station_ref', { app: ['insert', 'update'] });

  await m.sql(`create table party_ref (
    station_id uuid not null,
    id uuid not null,
    version int not null,
    kinds text[] not null,
    display_name text not null,
    siret text not null,
    vat_number text not null,
    line1 text not null,
    line2 text not null,
    postcode text not null,
    city text not null,
    country text not null,
    primary key (station_id, id))`);
  await m.tenantTable('party_ref', { app: ['insert', 'update'] });

  // Apart from party_ref: terms may overtake the party they belong to.
  await m.sql(`create table billing_terms_ref (
    station_id uuid not null,
    party_id uuid not null,
    version int not null,
    billing_type text not null
      check (billing_type in ('none', 'pro_forma', 'invoice_now', 'billable_delivery_note')),
    payment_days int not null check (payment_days between 0 and 120),
    end_of_month boolean not null,
    day_of_month int not null check (day_of_month between 0 and 31),
    ledger_account text not null,
    vat_regime text not null check (vat_regime in ('domestic', 'intra_eu', 'export', 'exempt')),
    primary key (station_id, party_id))`);
  await m.tenantTable('billing_terms_ref', { app: ['insert', 'update'] });

  await m.sql(`create table number_counter (
    station_id uuid not null,
    series text collate "C" not null check (series in ('BC', 'BL', 'FA', 'PF')),
    year int not null check (year between 2000 and 9999),
    last int not null check (last > 0),
    last_on date not null,
    primary key (station_id, series, year),
    check (extract(year from last_on) = year))`);
  await m.tenantTable('number_counter', { app: ['insert', 'update'] });

  await m.sql(`create table customer_order (
    station_id uuid not null,
    id uuid not null,
    version int not null check (version > 0),
    number text collate "C" not null,
    customer_party_id uuid not null,
    state text not null check (state in ('waiting', 'exhausted', 'cancelled', 'ready_partial', 'ready', 'validated')),
    placed_at timestamptz not null,
    wanted_on date not null,
    primary key (station_id, id),
    unique (station_id, number))`);
  await m.sql('create index customer_order_state on customer_order (station_id, state, id)');
  await m.tenantTable('customer_order', { app: ['insert', 'update'] });

  await m.sql(`create table customer_order_line (
    station_id uuid not null,
    id uuid not null,
    order_id uuid not null,
    position int not null,
    kind text not null check (kind in ('part', 'special_item')),
    part_id uuid not null,
    reference text not null,
    designation text not null,
    wanted numeric(14,4) not null check (wanted > 0),
    ordered numeric(14,4) not null default 0 check (ordered >= 0),
    delivered numeric(14,4) not null default 0 check (delivered >= 0),
    cancelled numeric(14,4) not null default 0 check (cancelled >= 0),
    cancel_asked numeric(14,4) not null default 0 check (cancel_asked >= 0),
    exhausted boolean not null default false,
    unit_price numeric(14,4) not null check (unit_price >= 0),
    vat_category text not null,
    primary key (station_id, id),
    unique (station_id, order_id, position),
    unique (station_id, order_id, id),
    foreign key (station_id, order_id) references customer_order (station_id, id),
    check (delivered + cancelled <= wanted),
    check (cancelled + cancel_asked <= wanted))`);
  await m.tenantTable('customer_order_line', { app: ['insert', 'update'] });

  // One row for each allocation that stock gave, asked about or took back, in whatever order it says so: `quantity` is 0 as
  // long as only a withdrawal is known; declined and withdrawn ones stay, so that a message that comes late finds out.
  await m.sql(`create table order_allocation (
    station_id uuid not null,
    id uuid not null,
    order_id uuid not null,
    line_id uuid not null,
    quantity numeric(14,4) not null check (quantity >= 0),
    withdrawn numeric(14,4) not null check (withdrawn >= 0),
    state text not null check (state in ('open', 'declined', 'withdrawn')),
    primary key (station_id, id),
    foreign key (station_id, order_id, line_id) references customer_order_line (station_id, order_id, id))`);
  await m.sql('create index order_allocation_line on order_allocation (station_id, line_id)');
  await m.tenantTable('order_allocation', { app: ['insert', 'update'] });

  await m.sql(`create table document (
    station_id uuid not null,
    id uuid not null,
    kind text not null check (kind in ('invoice', 'billable_delivery_note', 'pro_forma')),
    series text collate "C" not null check (series in ('BL', 'FA', 'PF')),
    year int not null,
    sequence int not null check (sequence > 0),
    number text collate "C" not null,
    issued_on date not null check (extract(year from issued_on) = year),
    issued_at timestamptz not null,
    due_on date check (due_on >= issued_on),
    customer_party_id uuid not null,
    customer_name text not null check (customer_name <> ''),
    customer_address jsonb not null,
    customer_siret text not null,
    customer_vat_number text not null,
    customer_ledger_account text not null,
    vat_regime text not null,
    seller jsonb not null,
    origin_kind text not null check (origin_kind in ('intervention_file', 'customer_order')),
    origin_id uuid not null,
    origin_number text not null,
    total_excluding_vat numeric(14,2) not null,
    total_vat numeric(14,2) not null,
    total numeric(14,2) not null,
    primary key (station_id, id),
    unique (station_id, number),
    unique (station_id, series, year, sequence),
    check (total = total_excluding_vat + total_vat))`);
  await m.sql('create index document_kind on document (station_id, kind, id)');
  await m.sql('create index document_origin on document (station_id, origin_id)');
  await m.tenantTable('document', { app: ['insert'] });

  await m.sql(`create table document_line (
    station_id uuid not null,
    document_id uuid not null,
    position int not null,
    origin_line_id uuid,
    reference text not null,
    designation text not null,
    quantity numeric(14,4) not null,
    unit_price numeric(14,4) not null,
    discount numeric(14,4) not null,
    net numeric(14,2) not null check (net = round(quantity * unit_price * (1 - discount), 2)),
    vat_rate numeric(6,4),
    ventilation_code text not null,
    primary key (station_id, document_id, position),
    foreign key (station_id, document_id) references document (station_id, id))`);
  await m.tenantTable('document_line', { app: ['insert'] });

  // A row without rate is what no VAT applies to (CGI art. 294, export …).
  await m.sql(`create table document_vat (
    station_id uuid not null,
    document_id uuid not null,
    position int not null,
    rate numeric(6,4) check (rate >= 0),
    base numeric(14,2) not null,
    vat numeric(14,2) not null check (vat = coalesce(round(base * (1 + rate), 2) - base, 0)),
    primary key (station_id, document_id, position),
    foreign key (station_id, document_id) references document (station_id, id))`);
  await m.tenantTable('document_vat', { app: ['insert'] });

  // Deferred: lines and VAT rows follow the document they belong to.
  await m.sql(`create function document_adds_up() returns trigger language plpgsql as $$
    begin
      if (select coalesce(sum(net), 0) from document_line where station_id = new.station_id and document_id = new.id)
          <> new.total_excluding_vat
        or exists (select from document_vat where station_id = new.station_id and document_id = new.id
            having coalesce(sum(base), 0) <> new.total_excluding_vat or coalesce(sum(vat), 0) <> new.total_vat) then
        raise exception 'lines and VAT of document % do not add up to its totals', new.number
          using errcode = 'check_violation', constraint = 'document_adds_up';
      end if;
      return null;
    end $$`);
  await m.sql(`create constraint trigger document_adds_up after insert on document
    deferrable initially deferred for each row execute function document_adds_up()`);

  // A file is billed once, whoever asks and however often.
  await m.sql(`create table file_billing (
    station_id uuid not null,
    file_id uuid not null,
    issued_at timestamptz not null,
    primary key (station_id, file_id))`);
  await m.tenantTable('file_billing', { app: ['insert'] });

  // What a saga was answered, by its request: asked again it hears the same, whatever has changed meanwhile.
  await m.sql(`create table saga_answer (
    station_id uuid not null,
    request_id text collate "C" not null,
    answered_at timestamptz not null,
    outcomes jsonb not null,
    primary key (station_id, request_id))`);
  await m.tenantTable('saga_answer', { app: ['insert'] });
});
