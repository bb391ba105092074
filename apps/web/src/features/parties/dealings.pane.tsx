import { answered, type Schema } from '@navette/api-client';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useApi, useSession } from '../../shared/api/session.js';
import { useLive } from '../../shared/api/live.js';
import { useFormats } from '../../shared/i18n/formats.js';
import { useText } from '../../shared/i18n/use-text.js';
import { Section } from '../../shared/kit/record/record-page.js';
import { Loading } from '../../shared/ui/loading.js';
import { ProblemBox } from '../../shared/ui/problem-box.js';
import { PageLink } from '../../shared/work/page-link.js';
import type { PaneProps } from './party-pane.js';
import css from './parties.module.css';

type Dealings = Schema<'PartyDealings'>;
type File = Dealings['files']['list'][number];
type Dealing = Dealings['billing']['orders'][number];

/** PA-5: every appliance and its files, orders, documents and balance of a party; each opens in one click. */
export function DealingsPane({ held, frame }: PaneProps) {
  const api = useApi();
  const { id } = held.data;
  const { data, error, refetch } = useQuery({
    queryKey: ['dealings', id],
    queryFn: async () => (await answered(api.GET('/api/v1/parties/{id}/dealings', { params: { path: { id } } }))).data,
  });
  useLive(['intervention-file', 'customer-order', 'document'], () => void refetch());
  return frame({
    unsaved: false,
    actions: [],
    children: (
      <>
        <ProblemBox error={error} onRetry={() => void refetch()} />
        {data === undefined ? error === null && <Loading /> : <DealingsShown dealings={data} />}
      </>
    ),
  });
}

function DealingsShown({ dealings: { files, billing, ledger } }: { readonly dealings: Dealings }) {
  const t = useText();
  const formats = useFormats();
  const { orders, orderCount, documents, documentCount, drafts } = billing;
  const billingAway = billing.missing === '' ? undefined : t('parties.dealings.billing-away');
  return (
    <>
      <Section title={t('parties.dealings.appliances')}>
        <Part
          away={files.missing === '' ? undefined : t('parties.dealings.files-away')}
          none={t('parties.dealings.no-files')}
          isEmpty={files.list.length === 0}
          more={
            files.count > files.list.length
              ? t('parties.dealings.first', { count: files.list.length, all: files.count })
              : ''
          }
        >
          {appliances(files.list).map(({ key, name, list }) => (
            <div key={key} className={css['appliance'] ?? ''}>
              <strong>{name}</strong>
              <ul>
                {list.map((file) => (
                  <FileLine key={file.id} file={file} />
                ))}
              </ul>
            </div>
          ))}
        </Part>
      </Section>
      <Section title={t('parties.dealings.orders')}>
        <Part
          away={billingAway}
          none={t('parties.dealings.no-orders')}
          isEmpty={orders.length === 0}
          more={
            orderCount > orders.length ? t('parties.dealings.first', { count: orders.length, all: orderCount }) : ''
          }
        >
          <DealingTable rows={orders} href={({ id }) => `/customer-orders/${id}`} />
        </Part>
      </Section>
      <Section title={t('parties.dealings.documents')}>
        <Part
          away={billingAway}
          none={t('parties.dealings.no-documents')}
          isEmpty={documents.length + drafts.length === 0}
          more={
            documentCount > documents.length
              ? t('parties.dealings.first', { count: documents.length, all: documentCount })
              : ''
          }
        >
          <DealingTable
            rows={[...drafts, ...documents]}
            href={({ id, kind }) => (kind === 'draft_invoice' ? `/draft-invoices/${id}` : `/invoices/${id}`)}
          />
        </Part>
        <p className={css['figure'] ?? ''}>
          {ledger.missing === ''
            ? t('parties.dealings.balance', { amount: formats.money(ledger.balance) })
            : t('parties.dealings.ledger-away')}
        </p>
      </Section>
    </>
  );
}

function Part({
  away,
  none,
  isEmpty,
  more,
  children,
}: {
  readonly away: string | undefined;
  readonly none: string;
  readonly isEmpty: boolean;
  readonly more: string;
  readonly children: ReactNode;
}) {
  if (away !== undefined) return <p className="muted">{away}</p>;
  if (isEmpty) return <p className="muted">{none}</p>;
  return (
    <>
      {children}
      {more !== '' && <p className="muted">{more}</p>}
    </>
  );
}

function FileLine({ file }: { readonly file: File }) {
  const t = useText();
  const formats = useFormats();
  const { language } = useSession();
  return (
    <li>
      <PageLink href={`/files/${file.id}`} className="reference">
        {file.number}
      </PageLink>
      <span>{formats.date(file.openedAt)}</span>
      <span>{language() === 'fr' ? file.statusLabel : file.statusLabelEn}</span>
      <span className="muted">{file.roles.map((role) => t(`parties.dealings.role.${role}`)).join(', ')}</span>
    </li>
  );
}

function DealingTable({ rows, href }: { readonly rows: readonly Dealing[]; readonly href: (row: Dealing) => string }) {
  const t = useText();
  const formats = useFormats();
  return (
    <table className={css['table'] ?? ''}>
      <thead>
        <tr>
          <th scope="col">{t('parties.dealings.number')}</th>
          <th scope="col">{t('parties.dealings.kind')}</th>
          <th scope="col">{t('parties.dealings.date')}</th>
          <th scope="col" className={css['figure'] ?? ''}>
            {t('parties.dealings.total')}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <td>
              <PageLink href={href(row)} className="reference">
                {row.number || t('parties.dealings.draft')}
              </PageLink>
            </td>
            <td>
              {row.kind === 'customer_order'
                ? t(`parties.dealings.order.${row.state}`)
                : t(`parties.dealings.kind.${row.kind}`)}
            </td>
            <td>{formats.date(row.at)}</td>
            <td className={css['figure'] ?? ''}>{formats.money(row.total)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The files of one appliance together; told apart by serial number, else by what it is. */
function appliances(files: readonly File[]): { key: string; name: string; list: File[] }[] {
  const found = new Map<string, { key: string; name: string; list: File[] }>();
  for (const file of files) {
    const { category, brand, commercialReference, serialNumber } = file.product;
    const name = [category, brand, commercialReference, serialNumber && `n° ${serialNumber}`]
      .filter(Boolean)
      .join(' · ');
    const key = serialNumber === '' ? name.toLowerCase() : `${brand} ${serialNumber}`.toLowerCase();
    const known = found.get(key) ?? { key, name, list: [] };
    known.list.push(file);
    found.set(key, known);
  }
  return [...found.values()];
}
