import { ListPage } from '../../shared/kit/list/list-page.js';
import { draftsList } from './drafts.list.js';

export default function DraftsPage() {
  return <ListPage list={draftsList} />;
}
