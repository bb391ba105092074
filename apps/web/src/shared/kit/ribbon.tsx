import { ChevronsLeft, ChevronsRight } from 'lucide-react';
import type { Action } from '../actions/actions.js';
import { useText } from '../i18n/use-text.js';
import { setPreferences, usePreferences } from '../look/preferences.js';
import { Because } from '../ui/because.js';
import { Button, IconButton } from '../ui/button.js';
import css from './ribbon.module.css';

/** With more actions than this, those that can't be done now show their icon alone: a laptop has room for one line of them. */
const ROOMY = 6;
/** Where more than that can be done, the first ones show theirs, too, until so many have words. */
const WORDS = 5;

/** WE-2: the actions of a page as buttons. One that can't be done now is there, and says why. Folds to its icons (WE-7). */
export function Ribbon({ actions }: { readonly actions: readonly Action[] }) {
  const t = useText();
  const { ribbonFolded } = usePreferences();
  const shown = actions.filter(({ hidden }) => hidden !== true);
  const possible = shown.filter(({ notNow }) => notNow === undefined);
  const crowd = possible.length > ROOMY ? possible.length - WORDS : 0;
  const crowding = possible.filter(({ primary }) => primary !== true).slice(0, crowd);
  return (
    <div className={css['ribbon'] ?? ''} role="toolbar" aria-label={t('ribbon')}>
      {shown.map((action) => {
        const { id, title, icon, notNow, primary, run } = action;
        const kind = primary === true ? 'primary' : 'normal';
        const folded = ribbonFolded || (notNow === undefined ? crowding.includes(action) : shown.length > ROOMY);
        return (
          <Because key={id} notNow={folded && notNow !== undefined ? t('ribbon.not-now', { title, notNow }) : notNow}>
            {(why) =>
              folded && icon !== undefined ? (
                <IconButton icon={icon} label={title} kind={kind} {...why} onPress={run} />
              ) : (
                <Button kind={kind} {...(icon && { icon })} {...why} onPress={run}>
                  {title}
                </Button>
              )
            }
          </Because>
        );
      })}
      {shown.some(({ icon }) => icon !== undefined) && (
        <IconButton
          icon={ribbonFolded ? ChevronsLeft : ChevronsRight}
          label={t(ribbonFolded ? 'ribbon.unfold' : 'ribbon.fold')}
          onPress={() => {
            setPreferences({ ribbonFolded: !ribbonFolded });
          }}
        />
      )}
    </div>
  );
}
