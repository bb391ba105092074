import { ArrowDown, ArrowUp, Columns3 } from 'lucide-react';
import { useState } from 'react';
import { useText } from '../../i18n/use-text.js';
import { Button, IconButton } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { Checkbox } from '../../ui/fields.js';
import { nameOf, type Row } from './list-definition.js';
import css from './list-tools.module.css';
import type { Columns } from './use-columns.js';

/** PA-17: add, remove and reorder columns; the change shows at once. */
export function ColumnChooser<R extends Row>({
  columns: { shown, hidden, set, reset },
}: {
  readonly columns: Columns<R>;
}) {
  const t = useText();
  const [isOpen, setOpen] = useState(false);
  const ids = shown.map(({ id }) => id);
  const move = (place: number, by: 1 | -1) => {
    const moved = [...ids];
    const [id] = moved.splice(place, 1);
    if (id !== undefined) moved.splice(place + by, 0, id);
    set(moved);
  };
  return (
    <>
      <Button
        icon={Columns3}
        onPress={() => {
          setOpen(true);
        }}
      >
        {t('list.columns')}
      </Button>
      <Dialog
        title={t('list.columns')}
        isOpen={isOpen}
        onClose={() => {
          setOpen(false);
        }}
        footer={
          <>
            <Button onPress={reset}>{t('list.columns.reset')}</Button>
            <Button
              kind="primary"
              onPress={() => {
                setOpen(false);
              }}
            >
              {t('ui.close')}
            </Button>
          </>
        }
      >
        <ul className={css['columns'] ?? ''}>
          {shown.map(({ id, ...named }, place) => (
            <li key={id}>
              <Checkbox
                isSelected
                isDisabled={shown.length === 1}
                onChange={() => {
                  set(ids.filter((one) => one !== id));
                }}
              >
                {nameOf(named, t)}
              </Checkbox>
              <IconButton
                icon={ArrowUp}
                label={t('list.columns.up', { name: nameOf(named, t) })}
                isDisabled={place === 0}
                onPress={() => {
                  move(place, -1);
                }}
              />
              <IconButton
                icon={ArrowDown}
                label={t('list.columns.down', { name: nameOf(named, t) })}
                isDisabled={place === shown.length - 1}
                onPress={() => {
                  move(place, 1);
                }}
              />
            </li>
          ))}
          {hidden.map(({ id, ...named }) => (
            <li key={id}>
              <Checkbox
                isSelected={false}
                onChange={() => {
                  set([...ids, id]);
                }}
              >
                {nameOf(named, t)}
              </Checkbox>
            </li>
          ))}
        </ul>
      </Dialog>
    </>
  );
}
