import { createContext, useContext, useEffect, useRef, useSyncExternalStore } from 'react';
import { ActionRegistry, type Action } from './actions.js';

export const Actions = createContext(new ActionRegistry());

/** Offers actions while the calling component is on the screen; a hidden tab offers none. */
export function useActions(actions: readonly Action[]): void {
  const registry = useContext(Actions);
  const source = useRef(Symbol('actions'));
  // Their texts and closures are new at each rendering: what people see of them decides whether they are told anew.
  const seen = JSON.stringify(
    actions.map(({ id, title, notNow, keys, primary }) => [id, title, notNow, keys, primary]),
  );
  const latest = useRef(actions);
  useEffect(() => {
    latest.current = actions;
  });
  useEffect(() => {
    const key = source.current;
    registry.put(
      key,
      latest.current.map((action, index) => ({ ...action, run: () => latest.current[index]?.run() })),
    );
    return () => {
      registry.remove(key);
    };
  }, [registry, seen]);
}

export function useAllActions(): readonly Action[] {
  const registry = useContext(Actions);
  return useSyncExternalStore(registry.subscribe, registry.all);
}

const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.matches('input, textarea, select') || target.isContentEditable);

/** Calls actions by their keys, wherever the focus is. Mounted once. */
export function useActionKeys(): void {
  const registry = useContext(Actions);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      // The palette hands its keys on to the entry in focus, as events of its own: what was pressed, was pressed in its field.
      if (!event.isTrusted || event.defaultPrevented || event.isComposing || event.repeat) return;
      const action = registry.byKey(event, isField(event.target));
      if (action === undefined) return;
      event.preventDefault();
      if (action.notNow === undefined) action.run();
    };
    // A select would take Enter for itself, Ctrl or not.
    const onSelect = (event: KeyboardEvent) => {
      if (!(event.target instanceof Element && event.target.matches('[aria-haspopup="listbox"]'))) return;
      if (!event.ctrlKey && !event.metaKey) return;
      onKey(event);
      if (event.defaultPrevented) event.stopPropagation();
    };
    window.addEventListener('keydown', onKey);
    window.addEventListener('keydown', onSelect, { capture: true });
    return () => {
      window.removeEventListener('keydown', onKey);
      window.removeEventListener('keydown', onSelect, { capture: true });
    };
  }, [registry]);
}
