import { useContext, useEffect, useState } from 'react';
import { useSelf } from '../../api/session.js';
import { TabKey, useWorkspace } from '../../work/use-work.js';

/**
 * What a person types in a page that has no form of the edge's: kept in the window over a reload and another sign-in, for that
 * person in that station, until it is as it began or its tab is closed.
 * @param page names the draft
 * @param given what the page begins with; later ones are not looked at
 */
export function useDraft<T>(page: string, given: T) {
  const { id, stationId } = useSelf();
  const name = `draft.${page}.${id}.${stationId}`;
  const workspace = useWorkspace();
  const tab = useContext(TabKey);
  const [blank] = useState(given);
  const [now, set] = useState<T>(() => {
    const kept = sessionStorage.getItem(name);
    return kept === null ? blank : (JSON.parse(kept) as T);
  });
  const text = JSON.stringify(now);
  const isTyped = text !== JSON.stringify(blank);
  useEffect(() => {
    if (isTyped) sessionStorage.setItem(name, text);
    else sessionStorage.removeItem(name);
  }, [isTyped, name, text]);
  useEffect(
    () => () => {
      // Given up, or saved, with the keys it was sent by; who signs out finds it again.
      if (workspace.state().tabs.some(({ key }) => key === tab)) return;
      for (const kept of Object.keys(sessionStorage)) if (kept.startsWith(name)) sessionStorage.removeItem(kept);
    },
    [name, tab, workspace],
  );
  return {
    name,
    now,
    set,
    /** It was sent: a reload brings it back no more. What is on the page stays until it is set. */
    forget: () => {
      sessionStorage.removeItem(name);
    },
  };
}
