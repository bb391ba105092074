import { readFec } from './fec-file.mjs';
import { mailsAbout, partsReceivedMails } from './mail-store.mjs';

/**
 * What a run left behind, as it lies in the databases, in the SMTP server's store and in the FEC file. Nothing here comes
 * from what the run counted while it went. Amounts and quantities are decimal text.
 *
 * @typedef {{ id: string, number: string, missionNumber: string, state: string, category: string, brand: string,
 *   symptom: string, underWarranty: boolean }} FileFact
 * @typedef {{ id: string, fileId: string, wantsPart: boolean, waited: boolean, quantity: string, used: string | null,
 *   unitPrice: string, discount: string, payer: string, arrived: string }} LineFact
 * @typedef {{ id: string, fileId: string, quantity: string, allocated: string, consumed: string, allocations: number,
 *   given: string }} NeedFact `given`: by allocations that were not withdrawn
 * @typedef {{ reference: string, place: string, onHand: string, moved: string }} StockFact of a part that does not add up
 * @typedef {{ id: string, fileId: string, kind: string, number: string, excludingVat: string, vat: string, total: string,
 *   rates: { rate: string | null, base: string, vat: string }[], nets: { rate: string | null, net: string }[] }} DocumentFact
 * @typedef {{ series: string, year: number, count: number, last: number }} SeriesFact
 * @typedef {{ documentId: string, entries: number, debit: string, credit: string }} EntryFact
 * @typedef {{ service: string, consumer: string, error: string }} DeadLetterFact
 * @typedef {{ service: string, type: string, status: string, state: string, key: string }} SagaFact one that has not ended
 *
 * @typedef {object} Facts
 * @property {FileFact[]} files
 * @property {LineFact[]} lines those that are not cancelled
 * @property {NeedFact[]} needs
 * @property {StockFact[]} unbalancedStock
 * @property {number} partsInStock
 * @property {DocumentFact[]} documents
 * @property {SeriesFact[]} series
 * @property {EntryFact[]} entries
 * @property {Map<string, import('./mail-store.mjs').PartsReceivedMail[]>} mails by file
 * @property {DeadLetterFact[]} deadLetters
 * @property {SagaFact[]} openSagas
 * @property {import('./fec-file.mjs').FecFacts | null} fec
 */

/**
 * @param {import('./databases.mjs').Query} query
 * @param {object} of
 * @param {string} of.prefix of the run's mission orders
 * @param {{ has(number: string): boolean }} of.missions those meant: an earlier run of the same id may have had more
 * @param {string} of.mails folder of the SMTP server's store
 * @param {string | null} of.fec path of the file
 * @param {string[]} of.services
 * @returns {Promise<Facts>}
 */
export async function readFacts(query, { prefix, missions, mails, fec, services }) {
  const files = (await filesOf(query, prefix)).filter(({ missionNumber }) => missions.has(missionNumber));
  const ids = files.map(({ id }) => id);
  const needs = await needsOf(query, ids);
  const documents = await documentsOf(query, ids);
  const invoices = new Set(documents.filter(({ kind }) => kind === 'invoice').map(({ number }) => number));
  return {
    files,
    lines: await linesOf(query, ids),
    needs,
    unbalancedStock: await unbalancedStock(query),
    partsInStock: await partsInStock(query),
    documents,
    series: await seriesOf(query),
    entries: await entriesOf(query, documents),
    mails: mailsAbout(partsReceivedMails(mails), new Set(ids)),
    deadLetters: await deadLetters(query, services),
    openSagas: await openSagas(query, prefix, ids, needs),
    fec: fec === null ? null : await readFec(fec, invoices),
  };
}

/** @param {import('./databases.mjs').Query} query @param {string} prefix @returns {Promise<FileFact[]>} */
const filesOf = (query, prefix) =>
  query(
    'interventions',
    `select id, number, mission_external_number as "missionNumber", state, product_category as category,
       product_brand as brand, symptom, default_payer = 'ordering_party' as "underWarranty"
     from intervention_file where mission_external_number >= $1 and mission_external_number < $2 order by id`,
    range(prefix),
  );

/** @param {string} prefix */
const range = (prefix) => [prefix, `${prefix}\u{10ffff}`];

/** @param {import('./databases.mjs').Query} query @param {string[]} files @returns {Promise<LineFact[]>} */
const linesOf = (query, files) =>
  query(
    'interventions',
    `select l.id, l.file_id as "fileId", l.wants_part as "wantsPart", l.waited, l.quantity, l.quantity_used as used,
       l.unit_price as "unitPrice", l.discount, l.payer, coalesce(sum(a.quantity), 0)::text as arrived
     from file_line l left join file_allocation a
       on a.station_id = l.station_id and a.line_id = l.id and a.arrived_at is not null and a.withdrawn_at is null
     where l.file_id = any ($1) and l.state = 'open' group by l.station_id, l.id order by l.id`,
    [files],
  );

