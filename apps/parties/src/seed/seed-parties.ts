import { createRequire } from 'node:module';
import { Party } from '@navette/contracts/parties/v1/service';
import { derivedId } from '@navette/kernel';
import { Database, type Scope } from '@navette/platform/database';
import { SeededRandom, seeding, seedScope } from '@navette/platform/seed';
import {
  PartyBillingTermsChangedMessage,
  PartyCreatedMessage,
  PartyPricingTermsChangedMessage,
} from '@navette/contracts';
import { newParty } from '../parties/party.js';
import { PartyRepository } from '../parties/party.repository.js';
import { TermsRepository } from '../parties/terms.repository.js';
import { checkedBillingTerms, checkedPricingTerms } from '../parties/terms.js';
import { FIRST_NAMES, NAMES, STREETS, SUPPLIERS } from './names.js';

interface Commune {
  readonly nom: string;
  readonly type: string;
  readonly codesPostaux?: readonly string[];
  readonly departement?: string;
}

export interface PartiesSeed {
  readonly networkId: string;
  readonly stationIds: readonly string[];
  /** Consumers in all, spread over the stations. */
  readonly consumers: number;
}

/** Ids of the demo's suppliers and manufacturer in a station, for other seeds. */
export function demoPartiesOf(stationId: string): { suppliers: readonly string[]; manufacturer: string } {
  return {
    suppliers: SUPPLIERS.map(({ name }) => derivedId('navette-demo', `supplier ${name} ${stationId}`)),
    manufacturer: derivedId('navette-demo', `manufacturer ${stationId}`),
  };
}

const BATCH = 200;

/**
 * Suppliers with coefficients, one manufacturer that is billed by delivery note, and consumers in real communes of the
 * north of France; names and streets are invented. May be repeated: what is there stays.
 */
export async function seedParties(env: NodeJS.ProcessEnv, seed: PartiesSeed): Promise<void> {
  await seeding('parties', env, async (db) => {
    for (const [i, stationId] of seed.stationIds.entries()) {
      const scope = seedScope(stationId, seed.networkId, 'parties:party.seed');
      const share = Math.ceil(seed.consumers / seed.stationIds.length);
      const parties = [...businesses(stationId), ...consumers(stationId, Math.min(share, seed.consumers - i * share))];
      for (let from = 0; from < parties.length; from += BATCH)
        await insert(db, scope, parties.slice(from, from + BATCH));
    }
  });
}

/** What a seeded party has beside what `newParty` gives. */
type Seeded = Pick<Party, 'id'> & { party: Party };

async function insert(db: Database, scope: Scope, seeded: readonly Seeded[]): Promise<void> {
  const repository = new PartyRepository();
  const termsOf = new TermsRepository();
  await db.tenantTx(scope, async (tx) => {
    const known = await tx.rows<{ id: string }>('select id from party where station_id = $1 and id = any ($2)', [
      scope.stationId,
      seeded.map(({ id }) => id),
    ]);
    const missing = seeded.filter(({ id }) => !known.some((row) => row.id === id));
    for (const { id, party: input } of missing) {
      const { party, phones } = newParty(input, 'by_hand');
      const created: Party = { ...party, id, version: '1' };
      await repository.insert(tx, created, phones);
      tx.publish(PartyCreatedMessage, { type: 'party', id, version: 1 }, { party: created });
      let version = 1;
      if (input.billingTerms !== undefined) {
        version++;
        const terms = checkedBillingTerms(input.billingTerms);
        await termsOf.updateBillingTerms(tx, id, terms);
        tx.publish(
          PartyBillingTermsChangedMessage,
          { type: 'party', id, version },
          { partyId: id, version: String(version), terms },
        );
      }
      if (input.pricingTerms !== undefined) {
        version++;
        const terms = checkedPricingTerms(input.pricingTerms);
        await termsOf.updatePricingTerms(tx, id, terms);
        tx.publish(
          PartyPricingTermsChangedMessage,
          { type: 'party', id, version },
          { partyId: id, version: String(version), terms },
        );
      }
      tx.audit('party', id);
    }
    if (missing.length === 0) tx.changesNothing();
  });
}

function businesses(stationId: string): Seeded[] {
  const { suppliers, manufacturer } = demoPartiesOf(stationId);
  const pricing = (bands: readonly (readonly [string, string])[]) => ({
    bands: bands.map(([from, coefficient]) => ({ from, coefficient })),
    professionalCoefficient1: '1.8',
    professionalCoefficient2: '1.5',
    leadTimeDays: 3,
    minimumOrder: '',
    shippingCharge: '',
    orderingChannel: 'file',
  });
  return [
    ...SUPPLIERS.map(({ name, city, postcode, bands }, i) => {
      const id = suppliers[i] as string;
      const party = Party.fromPartial({
        kinds: ['supplier'],
        name,
        emails: [`commandes.${i + 1}@fournisseur.example`],
        mainAddress: { line1: '1 zone d’activités', postcode, city, country: 'FR' },
        pricingTerms: pricing(bands),
      });
      return { id, party };
    }),
    {
      id: manufacturer,
      party: Party.fromPartial({
        kinds: ['manufacturer', 'supplier'],
        name: 'Electrobel',
        emails: ['garanties@electrobel.example'],
        mainAddress: { line1: '8 quai des Moteurs', postcode: '69007', city: 'Lyon', country: 'FR' },
        billingTerms: {
          billingType: 'billable_delivery_note',
          paymentDays: 30,
          endOfMonth: true,
          dayOfMonth: 0,
          paymentMethod: 'transfer',
          ledgerAccount: '',
          vatRegime: 'domestic',
        },
        pricingTerms: pricing([
          ['0', '3.10'],
          ['15', '2.00'],
        ]),
      }),
    },
  ];
}

function consumers(stationId: string, count: number): Seeded[] {
  const random = new SeededRandom(`consumers ${stationId}`);
  const communes = northernCommunes();
  return Array.from({ length: Math.max(count, 0) }, (_, i) => {
    const commune = random.pick(communes);
    const [firstName, name] = [random.pick(FIRST_NAMES), random.pick(NAMES)];
    return {
      id: derivedId('navette-demo', `consumer ${i} ${stationId}`),
      party: Party.fromPartial({
        kinds: ['consumer'],
        civility: random.chance(50) ? 'Mme' : 'M.',
        name,
        firstName,
        // 06 39 98 xx xx is kept by the regulator for fiction.
        phones: [`06 39 98 ${pad(random.int(0, 99))} ${pad(random.int(0, 99))}`],
        emails: random.chance(85) ? [`client.${i}.${stationId.slice(0, 8)}@exemple.example`] : [],
        mainAddress: {
          line1: `${random.int(1, 180)} ${random.pick(STREETS)}`,
          postcode: commune.codesPostaux?.[0] ?? '',
          city: commune.nom,
          country: 'FR',
        },
      }),
    };
  });
}

function northernCommunes(): readonly Commune[] {
  const communes = createRequire(import.meta.url)(
    '@etalab/decoupage-administratif/data/communes.json',
  ) as readonly Commune[];
  return communes.filter(
    ({ type, departement, codesPostaux }) =>
      type === 'commune-actuelle' &&
      ['59', '62', '80', '02'].includes(departement ?? '') &&
      (codesPostaux?.length ?? 0) > 0,
  );
}

function pad(n: number): string {
  return String(n).padStart(2, '0');
}
