import { describe, expect, it } from '@jest/globals';
import type { Chart } from '@navette/contracts/accounting/v1/service';
import { DomainError, Temporal } from '@navette/kernel';
import { vatRatesOn, vatTerritories } from '@navette/reference';
import { accountsOf, auxiliaryAccount, checkedChart, OTHER_USES } from './chart.js';
import { defaultChart } from './default-chart.js';

const context = { stationCode: 'LIL', today: Temporal.PlainDate.from('2026-11-22') };
const chart = defaultChart('LIL');

const journal = (kind: string, code: string, bankAccount = '') => ({
  kind,
  code,
  label: 'x',
  bankAccount,
  bankAccountLabel: bankAccount === '' ? '' : `Banque ${bankAccount}`,
});

function refused(given: Chart): (readonly [string, string])[] {
  try {
    checkedChart(given, context);
  } catch (error) {
    if (error instanceof DomainError) return error.fields.map(({ pointer, code }) => [pointer, code] as const);
    throw error;
  }
  return [];
}

describe('AC-1 chart settings', () => {
  it('begin with a chart that is accepted, one label for each account', () => {
    expect(checkedChart(chart, context)).toEqual(chart);
    const accounts = accountsOf(chart).map(({ account }) => account);
    expect(new Set(accounts).size).toBe(accounts.length);
    expect(chart.journals.map(({ code }) => code)).toEqual(['VELIL', 'CALIL', 'BQLIL']);
  });

  it('give every VAT rate in force anywhere its account, and every other use one', () => {
    const rates = vatTerritories.flatMap((territory) =>
      vatRatesOn(territory, context.today).map(({ rate }) => String(rate)),
    );
    expect(chart.vatAccounts.map(({ rate }) => rate).sort()).toEqual([...new Set(rates)].sort());
    expect(chart.otherAccounts.map(({ use }) => use)).toEqual([...OTHER_USES]);
    expect(chart.paymentAccounts.map(({ method }) => method)).toContain('cheque');
  });

  it('make a customer’s auxiliary account of prefix, the end of its id and suffix, as long as they say', () => {
    const party = '018f0000-0000-7000-8000-0000000c0ffe';
    expect(auxiliaryAccount(chart, party)).toBe('C0000000C0FFE');
    const other = { ...chart, auxiliaryPrefix: '9', auxiliarySuffix: 'X', auxiliaryLength: 16 };
    expect(checkedChart(other, context)).toEqual(other);
    expect(auxiliaryAccount(other, party)).toBe('9000000000C0FFEX');
  });

  it('have a payments journal for each bank', () => {
    const banks = [journal('payments', 'B1LIL', '512100'), journal('payments', 'B2LIL', '512200')];
    const given = { ...chart, journals: [...chart.journals, ...banks] };
    expect(checkedChart(given, context)).toEqual(given);
    expect(accountsOf(given)).toContainEqual({ account: '512200', label: 'Banque 512200' });
  });

  it('write rates in one form', () => {
    const vatAccounts = [{ rate: '0.2', account: '445711', label: 'TVA' }];
    expect(checkedChart({ ...chart, vatAccounts }, context).vatAccounts[0]?.rate).toBe('0.2000');
  });

  it.each([
    ['an account that is none', { customerAccount: 'C411' }, '/customerAccount', 'chart.account-wrong'],
    ['an account without label', { customerAccountLabel: ' ' }, '/customerAccountLabel', 'chart.label-required'],
    ['a prefix of other letters', { auxiliaryPrefix: 'é' }, '/auxiliaryPrefix', 'chart.prefix-wrong'],
    [
      'a rate that is not in force',
      { vatAccounts: [{ rate: '0.1960', account: '445719', label: 'x' }] },
      '/vatAccounts/0/rate',
      'chart.rate-unknown',
    ],
    [
      'a rate that is none',
      { vatAccounts: [{ rate: 'some', account: '445719', label: 'x' }] },
      '/vatAccounts/0/rate',
      'chart.rate-unknown',
    ],
    [
      'a rate twice',
      {
        vatAccounts: [
          { rate: '0.2', account: '445711', label: 'x' },
          { rate: '0.2000', account: '445711', label: 'x' },
        ],
      },
      '/vatAccounts/1/rate',
      'chart.twice',
    ],
    [
      'two labels of one account',
      { vatAccounts: [{ rate: '0.2', account: '411000', label: 'TVA' }] },
      '/vatAccounts/0/label',
      'chart.two-labels',
    ],
    [
      'an unknown regime',
      { revenueAccounts: [{ ventilationCode: 'PIECE', vatRegime: 'lunar', account: '707000', label: 'x' }] },
      '/revenueAccounts/0/vatRegime',
      'chart.not-accepted',
    ],
    [
      'no ventilation code',
      { revenueAccounts: [{ ventilationCode: '', vatRegime: 'export', account: '707000', label: 'x' }] },
      '/revenueAccounts/0/ventilationCode',
      'chart.code-required',
    ],
    [
      'a journal of another station',
      { journals: [journal('sales', 'VELEN')] },
      '/journals/0/code',
      'chart.journal-code-wrong',
    ],
    [
      'a kind of journal that is none',
      { journals: [journal('sals', 'VELIL')] },
      '/journals/0/kind',
      'chart.not-accepted',
    ],
    ['a suffix of other letters', { auxiliarySuffix: 'x' }, '/auxiliarySuffix', 'chart.prefix-wrong'],
    [
      'an auxiliary account too short to tell customers apart',
      { auxiliaryLength: 12 },
      '/auxiliaryLength',
      'chart.auxiliary-length-wrong',
    ],
    [
      'an auxiliary account longer than an id',
      { auxiliaryLength: 34 },
      '/auxiliaryLength',
      'chart.auxiliary-length-wrong',
    ],
    ['an account of another length', { customerAccount: '4110000' }, '/customerAccount', 'chart.account-length-wrong'],
    ['a length that no account has', { accountLength: 2 }, '/accountLength', 'chart.length-out-of-range'],
    [
      'a payment method without name',
      { paymentAccounts: [{ method: ' ', account: '531000', label: 'x' }] },
      '/paymentAccounts/0/method',
      'chart.method-required',
    ],
    [
      'a payment method twice',
      {
        paymentAccounts: [
          { method: 'cash', account: '531000', label: 'x' },
          { method: 'cash', account: '531001', label: 'y' },
        ],
      },
      '/paymentAccounts/1/method',
      'chart.twice',
    ],
    [
      'two sales journals',
      { journals: [journal('sales', 'VELIL'), journal('sales', 'VTLIL')] },
      '/journals/1/kind',
      'chart.twice',
    ],
    [
      'two journals of one bank',
      { journals: [journal('payments', 'B1LIL', '512100'), journal('payments', 'B2LIL', '512100')] },
      '/journals/1/bankAccount',
      'chart.twice',
    ],
    [
      'a bank of a sales journal',
      { journals: [journal('sales', 'VELIL', '512100')] },
      '/journals/0/bankAccount',
      'chart.bank-of-payments-only',
    ],
    [
      'a use that is none',
      { otherAccounts: [{ use: 'pocket', account: '512000', label: 'x' }] },
      '/otherAccounts/0/use',
      'chart.not-accepted',
    ],
    [
      'another label of an account of the chart',
      { otherAccounts: [{ use: 'bank', account: '411000', label: 'Banque' }] },
      '/otherAccounts/0/label',
      'chart.two-labels',
    ],
  ])('refuse %s', (_what, changes, pointer, code) => {
    expect(refused({ ...chart, ...changes })).toContainEqual([pointer, `accounting.${code}`]);
  });
});
