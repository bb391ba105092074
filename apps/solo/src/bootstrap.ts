import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { bootstrapIdentity, type BootstrapAnswers } from '@navette/identity';
import { DomainError, frenchVatNumber, isSiren } from '@navette/kernel';
import { message } from '@navette/messages';
import { declaredRights } from '@navette/platform/auth';
import { ConfigError } from '@navette/platform/config';
import { serviceCalls } from './services.js';

/**
 * The first network of an installation, with its company, station and administrator (ID-12): `./navette bootstrap`, or
 * `run.mjs bootstrap` in an image. What is not given is asked on a terminal. Prints the one-time link by which the
 * administrator sets a password.
 */

/** Option, question, and what stands where nothing is answered; without that it must be answered. */
const QUESTIONS = [
  ['network', 'Name of the network (a station that stands alone is a network of one)'],
  ['company', 'Name of the company'],
  ['siren', 'SIREN'],
  ['legal-form', 'Legal form (SARL, SAS, EI …)'],
  ['share-capital', 'Share capital in euros', ''],
  ['rcs-city', 'Town of the trade register', ''],
  ['vat-number', 'VAT number (empty: computed from the SIREN; none: -)', ''],
  ['naf', 'NAF code', '95.22Z'],
  ['fiscal-year-start', 'Month in which the fiscal year begins', '1'],
  ['station', 'Code of the station: 2 to 4 capitals, for good'],
  ['station-name', 'Name of the station'],
  ['siret', 'SIRET of the station'],
  ['address', 'Street and number'],
  ['postcode', 'Postcode'],
  ['city', 'Town'],
  ['phone', 'Phone', ''],
  ['email', 'E-mail of the station', ''],
  ['time-zone', 'Time zone', 'Europe/Paris'],
  ['vat-territory', 'VAT territory', 'mainland'],
  ['administrator', 'Login of the administrator'],
  ['administrator-name', 'Name of the administrator'],
  ['administrator-email', 'E-mail of the administrator'],
] as const;
type Option = (typeof QUESTIONS)[number][0];
type Given = Record<Option, string>;

const usage = () =>
  [
    'usage: bootstrap [--json] [--OPTION VALUE …]; what is missing is asked on a terminal',
    ...QUESTIONS.map(([option, question, fallback]) => `  --${option.padEnd(20)} ${question}${fallback ? ` (${fallback})` : ''}`), // prettier-ignore
  ].join('\n');

process.exitCode = await main().catch((error: unknown) => {
  process.stderr.write(`bootstrap: ${told(error)}\n`);
  return error instanceof ConfigError ? 3 : 1;
});

async function main(): Promise<number> {
  const given = readArguments();
  if (given === undefined) return 2;
  const { json, values } = given;
  const missing = QUESTIONS.filter(([option]) => values[option] === undefined);
  const required = missing.filter(([, , fallback]) => fallback === undefined);
  if (!process.stdin.isTTY && required.length > 0) {
    process.stderr.write(`bootstrap: missing ${required.map(([option]) => `--${option}`).join(', ')}\n${usage()}\n`);
    return 2;
  }
  const answers = process.stdin.isTTY ? await asked(values, missing) : values;
  const complete = Object.fromEntries(
    QUESTIONS.map(([option, , fallback = '']) => [option, answers[option] || fallback]),
  ) as Given;
  const made = await bootstrapIdentity(process.env, answersOf(complete), {
    rights: declaredRights(),
    serviceCalls,
  });
  const origin = process.env['NAVETTE_API_PUBLIC_URL'] ?? process.env['NAVETTE_API_HTTP_URL'] ?? '';
  const link = `${origin.replace(/\/$/, '')}/set-password#${made.secret}`;
  const { secret: _secret, ...rest } = made;
  if (json) process.stdout.write(`${JSON.stringify({ ...rest, login: complete.administrator, link })}\n`);
  else {
    process.stdout.write(
      `network   ${complete.network}\nstation   ${complete.station}\nsign-in   ${complete.administrator}\n`,
    );
    process.stdout.write(`link      ${link}\n          sets the password, once, until ${made.expiresAt}\n`);
  }
  return 0;
}

function readArguments(): { json: boolean; values: Partial<Given> } | undefined {
  const options = Object.fromEntries(QUESTIONS.map(([option]) => [option, { type: 'string' as const }]));
  try {
    const { values } = parseArgs({
      options: { ...options, json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    });
    const { json = false, help, ...rest } = values as Partial<Given> & { json?: boolean; help?: boolean };
    if (help !== true) return { json, values: rest };
    process.stdout.write(`${usage()}\n`);
    process.exit(0);
  } catch (error) {
    process.stderr.write(`bootstrap: ${(error as Error).message}\n${usage()}\n`);
    return undefined;
  }
}

/** Questions go to stderr: stdout carries the result alone. */
async function asked(values: Partial<Given>, missing: typeof QUESTIONS | readonly (typeof QUESTIONS)[number][]) {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answers = { ...values };
  try {
    for (const [option, question, fallback] of missing) {
      do {
        answers[option] = (await terminal.question(`${question}${fallback ? ` [${fallback}]` : ''}: `)).trim();
      } while (fallback === undefined && answers[option] === '');
    }
  } finally {
    terminal.close();
  }
  return answers;
}

function answersOf(given: Given): BootstrapAnswers {
  const siren = given.siren.replace(/\s/gu, '');
  const computed = isSiren(siren) ? frenchVatNumber(siren) : '';
  return {
    network: given.network,
    company: {
      name: given.company,
      legalForm: given['legal-form'],
      siren,
      shareCapital: given['share-capital'],
      rcsCity: given['rcs-city'],
      vatNumber: given['vat-number'] === '-' ? '' : given['vat-number'] || computed,
      naf: given.naf,
      fiscalYearStartMonth: Number(given['fiscal-year-start']),
      vatRegime: 'real_normal',
      vatOnDebits: false,
    },
    station: {
      code: given.station,
      name: given['station-name'],
      siret: given.siret,
      address: { line1: given.address, line2: '', postcode: given.postcode, city: given.city, country: 'FR' },
      phone: given.phone,
      email: given.email,
      iban: '',
      bic: '',
      timeZone: given['time-zone'],
      vatTerritory: given['vat-territory'],
    },
    administrator: {
      login: given.administrator,
      name: given['administrator-name'],
      email: given['administrator-email'],
    },
  };
}

/** A refusal as people read it: each field with its rule. */
function told(error: unknown): string {
  if (!(error instanceof DomainError)) return error instanceof Error ? error.message : String(error);
  const fields = error.fields.map(({ pointer, code, params = {} }) => `\n  ${pointer} ${message('en', code, params)}`);
  return `${message('en', error.code, error.params)}${fields.join('')}`;
}
