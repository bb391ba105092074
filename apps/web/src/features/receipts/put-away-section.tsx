import { useFormats } from '../../shared/i18n/formats.js';
import { useText } from '../../shared/i18n/use-text.js';
import { LineTable } from '../../shared/kit/record/line-table.js';
import { Section } from '../../shared/kit/record/record-page.js';
import { usePartyNames } from '../../shared/kit/record/use-related.js';
import { StateChip } from '../../shared/ui/state-chip.js';
import { OwnerLink } from './owner-link.js';
import css from './receipts.module.css';
import type { PutAway } from './use-put-away.js';

/** ST-23, put-to-light: for whom the pieces are, foreseen as long as the receipt is a draft. */
export function PutAwaySection({ putAway: { provisional, places } }: { readonly putAway: PutAway }) {
  const t = useText();
  const formats = useFormats();
  const nameOf = usePartyNames(places.map(({ owner }) => owner.customerPartyId));
  if (places.length === 0) return null;
  return (
    <Section title={t('receipts.put-away')}>
      <p className={css['owner'] ?? ''}>
        <StateChip tone={provisional ? 'waiting' : 'done'}>
          {t(provisional ? 'receipts.provisional' : 'receipts.confirmed')}
        </StateChip>
        <span className="muted">{t(provisional ? 'receipts.provisional.why' : 'receipts.confirmed.why')}</span>
      </p>
      <LineTable
        label={t('receipts.put-away')}
        lines={places}
        idOf={({ partId, owner }) => `${partId} ${owner.needId}`}
        empty=""
        columns={[
          {
            id: 'reference',
            title: t('receipts.reference'),
            cell: ({ reference }) => <span className="reference">{reference}</span>,
          },
          { id: 'designation', title: t('receipts.designation'), cell: ({ designation }) => designation },
          {
            id: 'quantity',
            title: t('receipts.quantity'),
            isNumber: true,
            cell: (place) => formats.quantity(place.quantity),
          },
          {
            id: 'owner',
            title: t('receipts.goes-to'),
            cell: ({ owner }) => <OwnerLink owner={owner} customer={nameOf(owner.customerPartyId)} />,
          },
          {
            id: 'bin',
            title: t('receipts.bin.title'),
            cell: ({ locationCode }) => <span className="reference">{locationCode}</span>,
          },
          {
            id: 'scanned',
            title: t('receipts.scanned'),
            isNumber: true,
            cell: ({ scanned }) => formats.count(scanned),
          },
        ]}
      />
    </Section>
  );
}
