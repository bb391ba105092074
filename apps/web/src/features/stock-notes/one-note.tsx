import { answered, answeredFile } from '@navette/api-client';
import { Printer } from 'lucide-react';
import { useMemo } from 'react';
import { useApi } from '../../shared/api/session.js';
import { useFormats } from '../../shared/i18n/formats.js';
import { useText } from '../../shared/i18n/use-text.js';
import { LineTable } from '../../shared/kit/record/line-table.js';
import { RecordLoader } from '../../shared/kit/record/record-loader.js';
import { RecordPage, Section } from '../../shared/kit/record/record-page.js';
import { Timeline } from '../../shared/kit/record/timeline.js';
import { useCommands } from '../../shared/kit/record/use-commands.js';
import { useRecord } from '../../shared/kit/record/use-record.js';
import { ProblemBox } from '../../shared/ui/problem-box.js';
import { saveFile } from '../../shared/ui/save-file.js';
import { PageLink } from '../../shared/work/page-link.js';
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
  const { comment, date, id, kind, lines, number, placeCode, placeLabel, value } = note;
  const print = () =>
    commands.run('print', async () => {
      const options = { params: { path: { id } }, parseAs: 'blob' } as const;
      saveFile(`${number}.pdf`, await answeredFile(api.GET('/api/v1/stock-notes/{id}/document.pdf', options)));
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
      side={<Timeline service="stock" entityType="stock-note" id={id} version="1" />}
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
    </RecordPage>
  );
}

type Line = StockNote['lines'][number];
