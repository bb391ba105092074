import { useState } from 'react';
import { useFormats } from '../../shared/i18n/formats.js';
import { useText } from '../../shared/i18n/use-text.js';
import { LineTable } from '../../shared/kit/record/line-table.js';
import { Checkbox } from '../../shared/ui/fields.js';
import { PageLink } from '../../shared/work/page-link.js';
import css from './receipts.module.css';
import type { Receipt } from './receipts.list.js';

type Line = Receipt['lines'][number];

interface ReceiptLinesProps {
  readonly receipt: Receipt;
  readonly mayNot: string | undefined;
  readonly onSet: (lines: { lineId: string; quantity: string; updatePrice?: boolean }[]) => Promise<boolean>;
}

/** ST-23: what was awaited and what came, line by line; more or less than awaited is told by colour and sign. */
export function ReceiptLines({ receipt, mayNot, onSet }: ReceiptLinesProps) {
  const t = useText();
  const formats = useFormats();
  return (
    <LineTable
      label={t('receipts.lines')}
      lines={receipt.lines}
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
            mayNot === undefined ? <Count line={line} onSet={onSet} /> : formats.quantity(line.quantity),
        },
        { id: 'gap', title: t('receipts.gap'), isNumber: true, cell: (line) => <Gap line={line} /> },
        {
          id: 'price',
          title: t('receipts.unit-price'),
          isNumber: true,
          cell: ({ unitPrice }) => formats.money(unitPrice),
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

/** Awaited and not there, or more than awaited. */
function Gap({ line }: { readonly line: Line }) {
  const formats = useFormats();
  const gap = Number(line.quantity) - Number(line.awaited);
  if (gap === 0) return null;
  const text = `${gap > 0 ? '+' : '−'}${formats.quantity(String(Math.abs(gap)))}`;
  return (
    <span className={css['gap'] ?? ''} data-tone={gap > 0 ? 'waiting' : 'late'}>
      {text}
    </span>
  );
}

/** The quantity received, typed over what was counted; kept with Enter, or when the field is left. */
function Count({ line, onSet }: { readonly line: Line; readonly onSet: ReceiptLinesProps['onSet'] }) {
  const t = useText();
  const held = String(Number(line.quantity));
  const [typed, setTyped] = useState<string>();
  const keep = () => {
    if (typed === undefined || typed.trim() === '' || typed === held) {
      setTyped(undefined);
      return;
    }
    void onSet([{ lineId: line.id, quantity: typed.trim().replace(',', '.') }]).then((done) => {
      if (done) setTyped(undefined);
    });
  };
  return (
    <input
      className={css['count'] ?? ''}
      aria-label={t('receipts.received-of', { reference: line.reference })}
      inputMode="decimal"
      value={typed ?? held}
      onChange={(event) => {
        setTyped(event.target.value);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter') keep();
      }}
      onBlur={keep}
    />
  );
}
