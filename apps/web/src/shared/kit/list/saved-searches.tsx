import { BookmarkPlus, Star, Trash2 } from 'lucide-react';
import { useContext, useState, type FormEvent } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { useStored } from '../../api/stored.js';
import { useText } from '../../i18n/use-text.js';
import { Button, IconButton } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { TextInput } from '../../ui/fields.js';
import { TabKey } from '../../work/use-work.js';
import { isNarrowed, readListState, writeListState, type ListState } from './list-query.js';
import css from './list-tools.module.css';

export interface SavedSearch {
  readonly name: string;
  /** What the address of the list shows after `?`. */
  readonly search: string;
  readonly isDefault: boolean;
  /** Address of the list, and the key of its title: home shows the searches of all lists (WE-14). */
  readonly path: string;
  readonly title: string;
}

type Searches = Readonly<Record<string, readonly SavedSearch[]>>;
const NO_SEARCHES: Searches = {};

/** The searches of all lists, by list: one answer serves every list that opens after it. */
export function useAllSearches() {
  const [all, keep, isReady] = useStored('searches', NO_SEARCHES);
  return { all, keep, isReady };
}

export function useSavedSearches(listId: string) {
  const { all, keep, isReady } = useAllSearches();
  const { [listId]: saved = [], ...others } = all;
  return {
    saved,
    save: (searches: readonly SavedSearch[]) => {
      keep(searches.length === 0 ? others : { ...others, [listId]: searches });
    },
    isReady,
  };
}

interface SavedSearchesProps {
  readonly listId: string;
  readonly title: string;
  readonly state: ListState;
  readonly onOpen: (state: ListState) => void;
}

/** PA-17: searches a person keeps by name, one of them the default that the list opens with. */
export function SavedSearches({ listId, title, state, onOpen }: SavedSearchesProps) {
  const t = useText();
  const { saved, save } = useSavedSearches(listId);
  const path = useContext(TabKey);
  const [name, setName] = useState<string>();
  const here = writeListState(state).toString();

  const keep = (event: FormEvent) => {
    event.preventDefault();
    const called = name?.trim() ?? '';
    if (called === '') return;
    save([
      ...saved.filter((one) => one.name !== called),
      { name: called, search: here, isDefault: false, path, title },
    ]);
    setName(undefined);
  };
  if (saved.length === 0 && !isNarrowed(state)) return null;
  return (
    <div className={css['chips'] ?? ''}>
      {saved.map((one) => (
        <span key={one.name} className={css['chips'] ?? ''}>
          <AriaButton
            className={css['chip'] ?? ''}
            {...(one.search === here && { 'data-here': '', 'aria-current': true })}
            onPress={() => {
              onOpen(readListState(new URLSearchParams(one.search)));
            }}
          >
            {one.isDefault && <Star aria-label={t('list.saved.is-default')} size="1em" />}
            {one.name}
          </AriaButton>
          {one.search === here && (
            <>
              <IconButton
                icon={Star}
                label={t(one.isDefault ? 'list.saved.no-default' : 'list.saved.default')}
                onPress={() => {
                  save(saved.map((other) => ({ ...other, isDefault: other === one && !one.isDefault })));
                }}
              />
              <IconButton
                icon={Trash2}
                label={t('list.saved.remove', { name: one.name })}
                onPress={() => {
                  save(saved.filter((other) => other !== one));
                }}
              />
            </>
          )}
        </span>
      ))}
      {isNarrowed(state) && !saved.some(({ search }) => search === here) && (
        <Button
          kind="quiet"
          icon={BookmarkPlus}
          onPress={() => {
            setName('');
          }}
        >
          {t('list.saved.save')}
        </Button>
      )}
      <Dialog
        title={t('list.saved.save')}
        isOpen={name !== undefined}
        onClose={() => {
          setName(undefined);
        }}
      >
        <form onSubmit={keep} className={css['columns'] ?? ''}>
          <TextInput label={t('list.saved.name')} value={name ?? ''} onChange={setName} maxLength={60} autoFocus />
          <Button kind="primary" type="submit">
            {t('list.saved.save')}
          </Button>
        </form>
      </Dialog>
    </div>
  );
}
