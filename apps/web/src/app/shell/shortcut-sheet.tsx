import { useSyncExternalStore } from 'react';
import { useAllActions } from '../../shared/actions/use-actions.js';
import { useText } from '../../shared/i18n/use-text.js';
import { Dialog } from '../../shared/ui/dialog.js';
import { keysText } from './keys-text.js';
import { overlayNow, setOverlay, subscribeOverlay } from './overlay.js';
import css from './shortcut-sheet.module.css';

/** `?`: the keys that do something on this page. */
export function ShortcutSheet() {
  const t = useText();
  const isOpen = useSyncExternalStore(subscribeOverlay, overlayNow) === 'shortcuts';
  const actions = useAllActions();
  return (
    <Dialog
      title={t('app.shortcuts')}
      isOpen={isOpen}
      onClose={() => {
        setOverlay('none');
      }}
    >
      <dl className={css['sheet'] ?? ''}>
        {actions.map(({ id, title, keys }) =>
          keys === undefined ? null : (
            <div key={id}>
              <dt>
                <kbd>{keysText(keys)}</kbd>
              </dt>
              <dd>{title}</dd>
            </div>
          ),
        )}
      </dl>
    </Dialog>
  );
}
