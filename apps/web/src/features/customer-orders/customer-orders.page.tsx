import { ListPage } from '../../shared/kit/list/list-page.js';
import { customerOrdersList } from './customer-orders.list.js';

export default function CustomerOrdersPage() {
  return <ListPage list={customerOrdersList} />;
}
