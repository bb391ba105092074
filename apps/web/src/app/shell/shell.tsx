import { Activity, memo, Suspense, useDeferredValue, useEffect, useState, useSyncExternalStore } from 'react';
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
import { useTypingNext } from './typing-next.js';
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
  useTypingNext();
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
          <Pages workspace={workspace} />
          <StatusBar />
        </div>
        <CommandPalette />
        <ShortcutSheet />
        <IdleSignOut />
      </Work>
    </LiveContext>
  );
}

/** The pages of the tabs, the one in front visible. It follows a frame behind its tab: a key is answered before a page is drawn. */
function Pages({ workspace }: { readonly workspace: Workspace }) {
  const { tabs, active } = useSyncExternalStore(workspace.subscribe, workspace.state);
  useAddressBar(
    workspace,
    tabs.find(({ key }) => key === active),
  );
  const shown = useDeferredValue(active);
  // What was never in front since the page was loaded need not run yet.
  const [seen, setSeen] = useState<ReadonlySet<string>>(new Set());
  if (!seen.has(shown)) setSeen(new Set(seen).add(shown));
  return (
    <main id="main" tabIndex={-1} className={css['main'] ?? ''}>
      {tabs
        .filter(({ key }) => seen.has(key))
        .map(({ key, href }) => (
          <Activity key={key} mode={key === shown ? 'visible' : 'hidden'}>
            <TabKey value={key}>
              <TabHref value={href}>
                <PageBoundary>
                  <Suspense fallback={<div className={css['loading'] ?? ''} aria-busy="true" />}>
                    <TabPage path={key} />
                  </Suspense>
                </PageBoundary>
              </TabHref>
            </TabKey>
          </Activity>
        ))}
    </main>
  );
}

const TabPage = memo(function TabPage({ path }: { readonly path: string }) {
  const t = useText();
  const found = pageAt(path);
  if (found === undefined) return <p className={css['loading'] ?? ''}>{t('app.no-such-page', { path })}</p>;
  const { Page, params } = found;
  return <Page params={params} />;
});

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
