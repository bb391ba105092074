import { answered, type Schema } from '@navette/api-client';
import { BookOpen, Gauge, PackagePlus, Tag } from 'lucide-react';
import { lazy, Suspense, useMemo, useState, type ReactNode } from 'react';
import type { Action } from '../../shared/actions/actions.js';
import { useApi, useMay } from '../../shared/api/session.js';
import { useFormats } from '../../shared/i18n/formats.js';
import { useText } from '../../shared/i18n/use-text.js';
import { Facts, LineTable } from '../../shared/kit/record/line-table.js';
import { Panes } from '../../shared/kit/record/panes.js';
import { RecordLoader } from '../../shared/kit/record/record-loader.js';
import { RecordPage, Section } from '../../shared/kit/record/record-page.js';
import { Timeline } from '../../shared/kit/record/timeline.js';
import { useCommands } from '../../shared/kit/record/use-commands.js';
import { useRecord, type Held } from '../../shared/kit/record/use-record.js';
import { usePartyNames, useRelated } from '../../shared/kit/record/use-related.js';
import { StateChip } from '../../shared/ui/state-chip.js';
import { PageLink } from '../../shared/work/page-link.js';
import { useTabSearch } from '../../shared/work/use-work.js';
import { CorrectionDialog, LimitsDialog, PricesDialog } from './part-dialogs.js';
import type { Part } from './part-values.js';
import { LinksPane, Offers } from './links.pane.js';
import { PartPrices } from './part-prices.js';
import { PriceHistory } from './price-history.js';
import { Rotation } from './rotation.js';

/** ST-2: one part: its prices, what is there of it, and who wants it. */
export default function PartPage({ params }: { readonly params: Readonly<Record<string, string>> }) {
  const api = useApi();
  const id = params['id'] ?? '';
  const definition = useMemo(
    () => ({ kind: 'part', id, read: () => answered(api.GET('/api/v1/parts/{id}', { params: { path: { id } } })) }),
    [api, id],
  );
  const query = useRecord<Part>(definition);
  return (
    <RecordLoader query={query}>{(held) => <OnePart key={id} definition={definition} held={held} />}</RecordLoader>
  );
}

/** What is opened now and then comes when it is: the form with its library, pictures, the past. */
const RecordPane = lazy(() => import('./record.pane.js'));
const ImagesPane = lazy(() => import('./images.pane.js'));
const HistoryPane = lazy(() => import('./history.pane.js'));

const PANES = ['overview', 'record', 'images', 'links', 'history'] as const;

interface OnePartProps {
  readonly definition: Parameters<typeof useRecord<Part>>[0];
  readonly held: Held<Part>;
}

