import type { ListQuery } from '@navette/contracts/common/v1/common';
import { Representative, type ListRepresentativesResponse } from '@navette/contracts/parties/v1/service';
import { isUuid } from '@navette/kernel';
import { listPage, type Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { normalised } from '../parties/party.js';
import { representativeList } from './representative.list.js';

const COLUMNS = `p.id, p.version::text as version, p.code, p.civility, p.name, p.first_name as "firstName", p.phones,
    p.emails, p.territory, p.notes, p.active, coalesce(p.user_id::text, '') as "userId",
    coalesce(p.family_id::text, '') as "familyId",
    case when concat(p.line1, p.line2, p.postcode, p.city) <> '' then jsonb_build_object('line1', p.line1,
      'line2', p.line2, 'postcode', p.postcode, 'city', p.city, 'country', p.country) end as "mainAddress",
    case when p.inherits_scales then array(select x.scale_id::text from family_scale x
        where x.station_id = p.station_id and x.family_id = p.family_id order by x.scale_id)
      else array(select x.scale_id::text from representative_scale x
        where x.station_id = p.station_id and x.representative_id = p.id order by x.scale_id) end as "commissionScaleIds",
    case when p.inherits_scales then '{commissionScaleIds}'::text[] else '{}' end as inherited`;

const columnsOf = (one: Representative) => ({
  code: one.code,
  civility: one.civility,
  name: one.name,
  name_norm: normalised(`${one.name} ${one.firstName}`),
  first_name: one.firstName,
  phones: one.phones,
  emails: one.emails,
  line1: one.mainAddress?.line1 ?? '',
  line2: one.mainAddress?.line2 ?? '',
  postcode: one.mainAddress?.postcode ?? '',
  city: one.mainAddress?.city ?? '',
  country: one.mainAddress?.country ?? '',
  territory: one.territory,
  notes: one.notes,
  active: one.active,
  user_id: one.userId || null,
  family_id: one.familyId || null,
  inherits_scales: one.inherited.length > 0,
});

@Injectable()
export class RepresentativeRepository {
  /** False where another representative has its code, or is its user. */
  async insert(tx: Tx, representative: Representative): Promise<boolean> {
    const values = { ...columnsOf(representative), version: 1, updated_at: tx.now };
    const inserted = await tx.run(
      `insert into representative (station_id, id, ${Object.keys(values).join(', ')})
       values ($1, $2, ${Object.keys(values)
         .map((_, i) => `$${i + 3}`)
         .join(', ')}) on conflict do nothing`,
      [tx.scope.stationId, representative.id, ...Object.values(values)],
    );
    if (inserted === 1) await this.#keepScales(tx, representative);
    return inserted === 1;
  }

  /** Replaces a locked representative. */
  async update(tx: Tx, representative: Representative): Promise<void> {
    const values = { ...columnsOf(representative), updated_at: tx.now };
    const set = Object.keys(values).map((name, i) => `${name} = $${i + 3}`);
    await tx.run(
      `update representative set ${set.join(', ')}, version = version + 1 where station_id = $1 and id = $2`,
      [tx.scope.stationId, representative.id, ...Object.values(values)],
    );
    await this.#keepScales(tx, representative);
  }

  async #keepScales(tx: Tx, { id, commissionScaleIds }: Representative): Promise<void> {
    const params = [tx.scope.stationId, id];
    await tx.run('delete from representative_scale where station_id = $1 and representative_id = $2', params);
    await tx.run(
      `insert into representative_scale (station_id, representative_id, scale_id)
       select $1, $2, x from unnest($3::uuid[]) as x`,
      [...params, commissionScaleIds],
    );
  }

  /** Which of what must be one's own another representative has. */
  async taken(tx: Tx, { id, code, userId }: Representative): Promise<{ code: boolean; userId: boolean }> {
    const rows = await tx.rows<{ code: string; userId: string | null }>(
      `select code, user_id as "userId" from representative
       where station_id = $1 and id <> $2 and (code = $3 or user_id = $4)`,
      [tx.scope.stationId, id, code, userId || null],
    );
    return {
      code: rows.some((other) => other.code === code),
      userId: userId !== '' && rows.some((other) => other.userId === userId),
    };
  }

  /** Version of a representative, whom nobody else changes until this transaction ends. */
  async lockVersion(tx: Tx, id: string): Promise<number | undefined> {
    if (!isUuid(id)) return undefined;
    const row = await tx.first<{ version: number }>(
      'select version from representative where station_id = $1 and id = $2 for update',
      [tx.scope.stationId, id],
    );
    return row?.version;
  }

  /** Gives a new version to those whose scales are a locked family's, which has others now; they are few. */
  async followFamily(tx: Tx, familyId: string): Promise<{ id: string; version: number; active: boolean }[]> {
    return tx.rows(
      `update representative set version = version + 1, updated_at = $3
       where station_id = $1 and family_id = $2 and inherits_scales returning id, version, active`,
      [tx.scope.stationId, familyId, tx.now],
    );
  }

  async byId(tx: Tx, id: string): Promise<Representative | undefined> {
    if (!isUuid(id)) return undefined;
    const row = await tx.first<Representative>(
      `select ${COLUMNS} from representative p where p.station_id = $1 and p.id = $2`,
      [tx.scope.stationId, id],
    );
    return row && toRepresentative(row);
  }

  async page(tx: Tx, query: ListQuery | undefined): Promise<ListRepresentativesResponse> {
    const { rows, nextCursor } = await listPage<Representative>(tx, representativeList, query, {
      columns: COLUMNS,
      from: 'representative p',
      where: 'p.station_id = $1',
      params: [tx.scope.stationId],
    });
    return { representatives: rows.map(toRepresentative), nextCursor };
  }
}

const toRepresentative = (row: Representative) =>
  Representative.fromPartial({ ...row, mainAddress: row.mainAddress ?? undefined });
