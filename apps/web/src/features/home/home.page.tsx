import { FilePlus, ReceiptText, Search, type LucideIcon } from 'lucide-react';
import { useMay, useSelf } from '../../shared/api/session.js';
import { useText } from '../../shared/i18n/use-text.js';
import { Ribbon } from '../../shared/kit/ribbon.js';
import type { Action } from '../../shared/actions/actions.js';
import { useActions } from '../../shared/actions/use-actions.js';
import { useOpen, useTab } from '../../shared/work/use-work.js';
import { Card } from './card.js';
import { CurrentFiles } from './current-files.js';
import { CurrentOrders } from './current-orders.js';
import css from './home.module.css';
import { NewMissionOrders } from './new-mission-orders.js';
import { OrdersByManufacturer } from './orders-by-manufacturer.js';
import { SavedSearchesCard } from './saved-searches-card.js';

/** WE-1, WE-14: the first page of the day: six cards. One whose data is not there yet says so. */
export default function HomePage() {
  const t = useText();
  const may = useMay();
  const open = useOpen();
  const { name, role } = useSelf();
  useTab(t('home.title'));
  const go = (id: string, right: string, icon: LucideIcon, href: string, keys?: string): Action => ({
    id: `home.${id}`,
    title: t(`home.${id}`),
    icon,
    ...(keys !== undefined && { keys }),
    notNow: may(right) ? undefined : t('home.may-not'),
    run: () => {
      open(href);
    },
  });
  const actions: Action[] = [
    go('consumers', 'parties:party.read', Search, '/parties/kind/consumer'),
    go('invoices', 'billing:document.read', ReceiptText, '/invoices?f.kind=invoice'),
    { ...go('new-sale', 'billing:customer-order.create', FilePlus, '/customer-orders/new', 'n'), primary: true },
  ];
  useActions(actions);
  return (
    <div className={css['page'] ?? ''}>
      <header className={css['head'] ?? ''}>
        <h1>{t('home.hello', { name })}</h1>
        <Ribbon actions={actions} />
      </header>
      <div className={css['cards'] ?? ''}>
        {role === 'technician' && <CurrentFiles />}
        <NewMissionOrders />
        <CurrentOrders />
        <SavedSearchesCard />
        <Card title={t('home.bulletins')}>
          <p className="muted">{t('home.bulletins.none')}</p>
        </Card>
        <OrdersByManufacturer />
        <Card title={t('home.news')}>
          <p className="muted">{t('home.news.none')}</p>
        </Card>
      </div>
    </div>
  );
}
