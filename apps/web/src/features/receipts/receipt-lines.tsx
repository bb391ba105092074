import { useFormats } from '../../shared/i18n/formats.js';
import { useText } from '../../shared/i18n/use-text.js';
import { FigureField, Gap } from '../../shared/kit/record/line-figures.js';
import { LineTable } from '../../shared/kit/record/line-table.js';
import { Checkbox } from '../../shared/ui/fields.js';
import { PageLink } from '../../shared/work/page-link.js';
import css from './receipts.module.css';
import type { Receipt } from './receipts.list.js';

type Line = Receipt['lines'][number];

/** A line as it is to be; what is not given stays. */
export interface SetLine {
  readonly lineId: string;
  readonly quantity: string;
  readonly unitPrice?: string;
  readonly updatePrice?: boolean;
}

interface ReceiptLinesProps {
  readonly receipt: Receipt;
  readonly mayNot: string | undefined;
  readonly onSet: (lines: SetLine[]) => Promise<boolean>;
}

/** ST-23: what was awaited and what came, line by line; more or less than awaited is told by colour and sign. */
export function ReceiptLines({ receipt, mayNot, onSet }: ReceiptLinesProps) {
  const t = useText();
  const formats = useFormats();
  return (
    <LineTable
      label={t('receipts.lines')}
      lines={receipt.lines.filter(isThere)}
      idOf={({ id }) => id}
      empty={t('receipts.lines.none')}
      columns={[
        {
          id: 'reference',
          title: t('receipts.reference'),
          cell: ({ partId, reference }) => (
            <PageLink href={`/parts/${partId}`} className="reference">
              {reference}
            </PageLink>
          ),
        },
        { id: 'designation', title: t('receipts.designation'), cell: ({ designation }) => designation },
        {
          id: 'order',
          title: t('receipts.order'),
          cell: ({ supplierOrderId, supplierOrderNumber }) =>
            supplierOrderId === '' ? (
              <span className="muted">{t('receipts.not-ordered')}</span>
            ) : (
              <PageLink href={`/supplier-orders/${supplierOrderId}`} className="reference">
                {supplierOrderNumber}
              </PageLink>
            ),
        },
        {
          id: 'awaited',
          title: t('receipts.awaited'),
          isNumber: true,
          cell: ({ awaited }) => formats.quantity(awaited),
        },
        {
          id: 'quantity',
          title: t('receipts.received'),
          isNumber: true,
          cell: (line) =>
            mayNot === undefined ? (
              <FigureField
                label={t('receipts.received-of', { reference: line.reference })}
                value={line.quantity}
                onSet={(quantity) => onSet([{ lineId: line.id, quantity }])}
              />
            ) : (
              formats.quantity(line.quantity)
            ),
        },
        {
          id: 'gap',
          title: t('receipts.gap'),
          isNumber: true,
          cell: ({ awaited, quantity }) => <Gap of={Number(quantity) - Number(awaited)} />,
        },
        {
          id: 'price',
          title: t('receipts.unit-price'),
          isNumber: true,
          cell: (line) => (
            <span className={css['price'] ?? ''}>
              {mayNot === undefined ? (
                <FigureField
                  label={t('receipts.price-of', { reference: line.reference })}
                  value={line.unitPrice}
                  onSet={(unitPrice) => onSet([{ lineId: line.id, quantity: line.quantity, unitPrice }])}
                />
              ) : (
                formats.money(line.unitPrice)
              )}
              {mayNot === undefined && line.currentPrice !== line.unitPrice && line.currentPrice !== '' && (
                <small className="muted">{t('receipts.price-now', { price: formats.money(line.currentPrice) })}</small>
              )}
            </span>
          ),
        },
        {
          id: 'update',
          title: t('receipts.update-price'),
          cell: (line) => (
            <Checkbox
              label={t('receipts.update-price-of', { reference: line.reference })}
              isSelected={line.updatePrice}
              isDisabled={mayNot !== undefined}
              onChange={(updatePrice) => void onSet([{ lineId: line.id, quantity: line.quantity, updatePrice }])}
            />
          ),
        },
      ]}
    />
  );
}

/** Not one that was scanned by mistake and never ordered. */
const isThere = ({ awaited, quantity }: Line) => Number(awaited) > 0 || Number(quantity) > 0;
