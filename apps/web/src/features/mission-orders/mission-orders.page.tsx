import { ListPage } from '../../shared/kit/list/list-page.js';
import { missionOrdersList } from './mission-orders.list.js';

export default function MissionOrdersPage() {
  return <ListPage list={missionOrdersList} />;
}
