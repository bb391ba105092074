import { table } from '../dev/lib/output.mjs';
import { doubleAllocated } from './check/parts-checks.mjs';
import { decimal, scaled, sum } from './check/exact.mjs';

/** @typedef {import('./check/facts.mjs').Facts} Facts */

/**
 * The figure of a run; every count is taken from what lies in the databases, the mail store and the FEC file.
 *
 * @param {import('./run.mjs').Run} run
 * @param {Facts} facts
 * @param {import('./check/self-check.mjs').Verdict[]} verdicts
 * @param {number} seconds
 */
export function figureOf(run, facts, verdicts, seconds) {
  const { files, needs, mails, documents, deadLetters, fec } = facts;
  return {
    figure: 'main-line',
    records: run.records.size,
    refused: [...run.refused].sort((a, b) => a.line - b.line),
    files: files.length,
    allocated: needs.filter(({ quantity, given }) => scaled(given, 4) === scaled(quantity, 4)).length,
    doubleAllocated: doubleAllocated(facts),
    mails: [...mails.values()].reduce((count, sent) => count + sent.length, 0),
    documents: documents.length,
    debit: decimal(fec?.debit ?? 0n, 2),
    credit: decimal(fec?.credit ?? 0n, 2),
    fec: fec?.path ?? null,
    stockMatchesMovements: passes(verdicts, 'stock-is-its-movements'),
    deadLetters: deadLetters.length,
    seconds: Math.round(seconds * 10) / 10,
  };
}

/** @param {import('./check/self-check.mjs').Verdict[]} verdicts @param {string} name */
const passes = (verdicts, name) => verdicts.find((verdict) => verdict.name === name)?.problems.length === 0;

/**
 * @param {import('./run.mjs').Run} run
 * @param {ReturnType<typeof figureOf>} figure
 * @param {Facts} facts
 * @param {import('./check/self-check.mjs').Verdict[]} verdicts
 */
export function finalTable(run, figure, { documents, needs }, verdicts) {
  const of = (/** @type {string} */ kind) => documents.filter((document) => document.kind === kind);
  const amount = (/** @type {string} */ kind) => decimal(sum(of(kind).map(({ total }) => scaled(total, 2))), 2);
  const rows = [
    ['run', run.id],
    ['records', String(figure.records)],
    ['refused', String(figure.refused.length)],
    ['intervention files', String(figure.files)],
    ['parts wanted', String(needs.length)],
    ['parts allocated once', String(figure.allocated)],
    ['e-mails “part received”', String(figure.mails)],
    ['invoices', `${of('invoice').length}, ${amount('invoice')} EUR`],
    ['billable delivery notes', `${of('billable_delivery_note').length}, ${amount('billable_delivery_note')} EUR`],
    ['debit / credit in the FEC', `${figure.debit} / ${figure.credit} EUR`],
    ['FEC', figure.fec ?? 'none'],
    ['time', `${figure.seconds} s`],
    ...verdicts.map(({ name, problems }) => [
      `check ${name}`,
      problems.length === 0 ? 'passed' : `FAILED (${problems.length})`,
    ]),
  ];
  return table(rows);
}
