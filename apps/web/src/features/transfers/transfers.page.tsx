import { ListPage } from '../../shared/kit/list/list-page.js';
import { OneTransfer } from './one-transfer.js';
import { transfersList } from './transfers.list.js';

/** ST-15: the list and the record, loaded together: a page more weighs on all of them (WE-10). */
export default function TransfersPage({ params }: { readonly params: Readonly<Record<string, string>> }) {
  return (params['id'] ?? '') === '' ? <ListPage list={transfersList} /> : <OneTransfer params={params} />;
}
