import { answered } from '@navette/api-client';
import { PARTY_SOURCES, type PARTY_KINDS } from '@navette/api-schema';
import type { Translate } from '../../shared/i18n/use-text.js';
import type { Column, ListDefinition, Show } from '../../shared/kit/list/list-definition.js';
import { StateChip } from '../../shared/ui/state-chip.js';
import { listParameters } from '../../shared/kit/list/list-query.js';
import type { Family } from './families/use-givers.js';
import type { Party } from './party-values.js';
import { fullName, type Representative } from '../../shared/trade/use-representatives.js';

/** How the columns' filters are asked. */
const FILTERS = {
  kind: 'eq',
  name: 'prefix',
  email: 'eq',
  source: 'eq',
  pricingToSetUp: 'eq',
  customerFamilyId: 'eq',
  supplierFamilyId: 'eq',
  representativeId: 'eq',
} as const;

/** What a party names, to be told by name: its family of the role that the list is about, and who sells to it (PA-13). */
export interface Belongings {
  readonly families: readonly Family[];
  readonly representatives: readonly Representative[];
}

type PartyKind = (typeof PARTY_KINDS)[number];

type Columns = ListDefinition<Party>['columns'];

/** PA-10 */
const alphaCode: Columns[number] = {
  id: 'alphaCode',
  title: 'parties.alpha-code',
  width: 110,
  cell: (party) => <span className="reference">{party.alphaCode}</span>,
  value: (party) => party.alphaCode,
};

const firstName: Columns[number] = {
  id: 'firstName',
  title: 'parties.first-name',
  width: 160,
  cell: (party) => party.firstName,
  value: (party) => party.firstName,
};

/** PA-10, PA-11: who is not of the common list. */
const source: Columns[number] = {
  id: 'source',
  title: 'parties.source',
  filter: {
    kind: 'choice',
    choices: PARTY_SOURCES.map((id) => ({ id, title: `parties.source.${id}` })),
  },
  width: 170,
  cell: (party, { t }) => t(`parties.source.${party.source}`),
  value: (party, { t }) => t(`parties.source.${party.source}`),
};

const setUpText = ({ kinds, pricingToSetUp }: Party, t: Translate): string =>
  pricingToSetUp ? t('parties.to-set-up') : kinds.includes('supplier') ? t('parties.set-up') : '';

/** PA-18: whose parts have no price yet. */
const pricing: Columns[number] = {
  id: 'pricingToSetUp',
  title: 'parties.coefficients',
  filter: {
    kind: 'choice',
    choices: [
      { id: 'true', title: 'parties.to-set-up' },
      { id: 'false', title: 'parties.set-up' },
    ],
  },
  width: 140,
  cell: (party, { t }) =>
    party.pricingToSetUp ? <StateChip tone="waiting">{t('parties.to-set-up')}</StateChip> : setUpText(party, t),
  value: (party, { t }) => setUpText(party, t),
};

/** A column that is there for who wants it, and for exports: an import reads them all again (PA-15). */
const extra = (id: string, title: string, width: number, value: (party: Party) => string): Column<Party> => ({
  id,
  title,
  isExtra: true,
  width,
  cell: value,
  value,
});

const kindsOf = ({ kinds }: Party, { t }: Show): string => kinds.map((kind) => t(`parties.kind.${kind}`)).join(' / ');

/** The family that is of interest: of suppliers, of those whose parts one buys. */
export const familyFieldOf = (kind: PartyKind) =>
  kind === 'supplier' || kind === 'manufacturer' ? 'supplierFamilyId' : 'customerFamilyId';

