import type { Chart } from '@navette/contracts/accounting/v1/service';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { accountsOf, chartErrors } from './chart.js';

interface ChartRow {
  customer_account: string;
  customer_account_label: string;
  auxiliary_prefix: string;
  auxiliary_suffix: string;
  auxiliary_length: number;
  account_length: number;
  vat_accounts: Chart['vatAccounts'];
  revenue_accounts: Chart['revenueAccounts'];
  journals: Chart['journals'];
  payment_accounts: Chart['paymentAccounts'];
  other_accounts: Chart['otherAccounts'];
}

const CHART = `
  select c.customer_account, a.label as customer_account_label, c.auxiliary_prefix,
    c.auxiliary_suffix, c.auxiliary_length, c.account_length,
    coalesce((select jsonb_agg(jsonb_build_object('rate', v.rate, 'account', v.account, 'label', l.label) order by v.rate desc)
      from vat_account v join ledger_account l on l.station_id = v.station_id and l.account = v.account
      where v.station_id = c.station_id), '[]') as vat_accounts,
    coalesce((select jsonb_agg(jsonb_build_object('ventilationCode', r.ventilation_code, 'vatRegime', r.vat_regime,
        'account', r.account, 'label', l.label) order by r.ventilation_code, r.account)
      from revenue_account r join ledger_account l on l.station_id = r.station_id and l.account = r.account
      where r.station_id = c.station_id), '[]') as revenue_accounts,
    coalesce((select jsonb_agg(jsonb_build_object('kind', j.kind, 'code', j.code, 'label', j.label,
        'bankAccount', coalesce(j.bank_account, ''), 'bankAccountLabel', coalesce(l.label, '')) order by j.code)
      from journal j left join ledger_account l on l.station_id = j.station_id and l.account = j.bank_account
      where j.station_id = c.station_id and j.current), '[]') as journals,
    coalesce((select jsonb_agg(jsonb_build_object('method', p.method, 'account', p.account, 'label', l.label) order by p.method)
      from payment_account p join ledger_account l on l.station_id = p.station_id and l.account = p.account
      where p.station_id = c.station_id), '[]') as payment_accounts,
    coalesce((select jsonb_agg(jsonb_build_object('use', o.use, 'account', o.account, 'label', l.label) order by o.use)
      from other_account o join ledger_account l on l.station_id = o.station_id and l.account = o.account
      where o.station_id = c.station_id), '[]') as other_accounts
  from chart c join ledger_account a on a.station_id = c.station_id and a.account = c.customer_account
  where c.station_id = $1`;

/** Chart settings of a station (AC-1). Its row is the lock that keeps posting and changes of the chart apart. */
@Injectable()
export class ChartRepository {
  async find(tx: Tx): Promise<Chart | undefined> {
    const row = await tx.first<ChartRow>(CHART, [tx.scope.stationId]);
    return (
      row && {
        vatAccounts: row.vat_accounts,
        revenueAccounts: row.revenue_accounts,
        journals: row.journals,
        customerAccount: row.customer_account,
        customerAccountLabel: row.customer_account_label,
        auxiliaryPrefix: row.auxiliary_prefix,
        auxiliarySuffix: row.auxiliary_suffix,
        auxiliaryLength: row.auxiliary_length,
        accountLength: row.account_length,
        paymentAccounts: row.payment_accounts,
        otherAccounts: row.other_accounts,
      }
    );
  }

  /** The chart to post by; nobody changes it until commit. */
  async lockToPost(tx: Tx): Promise<Chart | undefined> {
    await tx.run('select 1 from chart where station_id = $1 for share', [tx.scope.stationId]);
    return this.find(tx);
  }

  /** Waits until nobody posts, and lets nobody post until commit. */
  async lockToChange(tx: Tx): Promise<void> {
    await tx.run('select 1 from chart where station_id = $1 for update', [tx.scope.stationId]);
  }

