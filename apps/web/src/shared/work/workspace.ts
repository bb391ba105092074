/** A record or list that is open (WE-2). */
export interface Tab {
  /** What it shows: the same again goes back to it instead of opening another. */
  readonly key: string;
  /** Path and search it stands at. */
  readonly href: string;
  readonly title: string;
  /** Something typed in it is not saved. */
  readonly unsaved: boolean;
}

export interface WorkspaceState {
  readonly tabs: readonly Tab[];
  readonly active: string;
}

/** Where the tabs are kept over a reload. */
export interface TabStorage {
  read(): string | null;
  write(text: string): void;
}

const HOME = '/';
const MOST_TABS = 30;

/** The open tabs and which one is in front; a store that React subscribes to. */
export class Workspace {
  #state: WorkspaceState;
  readonly #listeners = new Set<() => void>();

  constructor(
    private readonly storage: TabStorage,
    start: string,
  ) {
    this.#state = { tabs: restore(storage.read()), active: HOME };
    this.open(start);
  }

  readonly state = (): WorkspaceState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Brings to the front what is open already, else opens it beside the tab in front. */
  open(href: string): void {
    const key = keyOf(href);
    const { tabs, active } = this.#state;
    const known = tabs.find((tab) => tab.key === key);
    if (known !== undefined) {
      // A bare path asks for the list as it was left; one with a search asks for that search.
      const at = href.includes('?') ? href : known.href;
      this.#set({ tabs: tabs.map((tab) => (tab.key === key ? { ...tab, href: at } : tab)), active: key });
      return;
    }
    const place = tabs.findIndex((tab) => tab.key === active) + 1;
    const opened = tabs.toSpliced(place || tabs.length, 0, { key, href, title: '', unsaved: false });
    this.#set({ tabs: withoutOldest(opened, key), active: key });
  }

  /** Another search of the same tab. */
  moveTo(key: string, href: string): void {
    this.#change(key, { href });
  }

  /** A draft that became a record keeps its tab. */
  become(key: string, href: string): void {
    const { tabs, active } = this.#state;
    const next = keyOf(href);
    const others = tabs.filter((tab) => tab.key !== next || tab.key === key);
    this.#set({
      tabs: others.map((tab) => (tab.key === key ? { ...tab, key: next, href, unsaved: false } : tab)),
      active: active === key ? next : active,
    });
  }

  name(key: string, title: string): void {
    this.#change(key, { title });
  }

  markUnsaved(key: string, unsaved: boolean): void {
    this.#change(key, { unsaved });
  }

  close(key: string): void {
    const { tabs, active } = this.#state;
    const place = tabs.findIndex((tab) => tab.key === key);
    if (place < 0) return;
    const left = tabs.toSpliced(place, 1);
    const neighbour = left[Math.min(place, left.length - 1)]?.key ?? HOME;
    this.#set({ tabs: left, active: active === key ? neighbour : active });
    if (left.length === 0) this.open(HOME);
  }

  #change(key: string, change: Partial<Tab>): void {
    const { tabs, active } = this.#state;
    const same = tabs.every(
      (tab) => tab.key !== key || Object.entries(change).every(([name, value]) => tab[name as keyof Tab] === value),
    );
    if (!same) this.#set({ tabs: tabs.map((tab) => (tab.key === key ? { ...tab, ...change } : tab)), active });
  }

  #set(state: WorkspaceState): void {
    this.#state = state;
    this.storage.write(JSON.stringify(state.tabs));
    for (const listener of this.#listeners) listener();
  }
}

/** A list is one tab however it is filtered. */
const keyOf = (href: string): string => href.split('?', 1)[0] ?? HOME;

/** Closes the one opened longest ago that loses nothing, where there are too many. */
function withoutOldest(tabs: readonly Tab[], keep: string): readonly Tab[] {
  if (tabs.length <= MOST_TABS) return tabs;
  const goes = tabs.findIndex(({ key, unsaved }) => !unsaved && key !== keep);
  return goes < 0 ? tabs : tabs.toSpliced(goes, 1);
}

/** What another version of the page, or anybody, wrote there is not trusted. */
function restore(text: string | null): readonly Tab[] {
  try {
    const tabs: unknown = JSON.parse(text ?? '[]');
    if (!Array.isArray(tabs)) return [];
    return tabs
      .filter(
        (tab): tab is { href: string; title?: unknown } => typeof tab?.href === 'string' && /^\/(?!\/)/.test(tab.href),
      )
      .map(({ href, title }) => ({
        key: keyOf(href),
        href,
        title: typeof title === 'string' ? title : '',
        unsaved: false,
      }));
  } catch {
    return [];
  }
}
