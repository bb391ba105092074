import { answered } from '@navette/api-client';
import { useQuery } from '@tanstack/react-query';
import { useLive } from '../../shared/api/live.js';
import { partyNames } from '../../shared/api/party-names.js';
import { useApi, useMay } from '../../shared/api/session.js';
import { useFormats } from '../../shared/i18n/formats.js';
import { useText } from '../../shared/i18n/use-text.js';
import { useCoalesced } from '../../shared/kit/record/use-coalesced.js';
import { ProblemBox } from '../../shared/ui/problem-box.js';
import { Card } from './card.js';
import css from './home.module.css';
import { sharesOf } from './shares.js';

/** As many orders as one page has: what is older says little of whom one works with now. */
const LAST = 200;
const MOST = 6;

/** WE-1, WE-14: the share that each manufacturer has in the last orders, drawn; the same as a table for who hears it. */
export function OrdersByManufacturer() {
  const t = useText();
  const formats = useFormats();
  const api = useApi();
  const may = useMay()('stock:supplier-order.read');
  const { data, error, refetch } = useQuery({
    queryKey: ['home', 'orders-by-manufacturer'],
    enabled: may,
    queryFn: async ({ signal }) => {
      const { data } = await answered(
        api.GET('/api/v1/supplier-orders', { signal, params: { query: { sort: '-placedAt', limit: LAST } } }),
      );
      const placed = data.orders.filter(({ state }) => state !== 'cancelled');
      const shares = sharesOf(
        placed.map(({ supplierPartyId }) => supplierPartyId),
        MOST,
      );
      const names = await partyNames(
        api,
        shares.map(({ id }) => id),
        signal,
      );
      return { count: placed.length, shares: shares.map((share) => ({ ...share, name: names.get(share.id) ?? '' })) };
    },
  });
  const again = useCoalesced(() => void refetch());
  useLive(['supplier-order', 'party'], again);
  if (!may) return null;
  const nameOf = ({ id, name }: { readonly id: string; readonly name: string }) =>
    id === '' ? t('home.manufacturers.others') : name || t('home.manufacturers.unnamed');
  const longest = Math.max(1, ...(data?.shares.map(({ count }) => count) ?? []));
  return (
    <Card title={t('home.manufacturers')} more="/supplier-orders">
      {data === undefined && error === null && <div className={css['waiting'] ?? ''} aria-busy="true" />}
      {data === undefined && <ProblemBox error={error} onRetry={() => void refetch()} />}
      {data?.count === 0 && <p className="muted">{t('home.manufacturers.none')}</p>}
      {data !== undefined && data.count > 0 && (
        <figure className={css['chart'] ?? ''}>
          <div aria-hidden>
            {data.shares.map((share, index) => (
              <div key={share.id} className={css['bar'] ?? ''}>
                <span title={nameOf(share)}>{nameOf(share)}</span>
                <svg viewBox="0 0 100 10" preserveAspectRatio="none">
                  <rect
                    width={(share.count * 100) / longest}
                    height="10"
                    data-nth={share.id === '' ? 'others' : index}
                  />
                </svg>
                <span>{formats.percent(share.percent)}</span>
              </div>
            ))}
          </div>
          <table className="visually-hidden">
            <caption>{t('home.manufacturers')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('home.manufacturers.name')}</th>
                <th scope="col">{t('home.manufacturers.orders')}</th>
                <th scope="col">{t('home.manufacturers.share')}</th>
              </tr>
            </thead>
            <tbody>
              {data.shares.map((share) => (
                <tr key={share.id}>
                  <th scope="row">{nameOf(share)}</th>
                  <td>{formats.count(share.count)}</td>
                  <td>{formats.percent(share.percent)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <figcaption className="muted">{t('home.manufacturers.of', { count: data.count })}</figcaption>
        </figure>
      )}
    </Card>
  );
}