/** The list of one kind; consumers are too many to be shown unasked (PA-6). */
export function partiesOf(kind: PartyKind, { families, representatives }: Belongings): ListDefinition<Party> {
  // Whom parts are bought from: what is to be set up is told before how to reach them (PA-18).
  const familyField = familyFieldOf(kind);
  const sells = familyField === 'supplierFamilyId';
  const choices = families.map(({ id, label }) => ({ id, text: label }));
  const familyOf = (party: Party) => choices.find(({ id }) => id === party[familyField])?.text ?? '';
  const sellers = representatives.map((one) => ({ id: one.id, text: fullName(one) }));
  const sellerOf = ({ billingTerms }: Party) =>
    sellers.find(({ id }) => id === billingTerms.representativeId)?.text ?? '';
  return {
    id: `parties.${kind}`,
    title: `parties.list.${kind}`,
    empty: 'parties.list.empty',
    href: ({ id }) => `/parties/${id}`,
    live: ['party', 'party-import'],
    waitsForSearch: kind === 'consumer',
    hasSearch: true,
    fixed: { kind },
    columns: [
      {
        id: 'name',
        title: 'parties.name',
        sort: 'name',
        filter: { kind: 'text' },
        width: 240,
        cell: (party) => party.name,
        value: (party) => party.name,
      },
      ...(kind === 'manufacturer' ? [alphaCode] : []),
      ...(sells ? [pricing, source] : [firstName]),
      {
        id: 'phone',
        title: 'parties.phone',
        width: 150,
        cell: (party) => party.phones[0] ?? '',
        value: (party) => party.phones.join(' / '),
      },
      {
        id: 'email',
        title: 'parties.email',
        filter: { kind: 'text' },
        width: 240,
        cell: (party) => party.emails[0] ?? '',
        value: (party) => party.emails.join(' / '),
      },
      {
        id: 'postcode',
        title: 'parties.postcode',
        width: 100,
        cell: (party) => party.mainAddress?.postcode ?? '',
        value: (party) => party.mainAddress?.postcode ?? '',
      },
      {
        id: 'city',
        title: 'parties.city',
        sort: 'city',
        width: 200,
        cell: (party) => party.mainAddress?.city ?? '',
        value: (party) => party.mainAddress?.city ?? '',
      },
      ...(sells ? [{ ...firstName, isExtra: true }] : [{ ...source, isExtra: kind === 'consumer' }]),
      {
        id: familyField,
        title: 'parties.family',
        filter: { kind: 'choice', choices },
        isExtra: kind === 'consumer',
        width: 170,
        cell: familyOf,
        value: familyOf,
      },
      ...(sells
        ? []
        : [
            {
              id: 'representativeId',
              title: 'parties.billing.representative',
              filter: { kind: 'choice', choices: sellers } as const,
              isExtra: true,
              width: 170,
              cell: sellerOf,
              value: sellerOf,
            },
          ]),
      {
        id: 'siret',
        title: 'parties.siret',
        isExtra: true,
        width: 160,
        cell: (party) => <span className="reference">{party.siret}</span>,
        value: (party) => party.siret,
      },
      {
        id: 'tags',
        title: 'parties.tags',
        isExtra: true,
        width: 180,
        cell: (party) => party.tags.join(', '),
        value: (party) => party.tags.join(', '),
      },
      { id: 'kinds', title: 'parties.kinds', isExtra: true, width: 180, cell: kindsOf, value: kindsOf },
      extra('civility', 'parties.civility', 100, ({ civility }) => civility),
      extra('line1', 'parties.line1', 240, ({ mainAddress }) => mainAddress?.line1 ?? ''),
      extra('line2', 'parties.line2', 200, ({ mainAddress }) => mainAddress?.line2 ?? ''),
      extra('country', 'parties.country', 80, ({ mainAddress }) => mainAddress?.country ?? ''),
      extra('vatNumber', 'parties.vat-number', 160, ({ vatNumber }) => vatNumber),
      extra('language', 'parties.language', 80, ({ language }) => language),
      extra('comment', 'parties.comment', 300, ({ comment }) => comment),
    ],
    load: async (api, { search, filters, sort, cursor, limit }, signal) => {
      // Words have answers of their own, the best first (PA-6); there are no pages of them.
      if (search.trim() !== '') {
        const { data } = await answered(
          api.GET('/api/v1/parties/search', { signal, params: { query: { q: search, kind } } }),
        );
        return { rows: data.parties, nextCursor: '' };
      }
      const query = {
        ...listParameters(filters, FILTERS),
        limit,
        ...(sort !== '' && { sort }),
        ...(cursor !== '' && { cursor }),
      };
      const { data } = await answered(api.GET('/api/v1/parties', { signal, params: { query } }));
      return { rows: data.parties, nextCursor: data.nextCursor };
    },
  };
}
