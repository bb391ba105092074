import { describe, expect, it } from '@jest/globals';
import type { Chart } from '@navette/contracts/accounting/v1/service';
import { DomainError, Temporal } from '@navette/kernel';
import { accountsOf, checkedChart } from './chart.js';
import { defaultChart } from './default-chart.js';

const context = { stationCode: 'LIL', today: Temporal.PlainDate.from('2026-11-22') };
const chart = defaultChart('LIL');

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
      { journals: [{ kind: 'sales', code: 'VELEN', label: 'x' }] },
      '/journals/0/code',
      'chart.journal-code-wrong',
    ],
    [
      'a kind of journal that is none',
      { journals: [{ kind: 'sals', code: 'VELIL', label: 'x' }] },
      '/journals/0/kind',
      'chart.not-accepted',
    ],
  ])('refuse %s', (_what, changes, pointer, code) => {
    expect(refused({ ...chart, ...changes })).toContainEqual([pointer, `accounting.${code}`]);
  });
});
