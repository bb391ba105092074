import { ListPage } from '../../shared/kit/list/list-page.js';
import { OneSupplierOrder } from './one-order.js';
import { supplierOrdersList } from './supplier-orders.list.js';

/** ST-22: the list and the record, loaded together: a page more weighs on all of them (WE-10). */
export default function SupplierOrdersPage({ params }: { readonly params: Readonly<Record<string, string>> }) {
  return (params['id'] ?? '') === '' ? <ListPage list={supplierOrdersList} /> : <OneSupplierOrder params={params} />;
}
