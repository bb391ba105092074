import { ListPage } from '../../shared/kit/list/list-page.js';
import { missionOrdersList } from './mission-orders.list.js';
import { MissionOrderRecord } from './mission-order-record.js';

/** The list and the record, loaded together: a page more weighs on all of them (WE-10). */
export default function MissionOrdersPage({ params }: { readonly params: Readonly<Record<string, string>> }) {
  return (params['id'] ?? '') === '' ? <ListPage list={missionOrdersList} /> : <MissionOrderRecord params={params} />;
}
