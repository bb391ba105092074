import type { ListQuery } from '@navette/contracts/common/v1/common';
import { CommissionScale, type ListCommissionScalesResponse } from '@navette/contracts/parties/v1/service';
import { isUuid } from '@navette/kernel';
import { listPage, type Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { scaleList } from './commission-scale.list.js';

const COLUMNS = `p.id, p.version::text as version, p.code, p.label, p.basis, p.document, p.mode, p.period,
    coalesce(p.valid_from::text, '') as "validFrom", coalesce(p.valid_to::text, '') as "validTo",
    coalesce((select jsonb_agg(jsonb_build_object('from', from_value::text, 'formula', formula,
        'amount', coalesce(amount::text, ''), 'rate', coalesce(rate::text, '')) order by from_value)
      from commission_band x where x.station_id = p.station_id and x.scale_id = p.id), '[]') as bands`;

const columnsOf = ({ code, label, basis, document, mode, period, validFrom, validTo }: CommissionScale) => ({
  code,
  label,
  basis,
  document,
  mode,
  period,
  valid_from: validFrom || null,
  valid_to: validTo || null,
});

@Injectable()
export class CommissionScaleRepository {
  /** False where another scale has its code. */
  async insert(tx: Tx, scale: CommissionScale): Promise<boolean> {
    const values = { ...columnsOf(scale), version: 1, updated_at: tx.now };
    const inserted = await tx.run(
      `insert into commission_scale (station_id, id, ${Object.keys(values).join(', ')})
       values ($1, $2, ${Object.keys(values)
         .map((_, i) => `$${i + 3}`)
         .join(', ')}) on conflict (station_id, code) do nothing`,
      [tx.scope.stationId, scale.id, ...Object.values(values)],
    );
    if (inserted === 1) await this.#insertBands(tx, scale);
    return inserted === 1;
  }

  /** Replaces a locked scale. */
  async update(tx: Tx, scale: CommissionScale): Promise<void> {
    const params = [tx.scope.stationId, scale.id];
    await tx.run('delete from commission_band where station_id = $1 and scale_id = $2', params);
    const values = { ...columnsOf(scale), updated_at: tx.now };
    const set = Object.keys(values).map((name, i) => `${name} = $${i + 3}`);
    await tx.run(
      `update commission_scale set ${set.join(', ')}, version = version + 1 where station_id = $1 and id = $2`,
      [...params, ...Object.values(values)],
    );
    await this.#insertBands(tx, scale);
  }

  async #insertBands(tx: Tx, { id, basis, bands }: CommissionScale): Promise<void> {
    await tx.run(
      `insert into commission_band (station_id, scale_id, basis, from_value, formula, amount, rate)
       select $1, $2, $3, x.* from jsonb_to_recordset($4::jsonb)
         as x ("from" numeric, formula text, amount numeric, rate numeric)`,
      [
        tx.scope.stationId,
        id,
        basis,
        JSON.stringify(
          bands.map(({ amount, rate, ...band }) => ({ ...band, amount: amount || null, rate: rate || null })),
        ),
      ],
    );
  }

  async isCodeTaken(tx: Tx, code: string, byOtherThan: string): Promise<boolean> {
    const row = await tx.first('select from commission_scale where station_id = $1 and code = $2 and id <> $3', [
      tx.scope.stationId,
      code,
      byOtherThan,
    ]);
    return row !== undefined;
  }

  /** Version of a scale, which nobody else changes until this transaction ends. */
  async lockVersion(tx: Tx, id: string): Promise<number | undefined> {
    if (!isUuid(id)) return undefined;
    const row = await tx.first<{ version: number }>(
      'select version from commission_scale where station_id = $1 and id = $2 for update',
      [tx.scope.stationId, id],
    );
    return row?.version;
  }

  /** Those of `ids` that are scales of the station. */
  async known(tx: Tx, ids: readonly string[]): Promise<Set<string>> {
    const rows = await tx.rows<{ id: string }>(
      'select id from commission_scale where station_id = $1 and id = any ($2::uuid[])',
      [tx.scope.stationId, ids],
    );
    return new Set(rows.map(({ id }) => id));
  }

  async byId(tx: Tx, id: string): Promise<CommissionScale | undefined> {
    if (!isUuid(id)) return undefined;
    const row = await tx.first<CommissionScale>(
      `select ${COLUMNS} from commission_scale p where p.station_id = $1 and p.id = $2`,
      [tx.scope.stationId, id],
    );
    return row && CommissionScale.fromPartial(row);
  }

  async page(tx: Tx, query: ListQuery | undefined): Promise<ListCommissionScalesResponse> {
    const { rows, nextCursor } = await listPage<CommissionScale>(tx, scaleList, query, {
      columns: COLUMNS,
      from: 'commission_scale p',
      where: 'p.station_id = $1',
      params: [tx.scope.stationId],
    });
    return { scales: rows.map((row) => CommissionScale.fromPartial(row)), nextCursor };
  }
}
