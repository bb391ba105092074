import { UserPlus } from 'lucide-react';
import { useMemo } from 'react';
import { useMay, useSelf } from '../../shared/api/session.js';
import { useText } from '../../shared/i18n/use-text.js';
import { ListPage } from '../../shared/kit/list/list-page.js';
import { useOpen } from '../../shared/work/use-work.js';
import { usersOf } from './users.list.js';

/** ID-2: who works here. */
export default function UsersPage() {
  const t = useText();
  const may = useMay();
  const open = useOpen();
  const { stationId } = useSelf();
  const list = useMemo(() => usersOf(stationId), [stationId]);
  return (
    <ListPage
      list={list}
      actions={[
        {
          id: 'user.new',
          title: t('users.new'),
          icon: UserPlus,
          keys: 'n',
          primary: true,
          notNow: may('identity:user.create') ? undefined : t('users.may-not'),
          run: () => {
            open('/users/new');
          },
        },
      ]}
    />
  );
}
