import type { ListQuery } from '@navette/contracts/common/v1/common';
import { Family, type ListFamiliesResponse } from '@navette/contracts/parties/v1/service';
import { isUuid } from '@navette/kernel';
import { listPage, type Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import type { Terms } from './inherited-terms.js';
import { familyColumns, TermsRepository } from './terms.repository.js';
import { familyList } from './family.list.js';
import type { CheckedFamily } from '../families/family.js';

const COLUMNS = `p.id, p.version, p.role, p.code, p.label, p.notes,
    (select count(*) from party x where x.station_id = p.station_id and x.customer_family_id = p.id
       and x.merged_into is null and x.erased_at is null)::int
    + (select count(*) from party x where x.station_id = p.station_id and x.supplier_family_id = p.id
       and x.merged_into is null and x.erased_at is null)::int
    + (select count(*) from representative x where x.station_id = p.station_id and x.family_id = p.id)::int
      as "memberCount",
    array(select x.scale_id::text from family_scale x where x.station_id = p.station_id and x.family_id = p.id
      order by x.scale_id) as "commissionScaleIds"`;

type FamilyRow = Pick<Family, 'id' | 'role' | 'code' | 'label' | 'notes' | 'memberCount' | 'commissionScaleIds'> & {
  version: number;
};

@Injectable()
export class FamilyRepository {
  constructor(private readonly terms: TermsRepository) {}

  /** False where another family of its role has its code. */
  async insert(tx: Tx, id: string, { terms, scaleIds, ...family }: CheckedFamily): Promise<boolean> {
    const values = { ...family, version: 1, updated_at: tx.now, ...familyColumns(terms) };
    const inserted = await tx.run(
      `insert into party_family (station_id, id, ${Object.keys(values).join(', ')})
       values ($1, $2, ${Object.keys(values)
         .map((_, i) => `$${i + 3}`)
         .join(', ')}) on conflict (station_id, role, code) do nothing`,
      [tx.scope.stationId, id, ...Object.values(values)],
    );
    if (inserted === 0) return false;
    await this.terms.replaceLists(tx, 'family', id, terms.pricing);
    await this.#keepScales(tx, id, scaleIds);
    return true;
  }

  /** Replaces a locked family, and leaves whose role it is. */
  async update(tx: Tx, id: string, { terms, scaleIds, code, label, notes }: CheckedFamily): Promise<void> {
    const values = { code, label, notes, updated_at: tx.now, ...familyColumns(terms) };
    const set = Object.keys(values).map((name, i) => `${name} = $${i + 3}`);
    await tx.run(`update party_family set ${set.join(', ')}, version = version + 1 where station_id = $1 and id = $2`, [
      tx.scope.stationId,
      id,
      ...Object.values(values),
    ]);
    await this.terms.replaceLists(tx, 'family', id, terms.pricing);
    await this.#keepScales(tx, id, scaleIds);
  }

  async #keepScales(tx: Tx, id: string, scaleIds: readonly string[]): Promise<void> {
    await tx.run('delete from family_scale where station_id = $1 and family_id = $2', [tx.scope.stationId, id]);
    await tx.run(
      `insert into family_scale (station_id, family_id, scale_id) select $1, $2, x from unnest($3::uuid[]) as x`,
      [tx.scope.stationId, id, scaleIds],
    );
  }

  /** Forgets a locked family that nobody is in who may still change; who may not, merged or erased, leaves it. */
  async delete(tx: Tx, id: string): Promise<void> {
    const params = [tx.scope.stationId, id];
    for (const field of ['customer_family_id', 'supplier_family_id']) {
      await tx.run(`update party set ${field} = null where station_id = $1 and ${field} = $2`, params);
    }
    for (const table of ['family_price_band', 'family_part_discount', 'family_scale']) {
      await tx.run(`delete from ${table} where station_id = $1 and family_id = $2`, params);
    }
    await tx.run('delete from party_family where station_id = $1 and id = $2', params);
  }

  async isCodeTaken(tx: Tx, { role, code }: CheckedFamily, byOtherThan: string): Promise<boolean> {
    const row = await tx.first(
      'select from party_family where station_id = $1 and role = $2 and code = $3 and id <> $4',
      [tx.scope.stationId, role, code, byOtherThan],
    );
    return row !== undefined;
  }

  /** Version of a family, which nobody else changes, and no party takes terms of, until this transaction ends. */
  async lockVersion(tx: Tx, id: string): Promise<number | undefined> {
    if (!isUuid(id)) return undefined;
    const row = await tx.first<{ version: number }>(
      'select version from party_family where station_id = $1 and id = $2 for update',
      [tx.scope.stationId, id],
    );
    return row?.version;
  }

  /** Terms of those of `ids` that are families; nobody changes them until this transaction ends. */
  async lockTerms(tx: Tx, ids: readonly string[]): Promise<Map<string, Terms>> {
    const named = [...new Set(ids)].filter(isUuid);
    if (named.length === 0) return new Map();
    await tx.rows('select from party_family where station_id = $1 and id = any ($2::uuid[]) order by id for share', [
      tx.scope.stationId,
      named,
    ]);
    return this.terms.ofFamilies(tx, named);
  }

  /** Roles of those of `ids` that are families, which nobody deletes until this transaction ends. */
  async lockRoles(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
    const rows = await tx.rows<{ id: string; role: string }>(
      `select id, role from party_family where station_id = $1 and id = any ($2::uuid[]) order by id for key share`,
      [tx.scope.stationId, ids.filter(isUuid)],
    );
    return new Map(rows.map(({ id, role }) => [id, role]));
  }

  async byId(tx: Tx, id: string): Promise<Family | undefined> {
    const rows = await tx.rows<FamilyRow>(
      `select ${COLUMNS} from party_family p where p.station_id = $1 and p.id = $2`,
      [tx.scope.stationId, id],
    );
    return (await this.#withTerms(tx, rows))[0];
  }

  async page(tx: Tx, query: ListQuery | undefined): Promise<ListFamiliesResponse> {
    const { rows, nextCursor } = await listPage<FamilyRow>(tx, familyList, query, {
      columns: COLUMNS,
      from: 'party_family p',
      where: 'p.station_id = $1',
      params: [tx.scope.stationId],
    });
    return { families: await this.#withTerms(tx, rows), nextCursor };
  }

  async #withTerms(tx: Tx, rows: readonly FamilyRow[]): Promise<Family[]> {
    const ids = rows.map(({ id }) => id);
    const terms = await this.terms.ofFamilies(tx, ids);
    return rows.map(({ version, ...row }) => {
      const { billing, pricing } = terms.get(row.id) as Terms;
      const given = row.role === 'representative' ? {} : { billingTerms: billing, pricingTerms: pricing };
      return Family.fromPartial({ ...row, version: String(version), ...given });
    });
  }
}
