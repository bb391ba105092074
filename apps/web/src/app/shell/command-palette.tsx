import {
  Autocomplete,
  Dialog,
  Input,
  Menu,
  MenuItem,
  Modal,
  ModalOverlay,
  SearchField,
  useFilter,
  Keyboard,
  Text,
} from 'react-aria-components';
import { useState, useSyncExternalStore } from 'react';
import { flushSync } from 'react-dom';
import { useAllActions } from '../../shared/actions/use-actions.js';
import { useMay } from '../../shared/api/session.js';
import { useText } from '../../shared/i18n/use-text.js';
import { useOpen } from '../../shared/work/use-work.js';
import { RAIL } from '../pages.js';
import { keysText } from './keys-text.js';
import { overlayNow, setOverlay, subscribeOverlay } from './overlay.js';
import { useRecords } from './use-records.js';
import css from './command-palette.module.css';

const RECORD = 'record:';

interface Entry {
  readonly id: string;
  readonly text: string;
  readonly hint: string;
  readonly keys?: string;
  readonly notNow?: string | undefined;
  readonly run: () => void;
}

/** Ctrl K: every action of the page, every place, and every record, by its name or number (WE-6). */
export function CommandPalette() {
  const t = useText();
  const isOpen = useSyncExternalStore(subscribeOverlay, overlayNow) === 'palette';
  return (
    <ModalOverlay
      isDismissable
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) setOverlay('none');
      }}
      className={css['overlay'] ?? ''}
    >
      <Modal className={css['modal'] ?? ''}>
        <Dialog aria-label={t('app.palette')} className={css['dialog'] ?? ''}>
          <Entries />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function Entries() {
  const t = useText();
  const may = useMay();
  const open = useOpen();
  const actions = useAllActions();
  const { contains } = useFilter({ sensitivity: 'base', ignorePunctuation: true });
  const [text, setText] = useState('');
  const places: Entry[] = RAIL.flatMap((category) =>
    category.places
      .filter(({ needs }) => needs === undefined || may(needs))
      .map(({ href, title }) => ({
        id: `go:${href}`,
        text: t(title),
        hint: t('app.palette.go'),
        run: () => {
          open(href);
        },
      })),
  );
  const commands: Entry[] = actions.map(({ id, title, keys, notNow, run }) => ({
    id,
    text: title,
    hint: notNow ?? t('app.palette.do'),
    ...(keys !== undefined && { keys }),
    notNow,
    run,
  }));
  const { records, isAsking, away } = useRecords(text);
  const found: Entry[] = records.map(({ kind, id, name, detail, href }) => ({
    id: `${RECORD}${kind}.${id}`,
    text: name,
    hint: [t(`app.palette.kind.${kind}`), detail].filter(Boolean).join(' · '),
    run: () => {
      open(href);
    },
  }));
  const entries = [...commands, ...places, ...found];
  return (
    // What the server found fits, however it is spelt.
    <Autocomplete
      inputValue={text}
      onInputChange={setText}
      filter={(name, typed, { key }) => String(key).startsWith(RECORD) || contains(name, typed)}
    >
      <SearchField aria-label={t('app.palette')} autoFocus className={css['field'] ?? ''}>
        <Input placeholder={t('app.palette.hint')} className={css['input'] ?? ''} />
      </SearchField>
      <Menu
        items={entries}
        disabledKeys={entries.filter(({ notNow }) => notNow !== undefined).map(({ id }) => id)}
        className={css['entries'] ?? ''}
        renderEmptyState={() => (
          <p className={css['none'] ?? ''}>{t(isAsking ? 'app.palette.asking' : 'app.palette.none')}</p>
        )}
        onAction={(id) => {
          // Gone before what it calls opens a dialog of its own: two at once, and the lower one could stay.
          flushSync(() => {
            setOverlay('none');
          });
          entries.find((entry) => entry.id === id)?.run();
        }}
      >
        {({ id, text: name, hint, keys }) => (
          <MenuItem id={id} textValue={name} className={css['entry'] ?? ''}>
            <Text slot="label">{name}</Text>
            <Text slot="description" className={css['hint'] ?? ''}>
              {hint}
            </Text>
            {keys !== undefined && <Keyboard>{keysText(keys)}</Keyboard>}
          </MenuItem>
        )}
      </Menu>
      {away && <p className={css['none'] ?? ''}>{t('app.palette.away')}</p>}
    </Autocomplete>
  );
}