/** @param {import('./databases.mjs').Query} query @param {string[]} files @returns {Promise<NeedFact[]>} */
const needsOf = (query, files) =>
  query(
    'stock',
    `select n.id, n.origin_id as "fileId", n.quantity, n.allocated, n.consumed, count(a.id)::int as allocations,
       coalesce(sum(a.quantity), 0)::text as given
     from need n left join allocation a
       on a.station_id = n.station_id and a.need_id = n.id and a.state <> 'withdrawn'
     where n.origin_kind = 'intervention_file' and n.origin_id = any ($1) group by n.station_id, n.id order by n.id`,
    [files],
  );

/** Of every part of every station: a movement that is lost is lost for all. @param {import('./databases.mjs').Query} query @returns {Promise<StockFact[]>} */
const unbalancedStock = (query) =>
  query(
    'stock',
    `with moved as (select station_id, part_id, location, sum(quantity) as quantity from stock_movement group by 1, 2, 3),
       places as (
         select l.station_id, l.part_id, l.location as place, l.on_hand, coalesce(m.quantity, 0) as moved
         from stock_level l left join moved m using (station_id, part_id, location)
         union all
         select s.station_id, s.part_id, 'everywhere', s.on_hand, coalesce(m.quantity, 0)
         from part_stock s left join (select station_id, part_id, sum(quantity) as quantity from moved group by 1, 2) m
           using (station_id, part_id))
     select p.reference, x.place, x.on_hand as "onHand", x.moved::text
     from places x join part p on p.station_id = x.station_id and p.id = x.part_id where x.on_hand <> x.moved
     order by p.reference, x.place limit 100`,
  );

/** @param {import('./databases.mjs').Query} query @returns {Promise<number>} */
async function partsInStock(query) {
  const [{ count }] = await query('stock', 'select count(*)::int as count from part_stock');
  return count;
}

/** @param {import('./databases.mjs').Query} query @param {string[]} files @returns {Promise<DocumentFact[]>} */
const documentsOf = (query, files) =>
  query(
    'billing',
    `select d.id, d.origin_id as "fileId", d.kind, d.number, d.total_excluding_vat as "excludingVat", d.total_vat as vat,
       d.total,
       (select coalesce(jsonb_agg(jsonb_build_object('rate', v.rate::text, 'base', v.base::text, 'vat', v.vat::text)), '[]')
        from document_vat v where v.station_id = d.station_id and v.document_id = d.id) as rates,
       (select coalesce(jsonb_agg(jsonb_build_object('rate', l.vat_rate::text, 'net', l.net::text)), '[]')
        from document_line l where l.station_id = d.station_id and l.document_id = d.id) as nets
     from document d where d.origin_kind = 'intervention_file' and d.origin_id = any ($1) order by d.number`,
    [files],
  );

/** @param {import('./databases.mjs').Query} query @returns {Promise<SeriesFact[]>} */
const seriesOf = (query) =>
  query(
    'billing',
    `select series, year, count(*)::int as count, max(sequence)::int as last from document group by station_id, series, year`,
  );

/** @param {import('./databases.mjs').Query} query @param {DocumentFact[]} documents @returns {Promise<EntryFact[]>} */
const entriesOf = (query, documents) =>
  query(
    'accounting',
    `select e.document_id as "documentId", count(distinct e.id)::int as entries, sum(l.debit)::text as debit,
       sum(l.credit)::text as credit
     from entry e join entry_line l on l.station_id = e.station_id and l.entry_id = e.id
     where e.document_id = any ($1) group by e.document_id`,
    [documents.map(({ id }) => id)],
  );

/** @param {import('./databases.mjs').Query} query @param {string[]} services @returns {Promise<DeadLetterFact[]>} */
async function deadLetters(query, services) {
  const found = [];
  for (const service of services) {
    const rows = await query(
      service,
      `select consumer, error from dead_letter where state = 'open' order by created_at`,
    );
    found.push(...rows.map((row) => ({ service, ...row })));
  }
  return found;
}

/**
 * @param {import('./databases.mjs').Query} query
 * @param {string} prefix
 * @param {string[]} files
 * @param {NeedFact[]} needs
 * @returns {Promise<SagaFact[]>}
 */
async function openSagas(query, prefix, files, needs) {
  const fields = 's.type, s.status, s.state, s.correlation_key as key';
  const ofFiles = await query(
    'interventions',
    `select ${fields} from saga s
     where s.status not in ('done', 'compensated') and (split_part(s.correlation_key, '/', 1) = any ($1) or exists (
       select from mission_order o where o.station_id = s.station_id and o.id::text = s.correlation_key
         and o.external_number >= $2 and o.external_number < $3))`,
    [files, ...range(prefix)],
  );
  const ofReceipts = await query(
    'stock',
    `select ${fields} from saga s
     where s.status not in ('done', 'compensated') and s.id in (
       select r.saga_id from order_line_need n
       join goods_receipt_line l on l.station_id = n.station_id and l.supplier_order_line_id = n.order_line_id
       join goods_receipt r on r.station_id = l.station_id and r.id = l.receipt_id
       where n.need_id = any ($1))`,
    [needs.map(({ id }) => id)],
  );
  return [
    ...ofFiles.map((row) => ({ service: 'interventions', ...row })),
    ...ofReceipts.map((row) => ({ service: 'stock', ...row })),
  ];
}
