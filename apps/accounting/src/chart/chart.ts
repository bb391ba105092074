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
  'chart.not-accepted': { kind: 'invalid', params: ['accepted'] },
  'chart.twice': { kind: 'invalid', params: [] },
  'chart.journal-code-wrong': { kind: 'invalid', params: ['station'] },
  'chart.journal-of-other-kind': { kind: 'conflict', params: ['code'] },
  'chart.prefix-wrong': { kind: 'invalid', params: [] },
});

export const VAT_REGIMES = ['domestic', 'intra_eu', 'export', 'exempt'] as const;
export const JOURNAL_KINDS = ['sales', 'cash_sales', 'payments'] as const;

const ACCOUNT = /^[0-9]{3}[0-9A-Z]{0,12}$/;
const MAX_CODE = 30;

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
  const account = (pointer: string, number: string, label: string) => {
    if (!ACCOUNT.test(number)) refuse(chartErrors.field(`${pointer}/account`, 'chart.account-wrong'));
    if (label.trim() === '') refuse(chartErrors.field(`${pointer}/label`, 'chart.label-required'));
    const known = labels.get(number) ?? label;
    labels.set(number, known);
    if (known !== label)
      refuse(chartErrors.field(`${pointer}/label`, 'chart.two-labels', { account: number, label: known }));
  };
  const once = (seen: Set<string>, pointer: string, key: string) => {
    if (seen.has(key)) refuse(chartErrors.field(pointer, 'chart.twice'));
    seen.add(key);
  };
  const among = (pointer: string, value: string, accepted: readonly string[]) => {
    if (!accepted.includes(value)) refuse(chartErrors.field(pointer, 'chart.not-accepted', { accepted }));
  };

  if (!ACCOUNT.test(input.customerAccount)) refuse(chartErrors.field('/customerAccount', 'chart.account-wrong'));
  if (input.customerAccountLabel.trim() === '')
    refuse(chartErrors.field('/customerAccountLabel', 'chart.label-required'));
  labels.set(input.customerAccount, input.customerAccountLabel);
  if (!/^[0-9A-Z]{0,8}$/.test(input.auxiliaryPrefix))
    refuse(chartErrors.field('/auxiliaryPrefix', 'chart.prefix-wrong'));

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
  const journalCode = new RegExp(`^[0-9A-Z]{2}${stationCode}$`);
  const seenKinds = new Set<string>();
  const seenCodes = new Set<string>();
  input.journals.forEach(({ kind, code, label }, i) => {
    const at = `/journals/${i}`;
    among(`${at}/kind`, kind, JOURNAL_KINDS);
    once(seenKinds, `${at}/kind`, kind);
    once(seenCodes, `${at}/code`, code);
    if (!journalCode.test(code)) {
      refuse(chartErrors.field(`${at}/code`, 'chart.journal-code-wrong', { station: stationCode }));
    }
    if (label.trim() === '') refuse(chartErrors.field(`${at}/label`, 'chart.label-required'));
  });
  if (fields.length > 0) throw chartErrors.error('chart.invalid', {}, fields);
  return { ...input, vatAccounts };
}

/** Every account of a chart with its label. */
export function accountsOf(chart: Chart): { account: string; label: string }[] {
  const all = [
    { account: chart.customerAccount, label: chart.customerAccountLabel },
    ...chart.vatAccounts,
    ...chart.revenueAccounts,
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