function OnePart({ definition, held }: OnePartProps) {
  const part = held.data;
  const t = useText();
  const [search, setSearch] = useTabSearch();
  const mayReadStock = useMay()('stock:stock-level.read');
  const panes = PANES.filter(
    (one) => (one !== 'history' || mayReadStock) && (part.kind === 'part' || !['links', 'history'].includes(one)),
  );
  const pane = panes.find((one) => one === search.get('pane')) ?? 'overview';
  const formats = useFormats();
  const api = useApi();
  const may = useMay();
  const nameOf = usePartyNames([part.supplierPartyId, part.manufacturerPartyId, part.orderingPartyId]);
  const level = useRelated(
    ['level', part.id],
    ['part', 'stock', 'need', 'goods-receipt', 'supplier-order', 'station-transfer'],
    part.kind === 'part' && may('stock:stock-level.read'),
    async () => {
      const params = { path: { partId: part.id } };
      return (await answered(api.GET('/api/v1/stock-levels/{partId}', { params }))).data;
    },
  );
  const documentation = useRelated(
    ['manufacturer', part.manufacturerPartyId],
    ['party'],
    part.manufacturerPartyId !== '' && may('parties:manufacturer.read'),
    async () => {
      const query = { partyId: part.manufacturerPartyId };
      const { manufacturers } = (await answered(api.GET('/api/v1/manufacturers', { params: { query } }))).data;
      return manufacturers[0]?.documentationUrl ?? '';
    },
  )?.replaceAll('{reference}', encodeURIComponent(part.reference));
  const commands = useCommands();
  const [asked, setAsked] = useState<'prices' | 'limits' | 'correct'>();
  const ask = (what: typeof asked) => () => {
    commands.forget();
    setAsked(what);
  };
  const close = () => {
    commands.forget();
    setAsked(undefined);
  };
  const frame = ({ actions, unsaved, children }: FrameProps) => (
    <RecordPage
      title={part.reference}
      chip={part.state === 'exhausted' ? { tone: 'late', text: t('parts.exhausted') } : undefined}
      facts={[part.designation, part.brandLabel, part.familyLabel, part.locationCode]}
      unsaved={unsaved}
      actions={[
        {
          id: 'part.limits',
          title: t('parts.do.limits'),
          icon: Gauge,
          notNow: !may('stock:part.limits')
            ? t('parts.may-not')
            : part.kind === 'part'
              ? undefined
              : t('parts.no-stock'),
          run: ask('limits'),
        },
        {
          id: 'part.correct',
          title: t('parts.do.correct'),
          icon: PackagePlus,
          notNow: !may('stock:stock-level.correct')
            ? t('parts.may-not-correct')
            : part.kind === 'part'
              ? undefined
              : t('parts.no-stock'),
          run: ask('correct'),
        },
        {
          id: 'part.prices',
          title: t('parts.do.prices'),
          icon: Tag,
          keys: 'e',
          notNow: may('stock:part.price') ? undefined : t('parts.may-not'),
          run: ask('prices'),
        },
        ...(documentation === undefined || documentation === ''
          ? []
          : [
              {
                id: 'part.documentation',
                title: t('parts.do.documentation'),
                icon: BookOpen,
                run: () => {
                  window.open(documentation, '_blank', 'noopener,noreferrer');
                },
              },
            ]),
        ...actions,
      ]}
      side={<Timeline service="stock" entityType="part" id={part.id} version={part.version} />}
    >
      <Panes
        label={t('parts.panes')}
        panes={panes.map((id) => ({ id, text: t(`parts.pane.${id}`) }))}
        current={pane}
        onChoose={(chosen) => {
          setSearch(new URLSearchParams(chosen === 'overview' ? {} : { pane: chosen }));
        }}
      />
      {children}
      {asked === 'prices' && <PricesDialog part={part} commands={commands} onClose={close} />}
      {asked === 'correct' && <CorrectionDialog part={part} commands={commands} onClose={close} />}
      {asked === 'limits' && <LimitsDialog part={part} commands={commands} onClose={close} />}
    </RecordPage>
  );
  const plain = (content: ReactNode) => frame({ actions: [], unsaved: false, children: content });
  if (pane === 'record') {
    return (
      <Suspense fallback={plain(null)}>
        <RecordPane definition={definition} held={held} frame={frame} />
      </Suspense>
    );
  }
  if (pane === 'links') return <LinksPane part={part} frame={frame} />;
  if (pane !== 'overview') {
    return plain(
      <Suspense fallback={null}>
        {pane === 'images' ? <ImagesPane part={part} commands={commands} /> : <HistoryPane part={part} />}
      </Suspense>,
    );
  }
  return frame({
    actions: [],
    unsaved: false,
    children: (
      <>
        <Offers part={part} />
        {level !== undefined && (
          <Section title={t('parts.stock')}>
            <Facts
              facts={[
                [t('parts.free'), formats.quantity(level.free)],
                [t('parts.on-hand'), formats.quantity(level.onHand)],
                [t('parts.reserved'), formats.quantity(level.reserved)],
                [t('parts.on-order'), formats.quantity(level.onOrder)],
                ...SIDES.map((side) => {
                  const isAny = level.transits.some((transit) => transit.side === side);
                  return [t(`parts.transit.${side}`), isAny && formats.quantity(level[ON_THE_WAY[side]])] as const;
                }),
                [t('parts.value'), formats.money(level.value)],
                [t('parts.min'), formats.quantity(part.minQuantity)],
                [t('parts.max'), formats.quantity(part.maxQuantity)],
              ]}
            />
            {level.places.length > 1 && <PlacesOfStock places={level.places} />}
            {level.transits.length > 0 && <InTransit transits={level.transits} />}
          </Section>
        )}
        {part.kind === 'part' && <Rotation part={part} places={level?.places ?? []} />}
        <PartPrices part={part} />
        <Section title={t('parts.about')}>
          <Facts
            facts={[
              [
                t('parts.supplier'),
                part.supplierPartyId !== '' && (
                  <PageLink href={`/parties/${part.supplierPartyId}`}>
                    {nameOf(part.supplierPartyId) || t('parts.supplier')}
                  </PageLink>
                ),
              ],
              [t('parts.manufacturer'), nameOf(part.manufacturerPartyId)],
              [t('parts.brand'), part.brandLabel],
              [t('parts.family'), part.familyLabel],
              [t('parts.location'), part.locationCode],
              [t('parts.unit'), part.unitCode],
              [t('parts.eco-fee'), part.ecoFeeId !== '' && `${part.ecoFeeCode} · ${formats.money(part.ecoFeeAmount)}`],
              [t('parts.barcodes'), part.barcodes.join(', ')],
              [t('parts.ventilation'), part.ventilationCode],
              [t('parts.packaging'), part.packagingCode],
              [t('parts.ordering-party'), nameOf(part.orderingPartyId)],
              [t('parts.description'), part.description !== part.designation && part.description],
              [t('parts.comment'), part.comment],
            ]}
          />
        </Section>
        <PriceHistory partId={part.id} />
      </>
    ),
  });
}

