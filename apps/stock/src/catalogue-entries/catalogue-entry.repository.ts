import type { ListQuery } from '@navette/contracts/common/v1/common';
import { CatalogueEntry, type ListCatalogueEntriesResponse } from '@navette/contracts/stock/v1/service';
import { isUuid } from '@navette/kernel';
import { listPage, type Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { catalogueEntryList } from './catalogue-entry.list.js';
import type { CheckedEntry, CountedKind } from './catalogue-entry.js';

const COLUMNS = `e.id, e.version, e.kind, e.code, e.label, e.notes, e.is_listed as listed, e.is_active as active,
  coalesce(e.unit_type, '') as "unitType", coalesce(e.decimals, 0)::int as decimals,
  coalesce(e.place_type, '') as "placeType", coalesce(e.amount::text, '') as amount`;

type EntryRow = Omit<CatalogueEntry, 'version'> & { version: number };

@Injectable()
export class CatalogueEntryRepository {
  async byId(tx: Tx, id: string): Promise<CatalogueEntry | undefined> {
    return this.#one(tx, id, '');
  }

  /** Nobody else changes it until this transaction ends. */
  async lockById(tx: Tx, id: string): Promise<CatalogueEntry | undefined> {
    return this.#one(tx, id, 'for update');
  }

  async page(tx: Tx, query: ListQuery | undefined): Promise<ListCatalogueEntriesResponse> {
    const { rows, nextCursor } = await listPage<EntryRow>(tx, catalogueEntryList, query, {
      columns: COLUMNS,
      from: 'catalogue_entry e',
      where: 'e.station_id = $1',
      params: [tx.scope.stationId],
    });
    return { entries: rows.map(toEntry), nextCursor };
  }

  /** False where another entry of its kind has its code. */
  async insert(tx: Tx, id: string, entry: CheckedEntry, listed = false): Promise<boolean> {
    const inserted = await tx.run(
      `insert into catalogue_entry (station_id, id, version, kind, code, label, notes, is_listed, is_active, unit_type,
         decimals, updated_at, place_type, amount)
       values ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) on conflict do nothing`,
      [
        tx.scope.stationId,
        id,
        entry.kind,
        entry.code,
        entry.label,
        entry.notes,
        listed,
        entry.active,
        entry.unitType,
        entry.decimals,
        tx.now,
        entry.placeType,
        entry.amount,
      ],
    );
    return inserted === 1;
  }

  /** Of a locked entry. False where another entry of its kind has the code. */
  async update(tx: Tx, id: string, entry: CheckedEntry): Promise<boolean> {
    const changed = await tx.run(
      `update catalogue_entry set code = $4, label = $5, notes = $6, is_active = $7, unit_type = $8, decimals = $9,
         updated_at = $10, place_type = $11, amount = $12, version = version + 1
       where station_id = $1 and id = $2 and not exists (
         select from catalogue_entry where station_id = $1 and kind = $3 and code = $4 and id <> $2)`,
      [
        tx.scope.stationId,
        id,
        entry.kind,
        entry.code,
        entry.label,
        entry.notes,
        entry.active,
        entry.unitType,
        entry.decimals,
        tx.now,
        entry.placeType,
        entry.amount,
      ],
    );
    return changed === 1;
  }

  /** Kinds of those of `ids` that may be chosen: of this station and active. */
  async choosable(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
    const named = [...new Set(ids)].filter(isUuid);
    if (named.length === 0) return new Map();
    const rows = await tx.rows<{ id: string; kind: string }>(
      'select id, kind from catalogue_entry where station_id = $1 and id = any ($2::uuid[]) and is_active',
      [tx.scope.stationId, named],
    );
    return new Map(rows.map(({ id, kind }) => [id, kind]));
  }

  /** The next number of a counter of the station; a number may be lost with its transaction (E-118). */
  async nextNumber(tx: Tx, kind: 'part' | 'barcode' | CountedKind): Promise<number> {
    const row = await tx.first<{ last: string }>(
      `insert into catalogue_counter as c (station_id, kind, last) values ($1, $2, 1)
       on conflict (station_id, kind) do update set last = c.last + 1 returning last`,
      [tx.scope.stationId, kind],
    );
    return Number(row?.last);
  }

  async #one(tx: Tx, id: string, lock: '' | 'for update'): Promise<CatalogueEntry | undefined> {
    if (!isUuid(id)) return undefined;
    const row = await tx.first<EntryRow>(
      `select ${COLUMNS} from catalogue_entry e where e.station_id = $1 and e.id = $2 ${lock}`,
      [tx.scope.stationId, id],
    );
    return row && toEntry(row);
  }
}

function toEntry({ version, ...row }: EntryRow): CatalogueEntry {
  return { ...row, version: String(version) };
}
