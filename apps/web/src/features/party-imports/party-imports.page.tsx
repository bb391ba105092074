import { FileUp } from 'lucide-react';
import { useText } from '../../shared/i18n/use-text.js';
import { ListPage } from '../../shared/kit/list/list-page.js';
import { useOpen } from '../../shared/work/use-work.js';
import { partyImportsList } from './party-imports.list.js';

/** PA-15: past imports and those under way. */
export default function PartyImportsPage() {
  const t = useText();
  const open = useOpen();
  return (
    <ListPage
      list={partyImportsList}
      actions={[
        {
          id: 'party-import.new',
          title: t('party-imports.new'),
          icon: FileUp,
          keys: 'n',
          primary: true,
          run: () => {
            open('/party-imports/new');
          },
        },
      ]}
    />
  );
}
