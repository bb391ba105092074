import { answered, answeredFile } from '@navette/api-client';
import { Paperclip, Printer } from 'lucide-react';
import { useMemo } from 'react';
import { FileTrigger } from 'react-aria-components';
import { useApi, useMay } from '../../shared/api/session.js';
import { useFormats } from '../../shared/i18n/formats.js';
import { useText } from '../../shared/i18n/use-text.js';
import { LineTable } from '../../shared/kit/record/line-table.js';
import { RecordLoader } from '../../shared/kit/record/record-loader.js';
import { RecordPage, Section } from '../../shared/kit/record/record-page.js';
import { Timeline } from '../../shared/kit/record/timeline.js';
import { useCommands } from '../../shared/kit/record/use-commands.js';
import { useRecord } from '../../shared/kit/record/use-record.js';
import { Button } from '../../shared/ui/button.js';
import { ProblemBox } from '../../shared/ui/problem-box.js';
import { saveFile } from '../../shared/ui/save-file.js';
import { PageLink } from '../../shared/work/page-link.js';
import css from './stock-notes.module.css';
import type { StockNote } from './stock-notes.list.js';

/** E-077: one note, which is never changed: the opposite one puts it right. */
export function OneNote({ id }: { readonly id: string }) {
  const api = useApi();
  const definition = useMemo(
    () => ({
      kind: 'stock-note',
      id,
      read: () => answered(api.GET('/api/v1/stock-notes/{id}', { params: { path: { id } } })),
    }),
    [api, id],
  );
  const query = useRecord<StockNote>(definition);
  return <RecordLoader query={query}>{({ data }) => <Shown note={data} />}</RecordLoader>;
}

function Shown({ note }: { readonly note: StockNote }) {
  const t = useText();
  const formats = useFormats();
  const api = useApi();
  const commands = useCommands();
  const mayAttach = useMay()('stock:stock-note.attach');
  const { attachments, comment, date, id, kind, lines, number, placeCode, placeLabel, value } = note;
  const print = () =>
    commands.run('print', async () => {
      const options = { params: { path: { id } }, parseAs: 'blob' } as const;
      saveFile(`${number}.pdf`, await answeredFile(api.GET('/api/v1/stock-notes/{id}/document.pdf', options)));
    });
  const attach = (file: File) =>
    commands.run('attach', (key) =>
      answered(
        api.POST('/api/v1/stock-notes/{id}/attachments', {
          params: { path: { id }, query: { name: file.name }, header: { 'Idempotency-Key': key } },
          headers: { 'content-type': file.type },
          body: file as never,
          bodySerializer: (body: unknown) => body as Blob,
        }),
      ),
    );
  const save = (file: Attachment) =>
    commands.run('save', async () => {
      const options = { params: { path: { id, attachmentId: file.id } }, parseAs: 'blob' } as const;
      saveFile(file.name, await answeredFile(api.GET('/api/v1/stock-notes/{id}/attachments/{attachmentId}', options)));
    });
  return (
    <RecordPage
      title={number}
      facts={[
        t(`stock-notes.kind.${kind}`),
        formats.date(date),
        placeCode === '' ? t('parts.places.depot') : `${placeCode} · ${placeLabel}`,
        formats.money(value),
      ]}
      actions={[
        {
          id: 'stock-note.print',
          title: t('returns.do.print'),
          icon: Printer,
          keys: 'p',
          primary: true,
          run: () => void print(),
        },
      ]}
      side={<Timeline service="stock" entityType="stock-note" id={id} version={String(attachments.length)} />}
    >
      <ProblemBox error={commands.error} />
      {comment !== '' && (
        <Section title={t('transfer.comment')}>
          <p>{comment}</p>
        </Section>
      )}
      <Section title={t('stock-notes.lines')}>
        <LineTable
          label={t('stock-notes.lines')}
          lines={lines}
          idOf={(line) => line.id}
          empty=""
          columns={[
            {
              id: 'reference',
              title: t('parts.reference'),
              cell: ({ partId, reference }) => (
                <PageLink href={`/parts/${partId}`} className="reference">
                  {reference}
                </PageLink>
              ),
            },
            { id: 'designation', title: t('parts.designation'), cell: ({ designation }) => designation },
            ...(kind === 'stock_out'
              ? [{ id: 'reason', title: t('returns.reason'), cell: ({ reason }: Line) => reason || '–' }]
              : []),
            {
              id: 'quantity',
              title: t('transfer.quantity'),
              isNumber: true,
              cell: ({ quantity }) => formats.quantity(quantity),
            },
            ...(kind === 'stock_in'
              ? [{ id: 'cost', title: t('stock-notes.cost'), isNumber: true, cell: (line: Line) => formats.money(line.unitCost) }] // prettier-ignore
              : []),
            { id: 'value', title: t('parts.value'), isNumber: true, cell: (line) => formats.money(line.value) },
          ]}
        />
      </Section>
      <Section title={t('stock-notes.attachments')}>
        <LineTable
          label={t('stock-notes.attachments')}
          lines={attachments}
          idOf={(file) => file.id}
          empty={t('stock-notes.attachments.none')}
          columns={[
            {
              id: 'name',
              title: t('stock-notes.attachment'),
              cell: (file) => (
                <div className={css['file'] ?? ''}>
                  <Button icon={Paperclip} onPress={() => void save(file)}>
                    {file.name}
                  </Button>
                </div>
              ),
            },
            {
              id: 'size',
              title: t('stock-notes.attachment.size'),
              isNumber: true,
              cell: ({ size }) => t('stock-notes.attachment.kilobytes', { size: Math.ceil(size / 1024) }),
            },
            { id: 'added', title: t('stock-notes.attachment.added'), cell: ({ addedAt }) => formats.instant(addedAt) },
          ]}
        />
        {mayAttach && (
          <div className={css['attach'] ?? ''}>
            <FileTrigger
              acceptedFileTypes={['application/pdf', 'image/png', 'image/jpeg', 'image/webp']}
              onSelect={(files) => {
                const file = files?.[0];
                if (file !== undefined) void attach(file);
              }}
            >
              <Button icon={Paperclip} isPending={commands.isRunning}>
                {t('stock-notes.attach')}
              </Button>
            </FileTrigger>
          </div>
        )}
      </Section>
    </RecordPage>
  );
}

type Attachment = StockNote['attachments'][number];
type Line = StockNote['lines'][number];
