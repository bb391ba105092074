import type { Chart } from '@navette/contracts/accounting/v1/service';
import { defineErrors, DomainError, Rate, type FieldError, type Temporal } from '@navette/kernel';
import { vatRatesOn, vatTerritories } from '@navette/reference';

export const chartErrors = defineErrors('accounting', {
  'chart.invalid': { kind: 'invalid', params: [] },
  'chart.account-wrong': { kind: 'invalid', params: [] },
  'chart.label-required': { kind: 'invalid', params: [] },
  'chart.two-labels': { kind: 'invalid', params: ['account', 'label'] },
  'chart.rate-unknown': { kind: 'invalid', params: ['accepted'] },
  'chart.code-required': { kind: 'invalid', params: ['max'] },
  'chart.method-required': { kind: 'invalid', params: ['max'] },
  'chart.not-accepted': { kind: 'invalid', params: ['accepted'] },
  'chart.twice': { kind: 'invalid', params: [] },
  'chart.journal-code-wrong': { kind: 'invalid', params: ['station'] },
  'chart.journal-of-other-kind': { kind: 'conflict', params: ['code'] },
  'chart.bank-of-payments-only': { kind: 'invalid', params: [] },
  'chart.prefix-wrong': { kind: 'invalid', params: [] },
  'chart.auxiliary-length-wrong': { kind: 'invalid', params: ['min', 'max'] },
  'chart.account-length-wrong': { kind: 'invalid', params: ['length'] },
  'chart.length-out-of-range': { kind: 'invalid', params: ['min', 'max'] },
});

export const VAT_REGIMES = ['domestic', 'intra_eu', 'export', 'exempt'] as const;
export const JOURNAL_KINDS = ['sales', 'cash_sales', 'payments'] as const;

/** Accounts of the chart that are neither of VAT, of sales, nor of a payment method (AC-1, AC-11). */
export const OTHER_USES = ['shipping', 'deposit', 'discount', 'bank', 'exceptional_income', 'tax_to_issue'] as const;

/**
 * Characters of a party's code in its auxiliary account: below, two customers might share one; above, an id has no more.
 */
const PARTY_CODE = { min: 12, max: 32 };
/** A general account has three characters of the PCG at least. */
const ACCOUNT_LENGTH = { min: 3, max: 15 };
const ACCOUNT = /^[0-9]{3}[0-9A-Z]{0,12}$/;
const MAX_CODE = 30;
const MAX_METHOD = 40;

interface Context {
  readonly stationCode: string;
  /** VAT rates are system data: only those in force today have accounts (AC-1). */
  readonly today: Temporal.PlainDate;
}

/**
 * A chart as it may be kept (AC-1): accounts that the FEC accepts, one label for each, no key twice, journals of the
 * station's own.
 * @throws DomainError `accounting.chart.invalid` with every field that is not accepted.
 */
