import { useActionKeys, useActions } from '../../shared/actions/use-actions.js';
import { useSession } from '../../shared/api/session.js';
import { useText } from '../../shared/i18n/use-text.js';
import { setPreferences, usePreferences } from '../../shared/look/preferences.js';
import { useOpen } from '../../shared/work/use-work.js';
import { setOverlay } from './overlay.js';

/** What can be done on every page. */
export function ShellActions() {
  const t = useText();
  const open = useOpen();
  const session = useSession();
  const { folded, ribbonFolded, rows } = usePreferences();
  useActionKeys();
  useActions([
    {
      id: 'app.palette',
      title: t('app.palette'),
      keys: 'mod+k',
      hidden: true,
      run: () => {
        setOverlay('palette');
      },
    },
    {
      id: 'app.shortcuts',
      title: t('app.shortcuts'),
      keys: '?',
      hidden: true,
      run: () => {
        setOverlay('shortcuts');
      },
    },
    {
      id: 'app.fold',
      title: t('app.fold'),
      keys: 'mod+b',
      hidden: true,
      run: () => {
        setPreferences({ folded: !folded });
      },
    },
    {
      id: 'app.fold-ribbon',
      title: t(ribbonFolded ? 'ribbon.unfold' : 'ribbon.fold'),
      keys: 'mod+f1',
      hidden: true,
      run: () => {
        setPreferences({ ribbonFolded: !ribbonFolded });
      },
    },
    {
      id: 'app.rows',
      title: t(rows === 'compact' ? 'app.rows.comfortable' : 'app.rows.compact'),
      hidden: true,
      run: () => {
        setPreferences({ rows: rows === 'compact' ? 'comfortable' : 'compact' });
      },
    },
    {
      id: 'app.preferences',
      title: t('app.rail.preferences'),
      hidden: true,
      run: () => {
        open('/preferences');
      },
    },
    { id: 'app.sign-out', title: t('app.sign-out'), hidden: true, run: () => void session.signOut() },
  ]);
  return null;
}
