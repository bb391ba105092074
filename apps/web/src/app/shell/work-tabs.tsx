import { X } from 'lucide-react';
import { useState, useSyncExternalStore } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { useText } from '../../shared/i18n/use-text.js';
import { Button } from '../../shared/ui/button.js';
import { Dialog } from '../../shared/ui/dialog.js';
import { useActions } from '../../shared/actions/use-actions.js';
import { useWorkspace } from '../../shared/work/use-work.js';
import type { Tab } from '../../shared/work/workspace.js';
import { pageAt } from '../pages.js';
import css from './work-tabs.module.css';

/** The open records; Alt 1–9 goes to one, Alt W closes the one in front. Asks only where something would be lost. */
export function WorkTabs() {
  const t = useText();
  const workspace = useWorkspace();
  const { tabs, active } = useSyncExternalStore(workspace.subscribe, workspace.state);
  const [asking, setAsking] = useState<string>();
  const close = (key: string) => {
    if (tabs.some((tab) => tab.key === key && tab.unsaved)) setAsking(key);
    else workspace.close(key);
  };
  const name = ({ key, title }: Tab) => title || t(pageAt(key)?.title ?? 'app.tab.unknown');
  useActions([
    ...tabs.slice(0, 9).map((tab, index) => ({
      id: `app.tab.${String(index + 1)}`,
      title: t('app.tab.go', { title: name(tab) }),
      keys: `alt+${String(index + 1)}`,
      hidden: true,
      run: () => {
        workspace.open(tab.key);
      },
    })),
    {
      id: 'app.tab.close',
      title: t('app.tab.close'),
      keys: 'alt+w',
      hidden: true,
      run: () => {
        close(active);
      },
    },
  ]);
  return (
    <nav className={css['tabs'] ?? ''} aria-label={t('app.tabs')}>
      <ul>
        {tabs.map((tab) => {
          const { key, unsaved } = tab;
          return (
            <li key={key} data-front={key === active ? '' : undefined}>
              <AriaButton
                className={css['tab'] ?? ''}
                {...(key === active && { 'aria-current': 'page' as const })}
                onPress={() => {
                  workspace.open(key);
                }}
              >
                {name(tab)}
                {unsaved && <span aria-label={t('app.tab.unsaved')}> ●</span>}
              </AriaButton>
              {tabs.length > 1 && (
                <AriaButton
                  className={css['close'] ?? ''}
                  aria-label={t('app.tab.close-named', { title: name(tab) })}
                  onPress={() => {
                    close(key);
                  }}
                >
                  <X aria-hidden size="1em" />
                </AriaButton>
              )}
            </li>
          );
        })}
      </ul>
      <Dialog
        title={t('app.unsaved.title')}
        isOpen={asking !== undefined}
        onClose={() => {
          setAsking(undefined);
        }}
        footer={
          <>
            <Button
              kind="danger"
              onPress={() => {
                if (asking !== undefined) workspace.close(asking);
                setAsking(undefined);
              }}
            >
              {t('app.unsaved.discard')}
            </Button>
            <Button
              kind="primary"
              autoFocus
              onPress={() => {
                if (asking !== undefined) workspace.open(asking);
                setAsking(undefined);
              }}
            >
              {t('app.unsaved.back')}
            </Button>
          </>
        }
      >
        <p>{t('app.unsaved.text')}</p>
      </Dialog>
    </nav>
  );
}
