import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { checkFec, fiscalYear } from '@navette/accounting';

/**
 * AC-6: what the tax authority's rules find in the file.
 *
 * @param {import('./databases.mjs').Query} query
 * @param {string} path
 * @param {string} station code
 * @returns {Promise<string[]>} a line for each problem
 */
export async function fecProblems(query, path, station) {
  const [company] = await query(
    'accounting',
    'select siren, fiscal_year_start_month as "startMonth" from station_ref where code = $1',
    [station],
  );
  if (!company) return [`accounting does not know station ${station}`];
  const pieces = new Set((await query('billing', 'select number from document')).map(({ number }) => number));
  const { opensOn, closesOn } = fiscalYear(new Date().getFullYear(), company.startMonth);
  const report = await checkFec(createReadStream(path, 'utf8'), {
    fileName: basename(path),
    siren: company.siren,
    opensOn,
    closesOn,
    hasPiece: (reference) => pieces.has(reference),
  });
  return report.problems.map(({ line, rule, detail }) => `line ${line}, ${rule}: ${detail}`);
}
