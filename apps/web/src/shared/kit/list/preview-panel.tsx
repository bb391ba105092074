import { ExternalLink, X } from 'lucide-react';
import { useDeferredValue } from 'react';
import { useFormats } from '../../i18n/formats.js';
import { useText } from '../../i18n/use-text.js';
import { IconButton } from '../../ui/button.js';
import { useOpen } from '../../work/use-work.js';
import { nameOf, type ListDefinition, type Row } from './list-definition.js';
import css from './preview-panel.module.css';

interface PreviewPanelProps<R extends Row> {
  readonly list: ListDefinition<R>;
  /** The row in focus. */
  readonly row: R | undefined;
  readonly onClose: () => void;
}

/** WE-2: the row in focus, beside the list: arrow keys go from one to the next without leaving it. */
export function PreviewPanel<R extends Row>({ list, row: focused, onClose }: PreviewPanelProps<R>) {
  const t = useText();
  const formats = useFormats();
  const open = useOpen();
  // Who runs down the list is not kept waiting by what each row would show.
  const row = useDeferredValue(focused);
  const [naming, ...others] = list.columns;
  return (
    <aside className={css['panel'] ?? ''} aria-label={t('list.preview')}>
      <header className={css['head'] ?? ''}>
        <h2>{row === undefined ? t('list.preview') : naming?.value(row, { t, formats })}</h2>
        {row !== undefined && (
          <IconButton
            icon={ExternalLink}
            label={t('list.preview.open')}
            onPress={() => {
              open(list.href(row));
            }}
          />
        )}
        <IconButton icon={X} label={t('list.preview.close')} onPress={onClose} />
      </header>
      {row === undefined ? (
        <p className="muted">{t('list.preview.none')}</p>
      ) : list.preview !== undefined ? (
        <list.preview key={row.id} row={row} />
      ) : (
        <dl className={css['facts'] ?? ''}>
          {others.map(({ id, cell, ...named }) => (
            <div key={id}>
              <dt>{nameOf(named, t)}</dt>
              <dd>{cell(row, { t, formats }) || '—'}</dd>
            </div>
          ))}
        </dl>
      )}
    </aside>
  );
}
