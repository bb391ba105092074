import { answered, type Schema } from '@navette/api-client';
import { useApi } from '../../shared/api/session.js';
import { useFormats } from '../../shared/i18n/formats.js';
import { useText } from '../../shared/i18n/use-text.js';
import { LineTable } from '../../shared/kit/record/line-table.js';
import { Section } from '../../shared/kit/record/record-page.js';
import { useRelated } from '../../shared/kit/record/use-related.js';
import { PageLink } from '../../shared/work/page-link.js';

type Change = Schema<'PartPriceChanges'>['changes'][number];

/** What stands on a record; who wants all of it asks the API. */
const MOST = 20;

/** ST-4, ST-6: every change of a price, the latest first, with what it comes from. */
export function PriceHistory({ partId }: { readonly partId: string }) {
  const t = useText();
  const formats = useFormats();
  const api = useApi();
  const page = useRelated(['price-changes', partId], ['part'], true, async () => {
    const params = { path: { id: partId }, query: { limit: MOST } };
    return (await answered(api.GET('/api/v1/parts/{id}/price-changes', { params }))).data;
  });
  if (page === undefined) return null;
  return (
    <Section title={t('parts.history')}>
      <LineTable
        label={t('parts.history')}
        lines={page.changes.map((change, at) => ({ ...change, key: `${change.at} ${String(at)}` }))}
        idOf={({ key }) => key}
        empty={t('parts.history.none')}
        columns={[
          { id: 'at', title: t('parts.history.at'), cell: ({ at }) => formats.instant(at) },
          { id: 'kind', title: t('parts.history.price'), cell: ({ kind }) => t(`parts.history.kind.${kind}`) },
          {
            id: 'before',
            title: t('parts.history.before'),
            isNumber: true,
            cell: ({ before }) => formats.money(before) || '—',
          },
          {
            id: 'after',
            title: t('parts.history.after'),
            isNumber: true,
            cell: ({ after }) => formats.money(after) || '—',
          },
          { id: 'origin', title: t('parts.history.origin'), cell: (change) => <Origin change={change} /> },
        ]}
      />
      {page.nextCursor !== '' && <p className="muted">{t('parts.history.more', { count: MOST })}</p>}
    </Section>
  );
}

function Origin({ change }: { readonly change: Change }) {
  const t = useText();
  const { originKind, originId, originNumber } = change;
  return (
    <>
      {t(`parts.history.origin.${originKind}`)}{' '}
      {originKind === 'goods_receipt' ? (
        <PageLink href={`/receipts/${originId}`} className="reference">
          {originNumber}
        </PageLink>
      ) : originKind === 'price_list' ? (
        <PageLink href={`/price-lists/${originId}`}>{t('parts.history.origin.open')}</PageLink>
      ) : (
        originNumber
      )}
    </>
  );
}
