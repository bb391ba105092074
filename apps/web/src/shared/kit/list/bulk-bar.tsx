import { useFormats } from '../../i18n/formats.js';
import { useText } from '../../i18n/use-text.js';
import { Because } from '../../ui/because.js';
import { Button } from '../../ui/button.js';
import { ChoiceInput } from '../../ui/fields.js';
import { Dialog } from '../../ui/dialog.js';
import { ProgressBar } from '../../ui/progress-bar.js';
import { StateChip } from '../../ui/state-chip.js';
import { requestIdOf } from '../../api/problem.js';
import css from './bulk-bar.module.css';
import type { BulkAction, ListDefinition, Row } from './list-definition.js';
import { useBulkRun, type BulkRun, type Outcome } from './use-bulk-run.js';

interface BulkBarProps<R extends Row> {
  readonly list: ListDefinition<R>;
  readonly actions: readonly BulkAction<R>[];
  readonly selected: readonly R[];
  readonly onSelect: (ids: ReadonlySet<string>) => void;
}

/** WE-4: the selection and what can be done with all of it; what can't be says why. */
export function BulkBar<R extends Row>({ list, actions, selected, onSelect }: BulkBarProps<R>) {
  const t = useText();
  const bulk = useBulkRun<R>((done) => {
    onSelect(new Set(selected.map(({ id }) => id).filter((id) => !done.has(id))));
  });
  return (
    <>
      {selected.length > 0 && (
        <div className={css['bar'] ?? ''}>
          <span role="status">{t('list.selected', { count: selected.length })}</span>
          {actions.map((action) => (
            <Because key={action.id} notNow={action.notNow?.(selected)}>
              {(why) => (
                <Button
                  {...(action.icon && { icon: action.icon })}
                  {...why}
                  onPress={() => {
                    if ('all' in action) action.all(selected);
                    else bulk.start(action, selected);
                  }}
                >
                  {action.title}
                </Button>
              )}
            </Because>
          ))}
          <Button
            kind="quiet"
            onPress={() => {
              onSelect(new Set());
            }}
          >
            {t('list.selected.none')}
          </Button>
        </div>
      )}
      {bulk.run !== undefined && <BulkDialog list={list} {...bulk} run={bulk.run} />}
    </>
  );
}

interface BulkDialogProps<R extends Row> {
  readonly list: ListDefinition<R>;
  readonly run: BulkRun<R>;
  readonly choose: (choice: string) => void;
  readonly goOn: () => void;
  readonly stop: () => void;
  readonly close: () => void;
}

function BulkDialog<R extends Row>({ list, run, choose, goOn, stop, close }: BulkDialogProps<R>) {
  const t = useText();
  const formats = useFormats();
  const { action, rows, phase, choice, outcomes } = run;
  const names = [...outcomes.values()].map(({ name }) => name);
  const [done, refused] = ['done', 'refused'].map((name) => names.filter((one) => one === name).length);
  const open = names.length - (done ?? 0);
  return (
    <Dialog
      title={action.title}
      isOpen
      size="wide"
      onClose={phase === 'running' ? stop : close}
      footer={
        phase === 'running' ? (
          <Button onPress={stop}>{t('list.bulk.stop')}</Button>
        ) : (
          <>
            <Button onPress={close}>{t(phase === 'asking' ? 'list.bulk.back' : 'ui.close')}</Button>
            {phase === 'asking' && (
              <Button kind="primary" isDisabled={action.choose !== undefined && choice === ''} onPress={goOn}>
                {action.title}
              </Button>
            )}
            {phase === 'over' && open > 0 && <Button onPress={goOn}>{t('list.bulk.again', { count: open })}</Button>}
          </>
        )
      }
    >
      {phase === 'asking' ? (
        <>
          {action.final && <p>{action.final(rows)}</p>}
          {action.choose && <ChoiceInput {...action.choose} value={choice} onChange={choose} isRequired />}
        </>
      ) : (
        <>
          <ProgressBar
            label={t('list.bulk.progress', { done: done ?? 0, refused: refused ?? 0, count: rows.length })}
            value={(done ?? 0) + (refused ?? 0)}
            max={rows.length}
          />
          <ul className={css['rows'] ?? ''} aria-label={t('list.bulk.outcomes')}>
            {rows.map((row) => (
              <li key={row.id}>
                <span>{list.columns[0]?.value(row, { t, formats })}</span>
                <OutcomeText outcome={outcomes.get(row.id) ?? { name: 'waiting' }} />
              </li>
            ))}
          </ul>
        </>
      )}
    </Dialog>
  );
}

const TONES = { waiting: 'draft', running: 'progress', done: 'done', refused: 'late' } as const;

function OutcomeText({ outcome }: { readonly outcome: Outcome }) {
  const t = useText();
  const requestId = outcome.name === 'refused' ? requestIdOf(outcome.error) : '';
  return (
    <span className={css['outcome'] ?? ''}>
      <StateChip tone={TONES[outcome.name]}>{t(`list.bulk.outcome.${outcome.name}`)}</StateChip>
      {outcome.name === 'refused' && (
        <span title={requestId === '' ? undefined : t('ui.problem.request', { requestId })}>
          {outcome.error instanceof TypeError ? t('ui.problem.offline') : (outcome.error as Error).message}
        </span>
      )}
    </span>
  );
}
