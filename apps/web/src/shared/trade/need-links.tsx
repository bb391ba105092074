import { answered } from '@navette/api-client';
import { useApi, useMay } from '../api/session.js';
import { useFormats } from '../i18n/formats.js';
import { useText } from '../i18n/use-text.js';
import { Links } from '../kit/record/line-table.js';
import { Section } from '../kit/record/record-page.js';
import { useRelated } from '../kit/record/use-related.js';
import { StateChip } from '../ui/state-chip.js';
import { PageLink } from '../work/page-link.js';
import { needTone } from './tones.js';

interface NeedLinksProps {
  readonly title: string;
  /** Whose needs: those on an order, those given parts of a receipt. */
  readonly of: { readonly supplierOrderId: string } | { readonly goodsReceiptId: string };
}

/** Most that stands in the panel beside a record; a large delivery has thousands. */
const MOST = 50;

/** ST-13: the files and customer orders for which parts were ordered, or to which they were given, and how each stands. */
export function NeedLinks({ title, of }: NeedLinksProps) {
  const t = useText();
  const formats = useFormats();
  const api = useApi();
  const [field, id] = Object.entries(of)[0] as [string, string];
  const found = useRelated(
    ['needs', field, id],
    ['need', 'part', 'goods-receipt', 'supplier-order'],
    useMay()('stock:need.read'),
    async () => {
      const query = { [`filter[${field}][eq]`]: id, limit: MOST };
      return (await answered(api.GET('/api/v1/needs', { params: { query } }))).data;
    },
  );
  if (found === undefined || found.needs.length === 0) return null;
  return (
    <Section title={title}>
      <Links>
        {found.needs.map((need) => (
          <li key={need.id}>
            <PageLink
              href={
                need.originKind === 'customer_order' ? `/customer-orders/${need.originId}` : `/files/${need.originId}`
              }
              className="reference"
            >
              {need.originNumber}
            </PageLink>
            <span>
              {formats.quantity(need.quantity)} × <span className="reference">{need.reference}</span>
            </span>
            <StateChip tone={needTone[need.state]}>{t(`trade.need.${need.state}`)}</StateChip>
          </li>
        ))}
      </Links>
      {found.nextCursor !== '' && <p className="muted">{t('trade.needs.more', { count: MOST })}</p>}
    </Section>
  );
}
