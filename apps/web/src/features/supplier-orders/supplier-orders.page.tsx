import { ListPage } from '../../shared/kit/list/list-page.js';
import { supplierOrdersList } from './supplier-orders.list.js';

export default function SupplierOrdersPage() {
  return <ListPage list={supplierOrdersList} />;
}
