import { answered, answeredFile } from '@navette/api-client';
import { Printer } from 'lucide-react';
import { useMemo } from 'react';
import { useLive } from '../../shared/api/live.js';
import { useApi } from '../../shared/api/session.js';
import { useFormats } from '../../shared/i18n/formats.js';
import { useText } from '../../shared/i18n/use-text.js';
import { RecordLoader } from '../../shared/kit/record/record-loader.js';
import { RecordPage, Section } from '../../shared/kit/record/record-page.js';
import { Facts } from '../../shared/kit/record/line-table.js';
import { Timeline } from '../../shared/kit/record/timeline.js';
import { useCoalesced } from '../../shared/kit/record/use-coalesced.js';
import { useCommands } from '../../shared/kit/record/use-commands.js';
import { useRecord } from '../../shared/kit/record/use-record.js';
import { ProblemBox } from '../../shared/ui/problem-box.js';
import { saveFile } from '../../shared/ui/save-file.js';
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
  // A note is in progress until its order has heard that the parts left.
  const again = useCoalesced(() => void query.refetch());
  useLive(['customer-order'], (orderId) => {
    if (query.data?.data.originId === orderId) again();
  });
  return <RecordLoader query={query}>{({ data }) => <OneDocument document={data} />}</RecordLoader>;
}

function OneDocument({ document }: { readonly document: IssuedDocument }) {
  const t = useText();
  const formats = useFormats();
  const { line1, line2, postcode, city } = document.customerAddress;
  const api = useApi();
  const commands = useCommands();
  const print = {
    id: 'document.print',
    title: t('documents.do.print'),
    icon: Printer,
    keys: 'p',
    primary: true,
    notNow: document.inProgress ? t('documents.in-progress.wait') : undefined,
    run: () => {
      void commands.run('print', async () => {
        const options = { params: { path: { id: document.id } }, parseAs: 'blob' } as const;
        const asked = api.GET('/api/v1/documents/{id}/document.pdf', options);
        saveFile(`${document.number}.pdf`, await answeredFile(asked));
      });
    },
  };
  return (
    <RecordPage
      title={document.number}
      chip={
        document.inProgress
          ? { tone: 'progress', text: t('documents.in-progress') }
          : { tone: 'done', text: t('documents.is-issued') }
      }
      actions={document.kind === 'billable_delivery_note' ? [print] : []}
      facts={[t(`documents.kind.${document.kind}`), document.customerName, formats.money(document.total)]}
      side={
        <>
          <OriginLinks {...document} customer={document.customerName} />
          <Timeline service="billing" entityType="document" id={document.id} version="1" />
        </>
      }
    >
      <ProblemBox error={commands.error} />
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
