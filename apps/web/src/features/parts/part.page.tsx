import { answered } from '@navette/api-client';
import { Gauge, Tag } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useApi, useMay } from '../../shared/api/session.js';
import { useFormats } from '../../shared/i18n/formats.js';
import { useText } from '../../shared/i18n/use-text.js';
import { Facts } from '../../shared/kit/record/line-table.js';
import { RecordLoader } from '../../shared/kit/record/record-loader.js';
import { RecordPage, Section } from '../../shared/kit/record/record-page.js';
import { Timeline } from '../../shared/kit/record/timeline.js';
import { useCommands } from '../../shared/kit/record/use-commands.js';
import { useRecord } from '../../shared/kit/record/use-record.js';
import { usePartyNames, useRelated } from '../../shared/kit/record/use-related.js';
import { NeedLinks } from '../../shared/trade/need-links.js';
import { PageLink } from '../../shared/work/page-link.js';
import { LimitsDialog, PricesDialog, type Part } from './part-dialogs.js';

/** ST-2: one part: its prices, what is there of it, and who wants it. */
export default function PartPage({ params }: { readonly params: Readonly<Record<string, string>> }) {
  const api = useApi();
  const id = params['id'] ?? '';
  const definition = useMemo(
    () => ({ kind: 'part', id, read: () => answered(api.GET('/api/v1/parts/{id}', { params: { path: { id } } })) }),
    [api, id],
  );
  const query = useRecord<Part>(definition);
  return <RecordLoader query={query}>{({ data, etag }) => <OnePart part={data} version={etag ?? ''} />}</RecordLoader>;
}

function OnePart({ part, version }: { readonly part: Part; readonly version: string }) {
  const t = useText();
  const formats = useFormats();
  const api = useApi();
  const may = useMay();
  const nameOf = usePartyNames([part.supplierPartyId, part.manufacturerPartyId]);
  const level = useRelated(
    ['level', part.id],
    ['part', 'need', 'goods-receipt', 'supplier-order'],
    part.kind === 'part' && may('stock:stock-level.read'),
    async () => {
      const params = { path: { partId: part.id } };
      return (await answered(api.GET('/api/v1/stock-levels/{partId}', { params }))).data;
    },
  );
  const commands = useCommands();
  const [asked, setAsked] = useState<'prices' | 'limits'>();
  const ask = (what: typeof asked) => () => {
    commands.forget();
    setAsked(what);
  };
  const close = () => {
    commands.forget();
    setAsked(undefined);
  };
  return (
    <RecordPage
      title={part.reference}
      chip={part.state === 'exhausted' ? { tone: 'late', text: t('parts.exhausted') } : undefined}
      facts={[part.designation]}
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
          id: 'part.prices',
          title: t('parts.do.prices'),
          icon: Tag,
          keys: 'e',
          notNow: may('stock:part.price') ? undefined : t('parts.may-not'),
          run: ask('prices'),
        },
      ]}
      side={
        <>
          <NeedLinks title={t('parts.wanted-by')} of={{ partId: part.id }} />
          <Timeline service="stock" entityType="part" id={part.id} version={version} />
        </>
      }
    >
      {level !== undefined && (
        <Section title={t('parts.stock')}>
          <Facts
            facts={[
              [t('parts.free'), formats.quantity(level.free)],
              [t('parts.on-hand'), formats.quantity(level.onHand)],
              [t('parts.reserved'), formats.quantity(level.reserved)],
              [t('parts.on-order'), formats.quantity(level.onOrder)],
              [t('parts.value'), formats.money(level.value)],
              [t('parts.min'), formats.quantity(part.minQuantity)],
              [t('parts.max'), formats.quantity(part.maxQuantity)],
            ]}
          />
        </Section>
      )}
      <Section title={t('parts.prices')}>
        <Facts
          facts={[
            [t('parts.purchase-price'), formats.money(part.purchasePrice)],
            [t('parts.list-price'), formats.money(part.listPrice)],
            [t('parts.public-price'), formats.money(part.publicPrice)],
            [t('parts.professional-price', { n: 1 }), formats.money(part.professionalPrice1)],
            [t('parts.professional-price', { n: 2 }), formats.money(part.professionalPrice2)],
            [t('parts.price-fixed'), part.priceFixed && t('parts.yes')],
          ]}
        />
      </Section>
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
            [t('parts.barcodes'), part.barcodes.join(', ')],
            [t('parts.ventilation'), part.ventilationCode],
          ]}
        />
      </Section>
      {asked === 'prices' && <PricesDialog part={part} commands={commands} onClose={close} />}
      {asked === 'limits' && <LimitsDialog part={part} commands={commands} onClose={close} />}
    </RecordPage>
  );
}
