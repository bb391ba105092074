import { ListPage } from '../../shared/kit/list/list-page.js';
import { documentsList } from './documents.list.js';

export default function DocumentsPage() {
  return <ListPage list={documentsList} />;
}
