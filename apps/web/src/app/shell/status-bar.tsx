import { Button as AriaButton } from 'react-aria-components';
import { useLiveState } from '../../shared/api/live.js';
import { useText } from '../../shared/i18n/use-text.js';
import { setOverlay } from './overlay.js';
import css from './status-bar.module.css';

/** Whether what is shown is live, and where the shortcuts are. */
export function StatusBar() {
  const t = useText();
  const live = useLiveState();
  return (
    <footer className={css['bar'] ?? ''}>
      <span className={css['live'] ?? ''} data-live={live} role="status">
        {t(live === 'on' ? 'app.live.on' : 'app.live.off')}
      </span>
      <AriaButton
        className={css['keys'] ?? ''}
        onPress={() => {
          setOverlay('shortcuts');
        }}
      >
        {t('app.shortcuts')} <kbd>?</kbd>
      </AriaButton>
    </footer>
  );
}
