import { Activity, Suspense, useEffect, useState, useSyncExternalStore } from 'react';
import { Live, LiveContext } from '../../shared/api/live.js';
import { useSession } from '../../shared/api/session.js';
import { useText } from '../../shared/i18n/use-text.js';
import { usePreferences } from '../../shared/look/preferences.js';
import { TabHref, TabKey, Work } from '../../shared/work/use-work.js';
import { Workspace, type Tab } from '../../shared/work/workspace.js';
import { pageAt } from '../pages.js';
import { CommandPalette } from './command-palette.js';
import { IdleSignOut } from './idle-sign-out.js';
import { PageBoundary } from './page-boundary.js';
import { Rail } from './rail.js';
import { ShellActions } from './shell-actions.js';
import css from './shell.module.css';
import { ShortcutSheet } from './shortcut-sheet.js';
import { StatusBar } from './status-bar.js';
import { TopBar } from './top-bar.js';
import { WorkTabs } from './work-tabs.js';

const here = () => location.pathname + location.search;

/** WE-2: the work space of who is signed in, with a tab per open record. */
export function Shell({ workplace }: { readonly workplace: string }) {
  const t = useText();
  const { folded } = usePreferences();
  const [workspace] = useState(() => {
    const key = `navette.tabs.${workplace}`;
    const storage = {
      read: () => localStorage.getItem(key),
      write: (text: string) => {
        localStorage.setItem(key, text);
      },
    };
    return new Workspace(storage, here());
  });
  const session = useSession();
  const [live] = useState(() => new Live(() => session.token()));
  useEffect(() => live.start(), [live]);
  const { tabs, active } = useSyncExternalStore(workspace.subscribe, workspace.state);
  const front = tabs.find(({ key }) => key === active);
  useAddressBar(workspace, front);
  // What was never in front since the page was loaded need not run yet.
  const [seen, setSeen] = useState<ReadonlySet<string>>(new Set());
  if (!seen.has(active)) setSeen(new Set(seen).add(active));
  return (
    <LiveContext value={live}>
      <Work value={workspace}>
        <ShellActions />
        <div className={css['shell'] ?? ''} data-folded={folded ? '' : undefined}>
          <a className={css['skip'] ?? ''} href="#main">
            {t('app.skip')}
          </a>
          <TopBar />
          <Rail />
          <WorkTabs />
          <main id="main" tabIndex={-1} className={css['main'] ?? ''}>
            {tabs
              .filter(({ key }) => seen.has(key))
              .map((tab) => (
                <Activity key={tab.key} mode={tab.key === active ? 'visible' : 'hidden'}>
                  <TabKey value={tab.key}>
                    <TabHref value={tab.href}>
                      <PageBoundary>
                        <Suspense fallback={<div className={css['loading'] ?? ''} aria-busy="true" />}>
                          <TabPage tab={tab} />
                        </Suspense>
                      </PageBoundary>
                    </TabHref>
                  </TabKey>
                </Activity>
              ))}
          </main>
          <StatusBar />
        </div>
        <CommandPalette />
        <ShortcutSheet />
        <IdleSignOut />
      </Work>
    </LiveContext>
  );
}

function TabPage({ tab }: { readonly tab: Tab }) {
  const t = useText();
  const found = pageAt(tab.key);
  if (found === undefined) return <p className={css['loading'] ?? ''}>{t('app.no-such-page', { path: tab.key })}</p>;
  const { Page, params } = found;
  return <Page params={params} />;
}

/** The address bar shows the tab in front; Back goes to the one that was there before. */
function useAddressBar(workspace: Workspace, front: Tab | undefined): void {
  const href = front?.href ?? '/';
  const title = front?.title ?? '';
  useEffect(() => {
    if (here() === href) return;
    const samePage = location.pathname === href.split('?', 1)[0];
    history[samePage ? 'replaceState' : 'pushState'](null, '', href);
  }, [href]);
  useEffect(() => {
    document.title = title === '' ? 'Navette' : `${title} · Navette`;
  }, [title]);
  useEffect(() => {
    const onPop = () => {
      workspace.open(here());
    };
    window.addEventListener('popstate', onPop);
    return () => {
      window.removeEventListener('popstate', onPop);
    };
  }, [workspace]);
}
