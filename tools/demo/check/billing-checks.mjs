import { decimal, divided, scaled, sum } from './exact.mjs';

/**
 * @typedef {import('./facts.mjs').Facts} Facts
 * @typedef {import('./facts.mjs').LineFact} LineFact
 * @typedef {import('./facts.mjs').DocumentFact} DocumentFact
 * @typedef {{ category: string, brand: string, problem: string }} Carried
 */

/**
 * Each record has become one billed file that says what the record says.
 *
 * @param {Facts} facts
 * @param {ReadonlyMap<string, Carried>} records by the number of their mission orders
 */
export function everyRecordBilled({ files }, records) {
  /** @type {Map<string, number>} */
  const seen = new Map();
  for (const { missionNumber } of files) seen.set(missionNumber, (seen.get(missionNumber) ?? 0) + 1);
  const counted = [...records.keys()].flatMap((number) => {
    const count = seen.get(number) ?? 0;
    return count === 1 ? [] : [`mission order ${number} has become ${count} files`];
  });
  const wrong = files.flatMap((file) => {
    const record = records.get(file.missionNumber);
    if (!record) return [];
    const problems = file.state === 'billed' ? [] : [`file ${file.number} is ${file.state}, not billed`];
    if (!says(file, record)) problems.push(`file ${file.number} does not say what its record says`);
    return problems;
  });
  return [...counted, ...wrong];
}

/** Blanks at the ends are nobody's text. @param {import('./facts.mjs').FileFact} file @param {Carried} record */
const says = ({ category, brand, symptom }, record) =>
  [
    [category, record.category],
    [brand, record.brand],
    [symptom, record.problem],
  ].every(([kept, given]) => kept?.trim() === given?.trim());

/**
 * BI-1, BI-20, IN-16: each billed file has one document, of the kind of its payer, whose totals follow from the lines of
 * the file by the third method.
 *
 * @param {Facts} facts
 */
export function documentsRight({ files, lines, documents }) {
  const [byFile, linesOf] = [groupBy(documents, ({ fileId }) => fileId), groupBy(lines, ({ fileId }) => fileId)];
  return files.flatMap((file) => {
    if (file.state !== 'billed') return [];
    const [document, ...more] = byFile.get(file.id) ?? [];
    if (!document || more.length > 0)
      return [`file ${file.number} has ${byFile.get(file.id)?.length ?? 0} documents instead of 1`];
    const kind = file.underWarranty ? 'billable_delivery_note' : 'invoice';
    const problems = document.kind === kind ? [] : [`file ${file.number} has a ${document.kind} instead of a ${kind}`];
    const expected = totals(linesOf.get(file.id) ?? [], document);
    for (const [what, amount] of Object.entries(expected)) {
      const stated = document[/** @type {keyof typeof expected} */ (what)];
      if (scaled(stated, 2) !== amount)
        problems.push(`${document.number}: ${what} is ${stated} instead of ${decimal(amount, 2)}`);
    }
    return problems;
  });
}

/** In cents. @param {LineFact[]} lines @param {DocumentFact} document */
function totals(lines, { rates, nets }) {
  const excludingVat = sum(lines.map(netOf));
  const total = sum(
    rates.map(({ rate }) => {
      const base = sum(nets.filter((line) => line.rate === rate).map(({ net }) => scaled(net, 2)));
      return rate === null ? base : divided(base * (10_000n + scaled(rate, 4)), 10_000n);
    }),
  );
  return { excludingVat, vat: total - excludingVat, total };
}

/** @param {LineFact} line */
function netOf({ quantity, used, unitPrice, discount }) {
  const exact = scaled(used ?? quantity, 4) * scaled(unitPrice, 4) * (10_000n - scaled(discount, 4));
  return divided(exact, 10n ** 10n);
}

/** BI-20: legal numbers have no gaps. @param {Facts} facts */
export const numbersGapless = ({ series }) =>
  series.flatMap(({ series: name, year, count, last }) =>
    count === last ? [] : [`series ${name} ${year}: ${count} documents, but the last number is ${last}`],
  );

/**
 * AC-2: each invoice of the run has one entry that balances and equals it, nothing else of the run has one, and the file
 * for the accountant says the same.
 *
 * @param {Facts} facts
 */
export function booksBalance({ documents, entries, fec }) {
  const invoices = documents.filter(({ kind }) => kind === 'invoice');
  const entryOf = new Map(entries.map((entry) => [entry.documentId, entry]));
  const problems = documents.flatMap(({ id, number, kind, total }) => {
    const entry = entryOf.get(id);
    const piece = fec?.pieces.get(number);
    if (kind !== 'invoice') return entry || piece ? [`${number} is no invoice and is in the ledger`] : [];
    const cents = scaled(total, 2);
    const found = [];
    if (entry?.entries !== 1) found.push(`${number} has ${entry?.entries ?? 0} entries instead of 1`);
    else if (![entry.debit, entry.credit].every((side) => scaled(side, 2) === cents)) {
      found.push(`${number}: entry of ${entry.debit} / ${entry.credit} for ${total}`);
    }
    if (!piece) found.push(`${number} is not in the FEC file`);
    else if (piece.debit !== cents || piece.credit !== cents) {
      found.push(`${number}: FEC has ${decimal(piece.debit, 2)} / ${decimal(piece.credit, 2)} for ${total}`);
    }
    return found;
  });
  if (invoices.length > 0 && (fec?.debit ?? 0n) <= 0n) problems.push('debits are not above zero');
  return problems;
}

/**
 * @template T
 * @param {readonly T[]} items
 * @param {(item: T) => string} keyOf
 */
function groupBy(items, keyOf) {
  /** @type {Map<string, T[]>} */
  const groups = new Map();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
