import { answered } from '@navette/api-client';
import { useQuery } from '@tanstack/react-query';
import { useApi, useMay } from '../../shared/api/session.js';
import { useFormats } from '../../shared/i18n/formats.js';
import { useText } from '../../shared/i18n/use-text.js';
import { Checkbox, ChoiceInput, TextInput } from '../../shared/ui/fields.js';

/** Which awaited lines come onto a draft as received in full (ST-23). */
export interface Pull {
  readonly pull: 'all' | 'orders' | 'until';
  readonly until: string;
  readonly orderNumbers: string[];
}

export const PULL_ALL: Pull = { pull: 'all', until: '', orderNumbers: [] };

/** Why these can't be pulled yet: a day or an order is still to be named. */
export const isPullOpen = ({ pull, until, orderNumbers }: Pull): boolean =>
  (pull === 'until' && until === '') || (pull === 'orders' && orderNumbers.length === 0);

interface PullChoiceProps {
  readonly supplierPartyId: string;
  readonly value: Pull;
  readonly onChange: (value: Pull) => void;
}

export function PullChoice({ supplierPartyId, value, onChange }: PullChoiceProps) {
  const t = useText();
  const formats = useFormats();
  const api = useApi();
  const may = useMay()('stock:supplier-order.read');
  const { data } = useQuery({
    queryKey: ['awaited-orders', supplierPartyId],
    enabled: may && supplierPartyId !== '' && value.pull === 'orders',
    queryFn: async ({ signal }) => {
      const query = {
        'filter[supplierPartyId][eq]': supplierPartyId,
        'filter[state][in]': 'sent,acknowledged,partially_received',
        limit: 100,
      };
      return (await answered(api.GET('/api/v1/supplier-orders', { signal, params: { query } }))).data.orders;
    },
  });
  return (
    <>
      <ChoiceInput
        label={t('receipts.pull')}
        value={value.pull}
        onChange={(pull) => {
          onChange({ ...value, pull: pull as Pull['pull'] });
        }}
        choices={(['all', 'orders', 'until'] as const).map((id) => ({ id, text: t(`receipts.pull.${id}`) }))}
      />
      {value.pull === 'until' && (
        <TextInput
          label={t('receipts.pull.day')}
          type="date"
          isRequired
          value={value.until}
          onChange={(until) => {
            onChange({ ...value, until });
          }}
        />
      )}
      {value.pull === 'orders' && (
        <div role="group" aria-label={t('receipts.pull.orders')}>
          {data?.length === 0 && <p className="muted">{t('receipts.pull.no-orders')}</p>}
          {data?.map(({ number, placedAt }) => (
            <Checkbox
              key={number}
              isSelected={value.orderNumbers.includes(number)}
              onChange={(on) => {
                const others = value.orderNumbers.filter((one) => one !== number);
                onChange({ ...value, orderNumbers: on ? [...others, number] : others });
              }}
            >
              <span className="reference">{number}</span> · {formats.date(placedAt)}
            </Checkbox>
          ))}
        </div>
      )}
    </>
  );
}
