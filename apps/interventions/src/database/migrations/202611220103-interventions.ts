import { migration } from '@navette/platform/database';

/** IN-1, IN-2, IN-5, IN-6, IN-8, IN-16, IN-22. */
export const interventions = migration('202611220103-interventions', async (m) => {
  // The system set is the trade's, the same for every station: no station_id, and nobody but a migration writes it. Code
  // knows a status by key and phase; number, labels and colour are data. A station's own codes start at 2000.
  await m.sql(`create table status_code (
    code int primary key check (code between 1 and 1999),
    key text not null unique check (key ~ '^[a-z][a-z_]*$'),
    phase text not null check (phase in ('intake', 'parts', 'decision', 'repair', 'closing', 'closed')),
    label_fr text not null check (label_fr <> ''),
    label_en text not null check (label_en <> ''),
    colour text not null check (colour ~ '^#[0-9a-f]{6}$'))`);
  await m.sql(`grant select on status_code to ${m.roles.app}, ${m.roles.network}`);
  await m.sql(`insert into status_code (code, key, phase, label_fr, label_en, colour) values
    (101, 'file_opened', 'intake', 'Dossier ouvert', 'File opened', '#5b6b7b'),
    (110, 'appointment_made', 'intake', 'Rendez-vous pris', 'Appointment made', '#2f6f9f'),
    (204, 'part_to_order', 'parts', 'Pièce à commander', 'Part to order', '#b3541e'),
    (205, 'parts_ordered', 'parts', 'Pièces détachées commandées', 'Spare parts ordered', '#c98a1b'),
    (206, 'parts_received', 'parts', 'Pièce détachée commandée, reçue', 'Spare part ordered, received', '#2e7d4f'),
    (207, 'part_exhausted', 'parts', 'Pièce épuisée', 'Part exhausted', '#a32638'),
    (302, 'solution_requested', 'decision', 'Demande de solution commerciale', 'Commercial solution requested', '#6b4f9f'),
    (303, 'solution_answered', 'decision', 'Réponse à la demande de solution', 'Commercial solution answered', '#4f5fbf'),
    (401, 'subcontracted', 'repair', 'Dossier sous-traité', 'File subcontracted', '#3f7f7f'),
    (501, 'quote_pending', 'decision', 'Attente d’accord du consommateur sur devis', 'Awaiting consumer’s agreement on quote', '#c98a1b'),
    (601, 'to_be_billed', 'closing', 'Terminé, à facturer', 'Finished, to be billed', '#2e7d4f'),
    (602, 'handed_back', 'closed', 'Appareil restitué', 'Appliance handed back', '#5b6b7b'),
    (603, 'billed', 'closing', 'Facturé', 'Billed', '#1f5f3f'),
    (604, 'to_hand_back', 'closing', 'À restituer', 'To hand back', '#2f6f9f'),
    (605, 'to_ship', 'closing', 'À expédier', 'To ship', '#2f6f9f'),
    (901, 'cancelled', 'closed', 'Dossier annulé', 'File cancelled', '#7b2d3b'),
    (1104, 'quote_accepted', 'decision', 'Devis accepté', 'Quote accepted', '#2e7d4f'),
    (1105, 'quote_refused', 'decision', 'Devis refusé', 'Quote refused', '#a32638'),
    (1107, 'shipped', 'closed', 'Appareil expédié', 'Appliance shipped', '#5b6b7b')`);

  await m.sql(`create table station_ref (
    station_id uuid primary key,
    code text collate "C" not null check (code ~ '^[A-Z]{2,4}$'),
    time_zone text not null,
    last_version bigint not null)`);
  await m.tenantTable('station_ref', { app: ['insert', 'update'] });

  await m.sql(`create table party_ref (
    station_id uuid not null,
    id uuid not null,
    kinds text[] not null check (cardinality(kinds) > 0),
    last_version bigint not null,
    primary key (station_id, id))`);
  await m.tenantTable('party_ref', { app: ['insert', 'update'] });

  await m.sql(`create table number_counter (
    station_id uuid not null,
    kind text not null check (kind in ('OM', 'DI')),
    year int not null,
    last int not null check (last > 0),
    primary key (station_id, kind, year))`);
  await m.tenantTable('number_counter', { app: ['insert', 'update'] });

  const product = `product_category text not null check (product_category <> '' and length(product_category) <= 200),
    product_brand text not null check (length(product_brand) <= 200),
    product_reference text not null check (length(product_reference) <= 200),
    product_serial text not null check (length(product_serial) <= 200),
    product_purchased_on date,
    symptom text not null check (length(symptom) <= 10000),
    comment text not null check (length(comment) <= 10000)`;

  await m.sql(`create table mission_order (
    station_id uuid not null,
    id uuid not null,
    version int not null check (version > 0),
    number text collate "C" not null,
    external_number text collate "C" not null check (external_number <> '' and length(external_number) <= 100),
    client_id text collate "C" not null check (client_id <> ''),
    state text not null
      check (state in ('received', 'accepted', 'converted', 'refused', 'expired', 'withdrawn')),
    refusal_reason text not null check ((state = 'refused') = (refusal_reason <> '')),
    consumer jsonb not null check (jsonb_typeof(consumer) = 'object'),
    ${product},
    under_warranty boolean not null,
    file_type text not null check (file_type in ('workshop', 'home')),
    ordering_party_id uuid,
    received_at timestamptz not null,
    file_id uuid check ((state = 'converted') = (file_id is not null)),
    to_complete text not null check (to_complete = '' or state = 'accepted'),
    primary key (station_id, id),
    unique (station_id, number),
    unique (station_id, client_id, external_number))`);
  await m.sql('create index mission_order_state on mission_order (station_id, state, id)');
  await m.sql('create index mission_order_external on mission_order (station_id, external_number, id)');
  await m.tenantTable('mission_order', { app: ['insert', 'update'] });

  // Mission orders that were not taken, as they came; their senders were told.
  await m.sql(`create table mission_order_rejection (
    station_id uuid not null,
    id uuid not null,
    external_number text not null,
    client_id text not null,
    reason text not null check (reason <> ''),
    content jsonb not null,
    received_at timestamptz not null,
    primary key (station_id, id))`);
  await m.tenantTable('mission_order_rejection', { app: ['insert'] });

  await m.sql(`create table intervention_file (
    station_id uuid not null,
    id uuid not null,
    version int not null check (version > 0),
    number text collate "C" not null,
    type text not null check (type in ('workshop', 'home')),
    state text not null check (state in ('open', 'finished', 'billing', 'billed', 'cancelled')),
    consumer_party_id uuid not null,
    ordering_party_kind text not null check (ordering_party_kind in ('manufacturer', 'reseller', 'other', 'consumer')),
    ordering_party_id uuid check ((ordering_party_kind = 'consumer') = (ordering_party_id is null)),
    default_payer text not null check (default_payer in ('consumer', 'ordering_party')),
    mission_order_id uuid,
    mission_external_number text collate "C" not null,
    ${product},
    opened_at timestamptz not null,
    needs_round int not null check (needs_round >= 0),
    status_code int not null,
    status_at timestamptz not null,
    billing_attempts int not null check (billing_attempts >= 0),
    billing_refusal text not null check (billing_refusal = '' or state in ('open', 'finished', 'cancelled')),
    billing_refusal_params jsonb not null,
    cancel_reason text not null check ((state = 'cancelled') = (cancel_reason <> '')),
    check (default_payer = 'consumer' or ordering_party_id is not null),
    primary key (station_id, id),
    unique (station_id, number),
    unique (station_id, mission_order_id),
    foreign key (station_id, mission_order_id) references mission_order (station_id, id))`);
  await m.sql('create index intervention_file_status on intervention_file (station_id, status_code, id)');
  await m.sql('create index intervention_file_state on intervention_file (station_id, state, id)');
  await m.sql('create index intervention_file_external on intervention_file (station_id, mission_external_number, id)');
  await m.tenantTable('intervention_file', { app: ['insert', 'update'] });

  // needs_round of the file when the line was added: which question "are all parts there?" it belongs to.
  await m.sql(`create table file_line (
    station_id uuid not null,
    id uuid not null,
    file_id uuid not null,
    kind text not null check (kind in ('part', 'special_item')),
    item_id uuid not null,
    reference text not null check (reference <> ''),
    designation text not null,
    quantity numeric(14,4) not null check (quantity > 0),
    quantity_used numeric(14,4) check (quantity_used >= 0),
    unit_price numeric(14,4) not null check (unit_price >= 0),
    discount numeric(14,4) not null check (discount between 0 and 1),
    payer text not null check (payer in ('consumer', 'ordering_party')),
    state text not null check (state in ('open', 'cancelled')),
    off_stock boolean not null check (not off_stock or kind = 'part'),
    wants_part boolean not null generated always as (kind = 'part' and not off_stock) stored,
    waited boolean not null,
    needs_round int not null check (needs_round >= 0),
    ventilation_code text not null,
    vat_category text not null check (vat_category in ('standard', 'intermediate', 'reduced', 'super_reduced')),
    check (kind <> 'part' or off_stock or quantity_used <= quantity),
    primary key (station_id, id),
    unique (station_id, file_id, id),
    foreign key (station_id, file_id) references intervention_file (station_id, id))`);
  await m.tenantTable('file_line', { app: ['insert', 'update'] });

  // One row per allocation, whatever comes twice or in the wrong order: what arrived, what stock's events took back of it
  // since (`cut`), and whether its saga took back all of it. A withdrawal that overtakes its allocation leaves a row that
  // has not arrived, so that the allocation finds it.
  await m.sql(`create table file_allocation (
    station_id uuid not null,
    allocation_id uuid not null,
    file_id uuid not null,
    line_id uuid not null,
    quantity numeric(14,4) check (quantity > 0),
    arrived_at timestamptz check ((arrived_at is null) = (quantity is null)),
    cut numeric(14,4) not null check (cut >= 0),
    withdrawn_at timestamptz,
    held numeric(14,4) not null generated always as (
      case when withdrawn_at is null then greatest(coalesce(quantity, 0) - cut, 0) else 0 end) stored,
    check (arrived_at is not null or withdrawn_at is not null or cut > 0),
    primary key (station_id, allocation_id),
    foreign key (station_id, file_id, line_id) references file_line (station_id, file_id, id))`);
  await m.sql('create index file_allocation_line on file_allocation (station_id, line_id)');
  await m.sql('create index file_allocation_file on file_allocation (station_id, file_id)');
  await m.tenantTable('file_allocation', { app: ['insert', 'update'] });

  // The cause is what makes a system status come once: the order of a 205, the round of needs of a "parts received".
  await m.sql(`create table file_status (
    station_id uuid not null,
    id uuid not null,
    file_id uuid not null,
    code int not null check (code > 0),
    cause text not null check (cause <> ''),
    at timestamptz not null,
    set_by text not null check (set_by = 'system' or set_by like 'user:%'),
    comment text not null,
    primary key (station_id, id),
    unique (station_id, file_id, code, cause),
    foreign key (station_id, file_id) references intervention_file (station_id, id))`);
  await m.tenantTable('file_status', { app: ['insert'] });

  await m.sql(`create table file_document (
    station_id uuid not null,
    file_id uuid not null,
    id uuid not null,
    kind text not null check (kind in ('invoice', 'billable_delivery_note', 'pro_forma', 'draft_invoice')),
    number text not null,
    total numeric(14,2) not null,
    primary key (station_id, id),
    foreign key (station_id, file_id) references intervention_file (station_id, id))`);
  await m.sql('create index file_document_file on file_document (station_id, file_id)');
  await m.tenantTable('file_document', { app: ['insert'] });
});
