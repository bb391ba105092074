import { answered, answeredFile } from '@navette/api-client';
import { Ban, Printer } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useApi, useMay } from '../../shared/api/session.js';
import { useFormats } from '../../shared/i18n/formats.js';
import { useText } from '../../shared/i18n/use-text.js';
import { AskDialog } from '../../shared/kit/record/ask-dialog.js';
import { LineTable, Links } from '../../shared/kit/record/line-table.js';
import { RecordLoader } from '../../shared/kit/record/record-loader.js';
import { RecordPage, Section } from '../../shared/kit/record/record-page.js';
import { Timeline } from '../../shared/kit/record/timeline.js';
import { useCommands } from '../../shared/kit/record/use-commands.js';
import { useRecord } from '../../shared/kit/record/use-record.js';
import { usePartyNames } from '../../shared/kit/record/use-related.js';
import { ProblemBox } from '../../shared/ui/problem-box.js';
import { saveFile } from '../../shared/ui/save-file.js';
import { PageLink } from '../../shared/work/page-link.js';
import { returnTone, type SupplierReturn } from './supplier-returns.list.js';

/** ST-25: one return to a supplier: what went back, why, and which credit is expected. */
export function OneSupplierReturn({ params }: { readonly params: Readonly<Record<string, string>> }) {
  const api = useApi();
  const id = params['id'] ?? '';
  const definition = useMemo(
    () => ({
      kind: 'supplier-return',
      id,
      read: () => answered(api.GET('/api/v1/supplier-returns/{id}', { params: { path: { id } } })),
    }),
    [api, id],
  );
  const query = useRecord<SupplierReturn>(definition);
  return <RecordLoader query={query}>{({ data }) => <OneReturn key={id} shown={data} />}</RecordLoader>;
}

function OneReturn({ shown }: { readonly shown: SupplierReturn }) {
  const t = useText();
  const formats = useFormats();
  const api = useApi();
  const may = useMay();
  const nameOf = usePartyNames([shown.supplierPartyId]);
  const commands = useCommands();
  const [isCancelling, setCancelling] = useState(false);
  const path = { id: shown.id };
  const close = () => {
    commands.forget();
    setCancelling(false);
  };
  const mayNotCancel = () => {
    if (!may('stock:supplier-return.cancel')) return t('returns.may-not');
    return shown.state === 'cancelled' ? t('returns.cancelled-already') : undefined;
  };
  return (
    <RecordPage
      title={shown.number}
      chip={{ tone: returnTone[shown.state], text: t(`returns.state.${shown.state}`) }}
      facts={[nameOf(shown.supplierPartyId), formats.instant(shown.createdAt), formats.money(shown.expectedCredit)]}
      actions={[
        {
          id: 'return.cancel',
          title: t('returns.do.cancel'),
          icon: Ban,
          notNow: mayNotCancel(),
          run: () => {
            commands.forget();
            setCancelling(true);
          },
        },
        {
          id: 'return.print',
          title: t('returns.do.print'),
          icon: Printer,
          keys: 'p',
          primary: true,
          notNow: undefined,
          run: () => {
            void commands.run('print', async () => {
              const options = { params: { path }, parseAs: 'blob' } as const;
              const asked = api.GET('/api/v1/supplier-returns/{id}/document.pdf', options);
              saveFile(`${shown.number}.pdf`, await answeredFile(asked));
            });
          },
        },
      ]}
      side={
        <>
          <Section title={t('returns.links')}>
            <Links>
              <li>
                <span className="muted">{t('returns.supplier')}</span>
                <PageLink href={`/parties/${shown.supplierPartyId}`}>
                  {nameOf(shown.supplierPartyId) || t('returns.supplier')}
                </PageLink>
              </li>
              <li>
                <span className="muted">{t('returns.receipt')}</span>
                <PageLink href={`/receipts/${shown.goodsReceiptId}`} className="reference">
                  {shown.goodsReceiptNumber}
                </PageLink>
              </li>
            </Links>
          </Section>
          <Timeline service="stock" entityType="supplier-return" id={shown.id} version={shown.version} />
        </>
      }
    >
      {!isCancelling && <ProblemBox error={commands.error} />}
      {shown.comment !== '' && (
        <Section title={t('returns.comment')}>
          <p>{shown.comment}</p>
        </Section>
      )}
      <Section title={t('returns.lines')}>
        <LineTable
          label={t('returns.lines')}
          lines={shown.lines}
          idOf={({ id }) => id}
          empty=""
          columns={[
            {
              id: 'reference',
              title: t('returns.reference'),
              cell: ({ partId, reference }) => (
                <PageLink href={`/parts/${partId}`} className="reference">
                  {reference}
                </PageLink>
              ),
            },
            { id: 'designation', title: t('returns.designation'), cell: ({ designation }) => designation },
            { id: 'reason', title: t('returns.reason'), cell: ({ reason }) => t(`returns.reason.${reason}`) },
            {
              id: 'quantity',
              title: t('returns.quantity'),
              isNumber: true,
              cell: ({ quantity }) => formats.quantity(quantity),
            },
            {
              id: 'credit',
              title: t('returns.expected-credit'),
              isNumber: true,
              cell: ({ credit }) => formats.money(credit),
            },
          ]}
        />
      </Section>
      {isCancelling && (
        <AskDialog
          title={t('returns.do.cancel')}
          text={t('returns.cancel.text')}
          confirm={t('returns.do.cancel')}
          isOpen
          notNow={commands.isRunning}
          error={commands.error}
          onClose={close}
          onConfirm={() => {
            void commands
              .run('cancel', (key) =>
                answered(
                  api.POST('/api/v1/supplier-returns/{id}/cancel', {
                    params: { path, header: { 'Idempotency-Key': key } },
                  }),
                ),
              )
              .then((done) => {
                if (done) close();
              });
          }}
        />
      )}
    </RecordPage>
  );
}
