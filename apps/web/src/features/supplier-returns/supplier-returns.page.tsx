import { ListPage } from '../../shared/kit/list/list-page.js';
import { OneSupplierReturn } from './one-return.js';
import { supplierReturnsList } from './supplier-returns.list.js';

/** ST-25: the list and the record, loaded together: a page more weighs on all of them (WE-10). */
export default function SupplierReturnsPage({ params }: { readonly params: Readonly<Record<string, string>> }) {
  return (params['id'] ?? '') === '' ? <ListPage list={supplierReturnsList} /> : <OneSupplierReturn params={params} />;
}
