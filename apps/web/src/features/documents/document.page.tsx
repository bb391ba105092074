import { answered } from '@navette/api-client';
import { useMemo } from 'react';
import { useApi } from '../../shared/api/session.js';
import { useFormats } from '../../shared/i18n/formats.js';
import { useText } from '../../shared/i18n/use-text.js';
import { RecordLoader } from '../../shared/kit/record/record-loader.js';
import { RecordPage, Section } from '../../shared/kit/record/record-page.js';
import { Facts } from '../../shared/kit/record/line-table.js';
import { Timeline } from '../../shared/kit/record/timeline.js';
import { useRecord } from '../../shared/kit/record/use-record.js';
import { AmountLines, OriginLinks, Totals } from './amounts.js';
import type { IssuedDocument } from './documents.list.js';

/** BI-21: an issued document, as it stays. */
export default function DocumentPage({ params }: { readonly params: Readonly<Record<string, string>> }) {
  const api = useApi();
  const id = params['id'] ?? '';
  const definition = useMemo(
    () => ({
      kind: 'document',
      id,
      read: () => answered(api.GET('/api/v1/documents/{id}', { params: { path: { id } } })),
    }),
    [api, id],
  );
  const query = useRecord<IssuedDocument>(definition);
  return <RecordLoader query={query}>{({ data }) => <OneDocument document={data} />}</RecordLoader>;
}

function OneDocument({ document }: { readonly document: IssuedDocument }) {
  const t = useText();
  const formats = useFormats();
  const { line1, line2, postcode, city } = document.customerAddress;
  return (
    <RecordPage
      title={document.number}
      chip={{ tone: 'done', text: t('documents.is-issued') }}
      facts={[t(`documents.kind.${document.kind}`), document.customerName, formats.money(document.total)]}
      side={
        <>
          <OriginLinks {...document} customer={document.customerName} />
          <Timeline service="billing" entityType="document" id={document.id} version="1" />
        </>
      }
    >
      <Section title={t('documents.about')}>
        <Facts
          facts={[
            [t('documents.customer'), document.customerName],
            [
              t('documents.address'),
              [line1, line2, `${postcode} ${city}`].filter((part) => part.trim() !== '').join(', '),
            ],
            [t('documents.issued'), formats.date(document.issuedOn)],
            [t('documents.due'), formats.date(document.dueOn)],
          ]}
        />
      </Section>
      <Section title={t('documents.lines')}>
        <AmountLines lines={document.lines.map((line, index) => ({ ...line, id: String(index) }))} />
        <Totals {...document} />
      </Section>
    </RecordPage>
  );
}
