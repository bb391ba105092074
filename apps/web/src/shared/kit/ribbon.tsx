import type { Action } from '../actions/actions.js';
import { Button } from '../ui/button.js';
import css from './ribbon.module.css';

/** WE-2: the actions of a page as buttons. One that can't be done now is there, and says why. */
export function Ribbon({ actions }: { readonly actions: readonly Action[] }) {
  return (
    <div className={css['ribbon'] ?? ''} role="toolbar">
      {actions
        .filter(({ hidden }) => hidden !== true)
        .map(({ id, title, icon, notNow, primary, run }) => (
          <span key={id} title={notNow}>
            <Button
              kind={primary === true ? 'primary' : 'normal'}
              {...(icon && { icon })}
              isDisabled={notNow !== undefined}
              {...(notNow !== undefined && { 'aria-description': notNow })}
              onPress={run}
            >
              {title}
            </Button>
          </span>
        ))}
    </div>
  );
}