/** ST-2, ST-11: what lies where, and what of it is reserved. */
function PlacesOfStock({ places }: { readonly places: Schema<'StockLevel'>['places'] }) {
  const t = useText();
  const formats = useFormats();
  return (
    <LineTable
      label={t('parts.places')}
      lines={places}
      idOf={({ placeId }) => placeId}
      empty=""
      columns={[
        {
          id: 'place',
          title: t('parts.places.place'),
          cell: ({ code, label, placeId }) =>
            placeId === '' ? (
              t('parts.places.depot')
            ) : (
              <>
                <span className="reference">{code}</span> {label}
              </>
            ),
        },
        {
          id: 'on-hand',
          title: t('parts.on-hand'),
          isNumber: true,
          cell: ({ onHand }) => formats.quantity(onHand),
        },
        {
          id: 'reserved',
          title: t('parts.reserved'),
          isNumber: true,
          cell: ({ reserved }) => formats.quantity(reserved),
        },
        { id: 'free', title: t('parts.free'), isNumber: true, cell: ({ free }) => formats.quantity(free) },
      ]}
    />
  );
}

const SIDES = ['incoming', 'outgoing'] as const;
const ON_THE_WAY = { incoming: 'arriving', outgoing: 'leaving' } as const;

/** ST-11, ST-15: what has left one station and not arrived in the other. */
function InTransit({ transits }: { readonly transits: Schema<'StockLevel'>['transits'] }) {
  const t = useText();
  const formats = useFormats();
  return (
    <LineTable
      label={t('parts.transit')}
      lines={transits}
      idOf={({ transferId }) => transferId}
      empty=""
      columns={[
        {
          id: 'side',
          title: t('parts.transit'),
          cell: ({ side }) => <StateChip tone="progress">{t(`parts.transit.${side}`)}</StateChip>,
        },
        {
          id: 'station',
          title: t('parts.transit.station'),
          cell: ({ stationCode, stationName }) => stationName || stationCode,
        },
        {
          id: 'number',
          title: t('parts.transit.number'),
          cell: ({ number, transferId }) => (
            <PageLink href={`/transfers/${transferId}`} className="reference">
              {number}
            </PageLink>
          ),
        },
        { id: 'since', title: t('parts.transit.since'), cell: ({ since }) => formats.instant(since) },
        {
          id: 'quantity',
          title: t('parts.movements.quantity'),
          isNumber: true,
          cell: ({ quantity }) => formats.quantity(quantity),
        },
      ]}
    />
  );
}

interface FrameProps {
  readonly actions: readonly Action[];
  readonly unsaved: boolean;
  readonly children: ReactNode;
}