export function checkedChart(input: Chart, { stationCode, today }: Context): Chart {
  const fields: FieldError[] = [];
  const refuse = (field: FieldError) => fields.push(field);
  const labels = new Map<string, string>();
  const { accountLength } = input;
  if (accountLength !== 0 && (accountLength < ACCOUNT_LENGTH.min || accountLength > ACCOUNT_LENGTH.max)) {
    refuse(chartErrors.field('/accountLength', 'chart.length-out-of-range', ACCOUNT_LENGTH));
  }
  const accountNumber = (pointer: string, number: string) => {
    if (!ACCOUNT.test(number)) refuse(chartErrors.field(pointer, 'chart.account-wrong'));
    else if (accountLength !== 0 && number.length !== accountLength) {
      refuse(chartErrors.field(pointer, 'chart.account-length-wrong', { length: accountLength }));
    }
  };
  const labelled = (at: string, labelAt: string, number: string, label: string) => {
    accountNumber(at, number);
    if (label.trim() === '') refuse(chartErrors.field(labelAt, 'chart.label-required'));
    const known = labels.get(number) ?? label;
    labels.set(number, known);
    if (known !== label) refuse(chartErrors.field(labelAt, 'chart.two-labels', { account: number, label: known }));
  };
  const account = (pointer: string, number: string, label: string) =>
    labelled(`${pointer}/account`, `${pointer}/label`, number, label);
  const once = (seen: Set<string>, pointer: string, key: string) => {
    if (seen.has(key)) refuse(chartErrors.field(pointer, 'chart.twice'));
    seen.add(key);
  };
  const among = (pointer: string, value: string, accepted: readonly string[]) => {
    if (!accepted.includes(value)) refuse(chartErrors.field(pointer, 'chart.not-accepted', { accepted }));
  };

  accountNumber('/customerAccount', input.customerAccount);
  if (input.customerAccountLabel.trim() === '')
    refuse(chartErrors.field('/customerAccountLabel', 'chart.label-required'));
  labels.set(input.customerAccount, input.customerAccountLabel);
  for (const affix of ['auxiliaryPrefix', 'auxiliarySuffix'] as const) {
    if (!/^[0-9A-Z]{0,8}$/.test(input[affix])) refuse(chartErrors.field(`/${affix}`, 'chart.prefix-wrong'));
  }
  const affixes = input.auxiliaryPrefix.length + input.auxiliarySuffix.length;
  const auxiliary = { min: affixes + PARTY_CODE.min, max: affixes + PARTY_CODE.max };
  if (input.auxiliaryLength < auxiliary.min || input.auxiliaryLength > auxiliary.max) {
    refuse(chartErrors.field('/auxiliaryLength', 'chart.auxiliary-length-wrong', auxiliary));
  }

  const rates = knownRates(today);
  const seenRates = new Set<string>();
  const vatAccounts = input.vatAccounts.map((row, i) => {
    const rate = canonicalRate(row.rate);
    if (!rates.includes(rate)) {
      refuse(chartErrors.field(`/vatAccounts/${i}/rate`, 'chart.rate-unknown', { accepted: rates }));
    }
    once(seenRates, `/vatAccounts/${i}/rate`, rate);
    account(`/vatAccounts/${i}`, row.account, row.label);
    return { ...row, rate };
  });
  const seenSales = new Set<string>();
  input.revenueAccounts.forEach(({ ventilationCode, vatRegime, account: number, label }, i) => {
    const at = `/revenueAccounts/${i}`;
    if (ventilationCode === '' || ventilationCode.length > MAX_CODE) {
      refuse(chartErrors.field(`${at}/ventilationCode`, 'chart.code-required', { max: MAX_CODE }));
    }
    among(`${at}/vatRegime`, vatRegime, VAT_REGIMES);
    once(seenSales, `${at}/ventilationCode`, `${ventilationCode}/${vatRegime}`);
    account(at, number, label);
  });
  const seenMethods = new Set<string>();
  input.paymentAccounts.forEach(({ method, account: number, label }, i) => {
    const at = `/paymentAccounts/${i}`;
    if (method.trim() === '' || method.length > MAX_METHOD) {
      refuse(chartErrors.field(`${at}/method`, 'chart.method-required', { max: MAX_METHOD }));
    }
    once(seenMethods, `${at}/method`, method);
    account(at, number, label);
  });
  const seenUses = new Set<string>();
  input.otherAccounts.forEach(({ use, account: number, label }, i) => {
    const at = `/otherAccounts/${i}`;
    among(`${at}/use`, use, OTHER_USES);
    once(seenUses, `${at}/use`, use);
    account(at, number, label);
  });
  const journalCode = new RegExp(`^[0-9A-Z]{2}${stationCode}$`);
  const seenKinds = new Set<string>();
  const seenCodes = new Set<string>();
  const seenBanks = new Set<string>();
  input.journals.forEach(({ kind, code, label, bankAccount, bankAccountLabel }, i) => {
    const at = `/journals/${i}`;
    among(`${at}/kind`, kind, JOURNAL_KINDS);
    if (kind === 'payments') once(seenBanks, `${at}/bankAccount`, bankAccount);
    else once(seenKinds, `${at}/kind`, kind);
    if (bankAccount !== '' && kind !== 'payments') {
      refuse(chartErrors.field(`${at}/bankAccount`, 'chart.bank-of-payments-only'));
    }
    if (bankAccount !== '') labelled(`${at}/bankAccount`, `${at}/bankAccountLabel`, bankAccount, bankAccountLabel);
    once(seenCodes, `${at}/code`, code);
    if (!journalCode.test(code)) {
      refuse(chartErrors.field(`${at}/code`, 'chart.journal-code-wrong', { station: stationCode }));
    }
    if (label.trim() === '') refuse(chartErrors.field(`${at}/label`, 'chart.label-required'));
  });
  if (fields.length > 0) throw chartErrors.error('chart.invalid', {}, fields);
  return { ...input, vatAccounts };
}

/** Auxiliary account of a customer that has none of its own: the end of its id, which differs most from its neighbours'. */
export function auxiliaryAccount(
  { auxiliaryPrefix, auxiliarySuffix, auxiliaryLength }: Chart,
  customerPartyId: string,
): string {
  const code = auxiliaryLength - auxiliaryPrefix.length - auxiliarySuffix.length;
  return auxiliaryPrefix + customerPartyId.replaceAll('-', '').slice(-code).toUpperCase() + auxiliarySuffix;
}

/** Every account of a chart with its label. */
export function accountsOf(chart: Chart): { account: string; label: string }[] {
  const all = [
    { account: chart.customerAccount, label: chart.customerAccountLabel },
    ...chart.vatAccounts,
    ...chart.revenueAccounts,
    ...chart.paymentAccounts,
    ...chart.otherAccounts,
    ...chart.journals.flatMap(({ bankAccount: account, bankAccountLabel: label }) =>
      account === '' ? [] : [{ account, label }],
    ),
  ];
  return [...new Map(all.map(({ account, label }) => [account, { account, label }])).values()];
}

function knownRates(on: Temporal.PlainDate): string[] {
  const rates = vatTerritories.flatMap((territory) => vatRatesOn(territory, on).map(({ rate }) => rate.toString()));
  return [...new Set(rates)].sort();
}

function canonicalRate(text: string): string {
  try {
    return Rate.parse(text).toString();
  } catch (error) {
    if (error instanceof DomainError) return text;
    throw error;
  }
}
