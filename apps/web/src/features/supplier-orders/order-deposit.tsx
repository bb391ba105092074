import { useFormats } from '../../shared/i18n/formats.js';
import { useText } from '../../shared/i18n/use-text.js';
import { Links } from '../../shared/kit/record/line-table.js';
import { Section } from '../../shared/kit/record/record-page.js';
import { StateChip } from '../../shared/ui/state-chip.js';
import type { SupplierOrder } from './supplier-orders.list.js';

const TONES = { waiting: 'progress', collected: 'done', withdrawn: 'draft' } as const;

/** ST-21: since when the order is in its manufacturer's cart, and what became of it there; nothing where it never was. */
export function OrderDeposit({ order: { deposit } }: { readonly order: SupplierOrder }) {
  const t = useText();
  const formats = useFormats();
  if (deposit === undefined) return null;
  const { collectedAt, depositedAt, reference, state } = deposit;
  return (
    <Section title={t('orders.cart')}>
      <Links>
        <li>
          <StateChip tone={TONES[state]}>{t(`orders.cart.${state}`)}</StateChip>
          <span>{t(`orders.cart.${state}.since`, { at: formats.instant(collectedAt || depositedAt), reference })}</span>
        </li>
      </Links>
    </Section>
  );
}
