import { derivedId } from '@navette/kernel';
import { Database, type Scope } from '@navette/platform/database';
import { SeededRandom, seeding, seedScope } from '@navette/platform/seed';
import { normalisedReference } from '../catalogue/part.js';
import { PART_KINDS, SPECIAL_ITEMS } from './catalogue.js';

export interface StockSeed {
  readonly networkId: string;
  readonly stations: readonly {
    readonly stationId: string;
    /** Parties that parts are bought from; at least one. Their terms come by parties' events. */
    readonly suppliers: readonly string[];
    /** Makes and sells a fifth of the parts, where there is one. */
    readonly manufacturer?: string;
  }[];
  /** Per station; 5,000 unless told otherwise. */
  readonly parts?: number;
}

const BATCH = 1_000;
const PARTS = 5_000;

interface SeededItem {
  readonly id: string;
  readonly kind: 'part' | 'special_item';
  readonly reference: string;
  readonly designation: string;
  readonly supplier: string | null;
  readonly manufacturer: string | null;
  readonly ventilationCode: string;
  readonly listPrice: string | null;
  readonly fixedPrice: string | null;
  readonly barcode: string | null;
}

/** Id of a seeded part or special item of a station, by its reference. */
export function demoPartId(stationId: string, reference: string): string {
  return derivedId('navette-demo', `part ${reference} ${stationId}`);
}

/**
 * The demo catalogue (ID-12): the same parts on every machine, none in stock, so that what a file needs is ordered. May be
 * repeated: what is there stays.
 * @param env database of stock and its app role's password, as for the running service
 */
export async function seedStockDemo(env: NodeJS.ProcessEnv, seed: StockSeed): Promise<void> {
  await seeding('stock', env, async (db) => {
    for (const { stationId, suppliers, manufacturer } of seed.stations) {
      const scope = seedScope(stationId, seed.networkId, 'stock:part.seed');
      const items = [
        ...specialItems(stationId),
        ...parts(stationId, suppliers, manufacturer ?? null, seed.parts ?? PARTS),
      ];
      for (let from = 0; from < items.length; from += BATCH) await insert(db, scope, items.slice(from, from + BATCH));
    }
  });
}

async function insert(db: Database, scope: Scope, items: readonly SeededItem[]): Promise<void> {
  await db.tenantTx(scope, async (tx) => {
    const inserted = await tx.run(
      `insert into part (station_id, id, kind, reference, reference_norm, designation, supplier_party_id,
         manufacturer_party_id, ventilation_code, vat_category, state, list_price, fixed_price, created_at)
       select $1, id, kind, reference, norm, designation, supplier, manufacturer, code, 'standard', 'active', list, fixed, $2
       from unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::uuid[], $9::uuid[], $10::text[],
           $11::numeric[], $12::numeric[])
         as x (id, kind, reference, norm, designation, supplier, manufacturer, code, list, fixed)
       on conflict do nothing`,
      [
        scope.stationId,
        tx.now,
        items.map(({ id }) => id),
        items.map(({ kind }) => kind),
        items.map(({ reference }) => reference),
        items.map(({ reference }) => normalisedReference(reference)),
        items.map(({ designation }) => designation),
        items.map(({ supplier }) => supplier),
        items.map(({ manufacturer }) => manufacturer),
        items.map(({ ventilationCode }) => ventilationCode),
        items.map(({ listPrice }) => listPrice),
        items.map(({ fixedPrice }) => fixedPrice),
      ],
    );
    if (inserted === 0) {
      tx.changesNothing();
      return;
    }
    const coded = items.filter(({ barcode }) => barcode !== null);
    await tx.run(
      `insert into part_barcode (station_id, code, part_id)
       select $1, code, id from unnest($2::text[], $3::uuid[]) as x (code, id) on conflict do nothing`,
      [scope.stationId, coded.map(({ barcode }) => barcode), coded.map(({ id }) => id)],
    );
    tx.audit('catalogue', scope.stationId);
  });
}

function specialItems(stationId: string): SeededItem[] {
  return SPECIAL_ITEMS.map(([reference, designation, ventilationCode, fixedPrice]) => ({
    id: demoPartId(stationId, reference),
    kind: 'special_item',
    reference,
    designation,
    supplier: null,
    manufacturer: null,
    ventilationCode,
    listPrice: null,
    fixedPrice,
    barcode: null,
  }));
}

function parts(
  stationId: string,
  suppliers: readonly string[],
  manufacturer: string | null,
  count: number,
): SeededItem[] {
  // One generator for all stations: a reference is the same part everywhere.
  const random = new SeededRandom('stock demo catalogue');
  return Array.from({ length: count }, (_, i) => {
    const [name, letters, cheapest, dearest] = random.pick(PART_KINDS);
    const cents = random.int(cheapest, dearest);
    const model = `${random.pick(['WM', 'DW', 'FR', 'OV', 'TD', 'KA', 'HV'])}${random.int(100, 999)}`;
    const own = random.chance(20) ? manufacturer : null;
    const supplier = suppliers[random.int(0, suppliers.length - 1)] as string;
    const reference = `${letters}-${String(i + 1).padStart(5, '0')}`;
    return {
      id: demoPartId(stationId, reference),
      kind: 'part',
      reference,
      designation: `${name} ${model}`,
      supplier: own ?? supplier,
      manufacturer: own,
      ventilationCode: 'PIECE',
      listPrice: `${Math.trunc(cents / 100)}.${String(cents % 100).padStart(2, '0')}`,
      fixedPrice: null,
      barcode: gtin(i),
    };
  });
}

/** A GTIN-13 of the range kept for use within a company, with its check digit. */
function gtin(i: number): string {
  const digits = `20${String(i).padStart(10, '0')}`;
  const sum = [...digits].reduce((total, digit, at) => total + Number(digit) * (at % 2 === 0 ? 1 : 3), 0);
  return `${digits}${(10 - (sum % 10)) % 10}`;
}
