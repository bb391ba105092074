import { createContext, useCallback, useContext, useEffect, useMemo } from 'react';
import type { Workspace } from './workspace.js';

export const Work = createContext<Workspace | undefined>(undefined);
/** The tab that the calling component is in. */
export const TabKey = createContext('/');
/** Where that tab stands: path and search. */
export const TabHref = createContext('/');

export function useWorkspace(): Workspace {
  const workspace = useContext(Work);
  if (workspace === undefined) throw new Error('no workspace: nobody is signed in');
  return workspace;
}

/** Opens a page in its tab, from anywhere. */
export function useOpen(): (href: string) => void {
  const workspace = useWorkspace();
  return useCallback(
    (href) => {
      workspace.open(href);
    },
    [workspace],
  );
}

/** The tab of the calling page: its title, its search, whether something typed is not saved; absent: another says so. */
export function useTab(title: string, unsaved?: boolean) {
  const workspace = useWorkspace();
  const key = useContext(TabKey);
  useEffect(() => {
    if (title !== '') workspace.name(key, title);
  }, [workspace, key, title]);
  useEffect(() => {
    if (unsaved !== undefined) workspace.markUnsaved(key, unsaved);
  }, [workspace, key, unsaved]);
  return useMemo(
    () => ({
      become: (href: string) => {
        workspace.become(key, href);
      },
      close: () => {
        workspace.close(key);
      },
    }),
    [workspace, key],
  );
}

/** The search of the calling page's tab, as the address bar shows it. */
export function useTabSearch(): [URLSearchParams, (search: URLSearchParams) => void] {
  const workspace = useWorkspace();
  const key = useContext(TabKey);
  const href = useContext(TabHref);
  const search = useMemo(() => new URLSearchParams(href.split('?')[1] ?? ''), [href]);
  const set = useCallback(
    (next: URLSearchParams) => {
      const text = next.toString();
      workspace.moveTo(key, text === '' ? key : `${key}?${text}`);
    },
    [workspace, key],
  );
  return [search, set];
}
