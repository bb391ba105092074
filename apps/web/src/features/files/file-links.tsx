import { answered } from '@navette/api-client';
import { useApi, useMay } from '../../shared/api/session.js';
import { useFormats } from '../../shared/i18n/formats.js';
import { useText } from '../../shared/i18n/use-text.js';
import { Links } from '../../shared/kit/record/line-table.js';
import { Section } from '../../shared/kit/record/record-page.js';
import { useRelated } from '../../shared/kit/record/use-related.js';
import { PageLink } from '../../shared/work/page-link.js';
import type { OpenedFile } from './file-values.js';

interface FileLinksProps {
  readonly file: OpenedFile;
  readonly nameOf: (id: string) => string;
}

/** From a file to whom it is for, what asked for it, what was ordered for it, and what it was billed by (IN-24). */
export function FileLinks({ file, nameOf }: FileLinksProps) {
  const t = useText();
  const formats = useFormats();
  const api = useApi();
  const may = useMay();
  const orders = useRelated(
    ['orders-of', file.id],
    ['supplier-order', 'goods-receipt'],
    may('stock:supplier-order.read'),
    async () => {
      const query = { 'filter[needOriginId][eq]': file.id };
      return (await answered(api.GET('/api/v1/supplier-orders', { params: { query } }))).data.orders;
    },
  );
  return (
    <Section title={t('files.links')}>
      <Links>
        <li>
          <span className="muted">{t('files.consumer')}</span>
          <PageLink href={`/parties/${file.consumerPartyId}`}>
            {nameOf(file.consumerPartyId) || t('files.consumer')}
          </PageLink>
        </li>
        {file.orderingPartyId !== '' && (
          <li>
            <span className="muted">{t('files.ordering-party')}</span>
            <PageLink href={`/parties/${file.orderingPartyId}`}>
              {nameOf(file.orderingPartyId) || t('files.ordering-party')}
            </PageLink>
          </li>
        )}
        {file.missionOrderId !== '' && (
          <li>
            <span className="muted">{t('files.mission-order')}</span>
            <PageLink href={`/mission-orders/${file.missionOrderId}`} className="reference">
              {file.missionExternalNumber}
            </PageLink>
          </li>
        )}
        {orders?.map((order) => (
          <li key={order.id}>
            <span className="muted">{t('files.supplier-order')}</span>
            <PageLink href={`/supplier-orders/${order.id}`} className="reference">
              {order.number}
            </PageLink>
            <span>{t(`orders.state.${order.state}`)}</span>
          </li>
        ))}
        {file.documents.map((document) => (
          <li key={document.id}>
            <span className="muted">{t(`documents.kind.${document.kind}`)}</span>
            <PageLink
              href={document.kind === 'draft_invoice' ? `/draft-invoices/${document.id}` : `/invoices/${document.id}`}
              className="reference"
            >
              {document.number || t('documents.open-draft')}
            </PageLink>
            <span>{formats.money(document.total)}</span>
          </li>
        ))}
      </Links>
    </Section>
  );
}
