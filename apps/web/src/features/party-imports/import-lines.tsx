import { CheckCheck, Copy, SkipForward, UserPen, UserPlus } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useFormats } from '../../shared/i18n/formats.js';
import { useText } from '../../shared/i18n/use-text.js';
import type { BulkAction } from '../../shared/kit/list/list-definition.js';
import { ListPage } from '../../shared/kit/list/list-page.js';
import { AskDialog } from '../../shared/kit/record/ask-dialog.js';
import { Button } from '../../shared/ui/button.js';
import { ChoiceInput } from '../../shared/ui/fields.js';
import { ProblemBox } from '../../shared/ui/problem-box.js';
import { useTabSearch } from '../../shared/work/use-work.js';
import { duplicateText, linesOf, STANDINGS, type LineRow } from './import-lines.list.js';
import type { Choice, PartyImport } from './party-import.js';
import css from './party-imports.module.css';

/** Lines that one call may name. */
const MOST = 1_000;
/** Where the filter of the lines stands in the tab's address. */
const FILTER = 'f.standing';

interface ImportLinesProps {
  readonly one: PartyImport;
  readonly error: unknown;
  readonly isRunning: boolean;
  readonly choose: (choice: Choice, lines?: number[], partyId?: string) => Promise<boolean>;
  readonly commit: (lines?: number[]) => Promise<boolean>;
}

/** PA-15: what was found of each line, and what becomes of it; chosen ones are committed alone. */
export function ImportLines({ one, error, isRunning, choose, commit }: ImportLinesProps) {
  const t = useText();
  // Another version of the same import has the same columns, and often broke the same rules.
  const shape = JSON.stringify([one.id, one.header, one.rules.map(({ code }) => code)]);
  const list = useMemo(() => linesOf(...(JSON.parse(shape) as Parameters<typeof linesOf>)), [shape]);
  const [choosing, setChoosing] = useState<LineRow>();
  const undecided = one.counts?.undecided ?? 0;
  const isOpen = one.state === 'checked' || one.state === 'committed';

  const notNow = (rows: readonly LineRow[]) => {
    if (!isOpen || isRunning) return t('party-imports.not-yet');
    if (rows.length > MOST) return t('party-imports.too-many', { max: MOST });
    return rows.every(({ state }) => state === 'good') ? undefined : t('party-imports.only-good');
  };
  const numbers = (rows: readonly LineRow[]) => rows.map(({ line }) => line);
  const known = ({ duplicates }: LineRow) => duplicates.filter(({ partyId }) => partyId !== '');
  const bulk: BulkAction<LineRow>[] = [
    {
      id: 'party-import.commit-selected',
      title: t('party-imports.do.commit-selected'),
      icon: CheckCheck,
      notNow: (rows) =>
        notNow(rows) ??
        (rows.every(({ choice }) => choice === 'new' || choice === 'update')
          ? undefined
          : t('party-imports.only-chosen')),
      all: (rows) => void commit(numbers(rows)),
    },
    {
      id: 'party-import.choose-new',
      title: t('party-imports.do.new'),
      icon: UserPlus,
      notNow,
      all: (rows) => void choose('new', numbers(rows)),
    },
    {
      id: 'party-import.choose-update',
      title: t('party-imports.do.update'),
      icon: UserPen,
      notNow: (rows) =>
        notNow(rows) ?? (rows.every((row) => known(row).length > 0) ? undefined : t('party-imports.only-known')),
      all: (rows) => {
        const [row] = rows;
        if (rows.length === 1 && row !== undefined && known(row).length > 1) setChoosing(row);
        else void choose('update', numbers(rows));
      },
    },
    {
      id: 'party-import.choose-skip',
      title: t('party-imports.do.skip'),
      icon: SkipForward,
      notNow,
      all: (rows) => void choose('skip', numbers(rows)),
    },
  ];

  return (
    <div className={css['lines'] ?? ''}>
      <div className={css['above'] ?? ''}>
        <ProblemBox error={error} />
        <Counts one={one} />
        {isOpen && undecided > 0 && (
          <div
            className={css['decide'] ?? ''}
            role="group"
            aria-label={t('party-imports.decide', { count: undecided })}
          >
            <Copy aria-hidden size="1.2em" />
            <span>{t('party-imports.decide', { count: undecided })}</span>
            {(['skip', 'update', 'new'] as const).map((choice) => (
              <Button key={choice} isDisabled={isRunning} onPress={() => void choose(choice)}>
                {t(`party-imports.decide.${choice}`)}
              </Button>
            ))}
          </div>
        )}
      </div>
      <ListPage list={list} bulk={bulk} isPart />
      {choosing !== undefined && (
        <WhichParty
          key={choosing.id}
          row={choosing}
          error={error}
          isRunning={isRunning}
          onClose={() => {
            setChoosing(undefined);
          }}
          onChoose={(partyId) => {
            void choose('update', [choosing.line], partyId).then((done) => {
              if (done) setChoosing(undefined);
            });
          }}
        />
      )}
    </div>
  );
}

/** How many lines stand where; each count narrows the list to them. */
function Counts({ one: { counts } }: { readonly one: PartyImport }) {
  const t = useText();
  const formats = useFormats();
  const [search, setSearch] = useTabSearch();
  if (counts === undefined) return null;
  const at = search.get(FILTER) ?? '';
  const shown = STANDINGS.filter((standing) => counts[standing] > 0);
  return (
    <div className={css['counts'] ?? ''} role="group" aria-label={t('party-imports.counts')}>
      {(['', ...shown] as const).map((standing) => (
        <Button
          key={standing}
          aria-pressed={at === standing}
          kind={at === standing ? 'primary' : 'normal'}
          onPress={() => {
            setSearch(new URLSearchParams(standing === '' ? {} : { [FILTER]: standing }));
          }}
        >
          {`${t(standing === '' ? 'party-imports.all-lines' : `party-imports.standing.${standing}`)} ${formats.count(
            standing === '' ? counts.lines : counts[standing],
          )}`}
        </Button>
      ))}
    </div>
  );
}

interface WhichPartyProps {
  readonly row: LineRow;
  readonly error: unknown;
  readonly isRunning: boolean;
  readonly onClose: () => void;
  readonly onChoose: (partyId: string) => void;
}

/** PA-7: a line may speak of several known parties: which one it is to update. */
function WhichParty({ row, error, isRunning, onClose, onChoose }: WhichPartyProps) {
  const t = useText();
  const known = row.duplicates.filter(({ partyId }) => partyId !== '');
  const [partyId, setPartyId] = useState(known[0]?.partyId ?? '');
  return (
    <AskDialog
      title={t('party-imports.do.update')}
      confirm={t('party-imports.do.update')}
      isOpen
      notNow={isRunning}
      error={error}
      onClose={onClose}
      onConfirm={() => {
        onChoose(partyId);
      }}
    >
      <ChoiceInput
        label={t('party-imports.which')}
        value={partyId}
        onChange={setPartyId}
        choices={known.map((one) => ({ id: one.partyId, text: duplicateText(one, t) }))}
      />
    </AskDialog>
  );
}