  /** Gives a station its first chart; false when it has one. */
  async open(tx: Tx, chart: Chart): Promise<boolean> {
    await this.#saveAccounts(tx, chart, 'do nothing');
    const opened = await tx.run(
      `insert into chart (station_id, customer_account, auxiliary_prefix, auxiliary_suffix, auxiliary_length, account_length)
       values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
      [tx.scope.stationId, ...headOf(chart)],
    );
    if (opened === 1) await this.#saveRows(tx, chart);
    return opened === 1;
  }

  /** @throws DomainError `accounting.chart.journal-of-other-kind` */
  async replace(tx: Tx, chart: Chart): Promise<void> {
    await this.#saveAccounts(tx, chart, '(station_id, account) do update set label = excluded.label');
    await tx.run(
      `update chart set customer_account = $2, auxiliary_prefix = $3, auxiliary_suffix = $4, auxiliary_length = $5,
         account_length = $6
       where station_id = $1`,
      [tx.scope.stationId, ...headOf(chart)],
    );
    for (const table of ['vat_account', 'revenue_account', 'payment_account', 'other_account']) {
      await tx.run(`delete from ${table} where station_id = $1`, [tx.scope.stationId]);
    }
    await tx.run('update journal set current = false where station_id = $1 and current', [tx.scope.stationId]);
    await this.#saveRows(tx, chart);
  }

  async #saveAccounts(tx: Tx, chart: Chart, conflict: string): Promise<void> {
    const accounts = accountsOf(chart);
    await tx.run(
      `insert into ledger_account (station_id, account, label)
       select $1, account, label from unnest($2::text[], $3::text[]) as x (account, label) on conflict ${conflict}`,
      [tx.scope.stationId, accounts.map(({ account }) => account), accounts.map(({ label }) => label)],
    );
  }

  async #saveRows(
    tx: Tx,
    { vatAccounts, revenueAccounts, paymentAccounts, otherAccounts, journals }: Chart,
  ): Promise<void> {
    const { stationId } = tx.scope;
    await tx.run(
      `insert into vat_account (station_id, rate, account)
       select $1, rate, account from unnest($2::text[], $3::text[]) as x (rate, account)`,
      [stationId, vatAccounts.map(({ rate }) => rate), vatAccounts.map(({ account }) => account)],
    );
    await tx.run(
      `insert into revenue_account (station_id, ventilation_code, vat_regime, account)
       select $1, code, regime, account from unnest($2::text[], $3::text[], $4::text[]) as x (code, regime, account)`,
      [
        stationId,
        revenueAccounts.map(({ ventilationCode }) => ventilationCode),
        revenueAccounts.map(({ vatRegime }) => vatRegime),
        revenueAccounts.map(({ account }) => account),
      ],
    );
    await tx.run(
      `insert into payment_account (station_id, method, account)
       select $1, method, account from unnest($2::text[], $3::text[]) as x (method, account)`,
      [stationId, paymentAccounts.map(({ method }) => method), paymentAccounts.map(({ account }) => account)],
    );
    await tx.run(
      `insert into other_account (station_id, use, account)
       select $1, use, account from unnest($2::text[], $3::text[]) as x (use, account)`,
      [stationId, otherAccounts.map(({ use }) => use), otherAccounts.map(({ account }) => account)],
    );
    for (const { kind, code, label, bankAccount } of journals) {
      const saved = await tx.run(
        `insert into journal (station_id, code, kind, label, current, bank_account) values ($1, $2, $3, $4, true, $5)
         on conflict (station_id, code) do update
           set label = excluded.label, current = true, bank_account = excluded.bank_account
           where journal.kind = excluded.kind`,
        [stationId, code, kind, label, bankAccount || null],
      );
      if (saved === 0) throw chartErrors.error('chart.journal-of-other-kind', { code });
    }
  }
}

/** Columns of the chart's own row, in their order. */
function headOf(chart: Chart): unknown[] {
  const { customerAccount, auxiliaryPrefix, auxiliarySuffix, auxiliaryLength, accountLength } = chart;
  return [customerAccount, auxiliaryPrefix, auxiliarySuffix, auxiliaryLength, accountLength];
}
