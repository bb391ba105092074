import { percentOf } from '../../shared/i18n/decimals.js';
import { useFormats } from '../../shared/i18n/formats.js';
import { useText } from '../../shared/i18n/use-text.js';
import { LineTable, Links } from '../../shared/kit/record/line-table.js';
import { Section } from '../../shared/kit/record/record-page.js';
import { PageLink } from '../../shared/work/page-link.js';
import css from './documents.module.css';

interface AmountLine {
  readonly id: string;
  readonly reference: string;
  readonly designation: string;
  readonly quantity: string;
  readonly unitPrice: string;
  readonly discount: string;
  readonly net: string;
}

/** What is billed, line by line. */
export function AmountLines({ lines }: { readonly lines: readonly AmountLine[] }) {
  const t = useText();
  const formats = useFormats();
  return (
    <LineTable
      label={t('documents.lines')}
      lines={lines}
      idOf={({ id }) => id}
      empty={t('documents.lines.none')}
      columns={[
        {
          id: 'reference',
          title: t('documents.reference'),
          cell: ({ reference }) => <span className="reference">{reference}</span>,
        },
        { id: 'designation', title: t('documents.designation'), cell: ({ designation }) => designation },
        {
          id: 'quantity',
          title: t('documents.quantity'),
          isNumber: true,
          cell: ({ quantity }) => formats.quantity(quantity),
        },
        {
          id: 'price',
          title: t('documents.unit-price'),
          isNumber: true,
          cell: ({ unitPrice }) => formats.money(unitPrice),
        },
        {
          id: 'discount',
          title: t('documents.discount'),
          isNumber: true,
          cell: ({ discount }) => percent(discount, formats.quantity),
        },
        { id: 'net', title: t('documents.net'), isNumber: true, cell: ({ net }) => formats.money(net) },
      ]}
    />
  );
}

/** `0.2000` → `20 %`; nothing for none. */
function percent(fraction: string, shown: (amount: string) => string): string {
  return Number(fraction) === 0 ? '' : `${shown(percentOf(fraction))} %`;
}

interface TotalsProps {
  readonly vat: readonly { readonly rate: string; readonly base: string; readonly vat: string }[];
  readonly totalExcludingVat: string;
  readonly totalVat: string;
  readonly total: string;
}

export function Totals({ vat, totalExcludingVat, totalVat, total }: TotalsProps) {
  const t = useText();
  const formats = useFormats();
  return (
    <dl className={css['totals'] ?? ''}>
      <dt>{t('documents.total-excluding-vat')}</dt>
      <dd>{formats.money(totalExcludingVat)}</dd>
      {vat.map((row) => (
        <div key={row.rate}>
          <dt>
            {row.rate === ''
              ? t('documents.no-vat')
              : t('documents.vat-at', { rate: percent(row.rate, formats.quantity), base: formats.money(row.base) })}
          </dt>
          <dd>{formats.money(row.vat)}</dd>
        </div>
      ))}
      {vat.length > 1 && (
        <div>
          <dt>{t('documents.total-vat')}</dt>
          <dd>{formats.money(totalVat)}</dd>
        </div>
      )}
      <dt className={css['grand'] ?? ''}>{t('documents.total')}</dt>
      <dd className={css['grand'] ?? ''}>{formats.money(total)}</dd>
    </dl>
  );
}

interface OriginLinksProps {
  readonly customerPartyId: string;
  readonly customer: string;
  readonly originKind: 'intervention_file' | 'customer_order';
  readonly originId: string;
  readonly originNumber: string;
}

/** IN-24: back to the file or order that was billed, and to who pays. */
export function OriginLinks({ customerPartyId, customer, originKind, originId, originNumber }: OriginLinksProps) {
  const t = useText();
  return (
    <Section title={t('documents.links')}>
      <Links>
        <li>
          <span className="muted">{t('documents.customer')}</span>
          <PageLink href={`/parties/${customerPartyId}`}>{customer || t('documents.customer')}</PageLink>
        </li>
        <li>
          <span className="muted">{t(`documents.origin.${originKind}`)}</span>
          <PageLink
            href={originKind === 'customer_order' ? `/customer-orders/${originId}` : `/files/${originId}`}
            className="reference"
          >
            {originNumber}
          </PageLink>
        </li>
      </Links>
    </Section>
  );
}
