import { STATION } from '../run.mjs';
import { booksBalance, documentsRight, everyRecordBilled, numbersGapless } from './billing-checks.mjs';
import { withDatabases } from './databases.mjs';
import { readFacts } from './facts.mjs';
import { fecProblems } from './fec-validity.mjs';
import { allocatedOnce, noDeadLetters, oneMailPerFile, sagasEnded, stockIsItsMovements } from './parts-checks.mjs';

/**
 * @typedef {{ name: string, problems: string[] }} Verdict `name`: what the reader is told when it fails
 * @typedef {import('./facts.mjs').Facts} Facts
 */

/**
 * Judges a run by what lies in the databases, in the SMTP server's store and in the FEC file.
 *
 * @param {import('../run.mjs').Run} run
 * @param {string | null} fec path; null when there is none
 * @returns {Promise<{ facts: Facts, verdicts: Verdict[] }>}
 */
export async function selfCheck(run, fec) {
  const { databases, mails } = run.system;
  return withDatabases(databases, async (query) => {
    const { prefix, records: missions } = run;
    const facts = await readFacts(query, { prefix, missions, mails, fec, services: Object.keys(databases) });
    const addressOf = (/** @type {string} */ number) => {
      const record = run.records.get(number);
      return record && run.invented(record).consumer.email;
    };
    const verdicts = Object.entries({
      'every-record-billed': everyRecordBilled(facts, run.records),
      'allocated-once': allocatedOnce(facts),
      'stock-is-its-movements': stockIsItsMovements(facts),
      'one-mail-per-file': oneMailPerFile(facts, addressOf),
      'documents-right': documentsRight(facts),
      'numbers-gapless': numbersGapless(facts),
      'books-balance': booksBalance(facts),
      'fec-valid': fec === null ? ['there is no FEC file'] : await fecProblems(query, fec, STATION),
      'sagas-ended': sagasEnded(facts),
      'no-dead-letters': noDeadLetters(facts),
    }).map(([name, problems]) => ({ name, problems }));
    return { facts, verdicts };
  });
}
