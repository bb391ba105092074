import { answered } from '@navette/api-client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useState } from 'react';
import { useLive } from '../../shared/api/live.js';
import { useApi } from '../../shared/api/session.js';
import { useFormats } from '../../shared/i18n/formats.js';
import { useText } from '../../shared/i18n/use-text.js';
import { AskDialog } from '../../shared/kit/record/ask-dialog.js';
import { FigureField, Gap } from '../../shared/kit/record/line-figures.js';
import { LineTable } from '../../shared/kit/record/line-table.js';
import { Section } from '../../shared/kit/record/record-page.js';
import { useCoalesced } from '../../shared/kit/record/use-coalesced.js';
import { useCommands } from '../../shared/kit/record/use-commands.js';
import { Button, IconButton } from '../../shared/ui/button.js';
import { Checkbox } from '../../shared/ui/fields.js';

import { Loading } from '../../shared/ui/loading.js';
import { ProblemBox } from '../../shared/ui/problem-box.js';
import { StateChip } from '../../shared/ui/state-chip.js';
import { PageLink } from '../../shared/work/page-link.js';
import { useEntries } from '../../shared/trade/use-choices.js';
import type { Enter, Inventory, Line } from './inventories.list.js';
import { InventoryScan } from './inventory-scan.js';
import css from './inventories.module.css';

/** Which lines show; each is a question to the edge. */
const VIEWS = {
  all: {},
  missing: { 'filter[entered][eq]': 'false' },
  recount: { 'filter[standing][eq]': 'recount' },
  differs: { 'filter[differs][eq]': 'true' },
  unticked: { 'filter[ticked][eq]': 'false' },
} as const;
type View = keyof typeof VIEWS;
const AT_ONCE = 100;
const TONES = { none: 'draft', counted: 'done', recount: 'waiting' } as const;

interface InventoryLinesProps {
  readonly inventory: Inventory;
  readonly mayNot: string | undefined;
}

/** ST-14: what was counted against what the books say, in the order of the sheets; entered by keyboard or scanner. */
export function InventoryLines({ inventory, mayNot }: InventoryLinesProps) {
  const t = useText();
  const api = useApi();
  const commands = useCommands();
  const [view, setView] = useState<View>('all');
  const [leaving, setLeaving] = useState<Line>();
  const [goneId, setGone] = useState('');
  const reasons = useEntries('discrepancy_reason');
  const path = { id: inventory.id };
  const query = useInfiniteQuery({
    queryKey: ['list', 'inventory-lines', inventory.id, view],
    initialPageParam: '',
    queryFn: async ({ pageParam, signal }) => {
      const asked = { ...VIEWS[view], limit: AT_ONCE, ...(pageParam !== '' && { cursor: pageParam }) } as never;
      return (await answered(api.GET('/api/v1/inventories/{id}/lines', { signal, params: { path, query: asked } })))
        .data;
    },
    getNextPageParam: ({ nextCursor }) => (nextCursor === '' ? undefined : nextCursor),
  });
  const grows = inventory.scope.kind === 'empty';
  const again = useCoalesced(() => void query.refetch());
  useLive(['inventory'], (id) => {
    if (id === undefined || id === inventory.id) again();
  });
  const enter: Enter = (lines) =>
    commands.run(`lines ${JSON.stringify(lines)}`, (key) =>
      answered(
        api.PUT('/api/v1/inventories/{id}/lines', {
          params: { path, header: { 'Idempotency-Key': key } },
          body: { lines },
        }),
      ),
    );
  const remove = async (line: Line) => {
    const done = await commands.run(`remove ${line.id}`, (key) =>
      answered(
        api.DELETE('/api/v1/inventories/{id}/lines/{lineId}', {
          params: { path: { ...path, lineId: line.id }, header: { 'Idempotency-Key': key } },
        }),
      ),
    );
    if (!done) return;
    setGone(line.id);
    setLeaving(undefined);
  };
  return (
    <Section title={t('inventories.lines')}>
      <div className={css['stack'] ?? ''}>
        {mayNot === undefined && (
          <InventoryScan key={goneId} inventoryId={inventory.id} grows={grows} onEnter={enter} />
        )}
        <div className={css['views'] ?? ''} role="group" aria-label={t('inventories.views')}>
          {(Object.keys(VIEWS) as View[]).map((one) => (
            <Button
              key={one}
              aria-pressed={view === one}
              kind={view === one ? 'primary' : 'normal'}
              onPress={() => {
                setView(one);
              }}
            >
              {t(`inventories.view.${one}`)}
            </Button>
          ))}
        </div>
        {leaving === undefined && <ProblemBox error={commands.error ?? query.error} />}
        {query.data === undefined ? (
          <Loading />
        ) : (
          <Lines
            lines={query.data.pages.flatMap(({ lines }) => lines)}
            empty={t(grows && view === 'all' ? 'inventories.empty.growing' : `inventories.empty.${view}`)}
            reasons={reasons}
            isDepot={inventory.placeId === ''}
            mayNot={mayNot}
            onEnter={enter}
            {...(grows && { onRemove: setLeaving })}
          />
        )}
        {query.hasNextPage && (
          <div>
            <Button isPending={query.isFetchingNextPage} onPress={() => void query.fetchNextPage()}>
              {t('inventories.more')}
            </Button>
          </div>
        )}
        <AskDialog
          title={t('inventories.remove-of', { reference: leaving?.reference ?? '' })}
          text={t('inventories.remove.text', { reference: leaving?.reference ?? '' })}
          confirm={t('inventories.remove')}
          isOpen={leaving !== undefined}
          notNow={commands.isRunning}
          error={commands.error}
          onClose={() => {
            commands.forget();
            setLeaving(undefined);
          }}
          onConfirm={() => {
            if (leaving !== undefined) void remove(leaving);
          }}
        />
      </div>
    </Section>
  );
}

interface LinesProps {
  readonly lines: readonly Line[];
  readonly isDepot: boolean;
  readonly empty: string;
  readonly reasons: ReturnType<typeof useEntries>;
  readonly mayNot: string | undefined;
  readonly onEnter: Enter;
  /** Where lines can leave (E-082). */
  readonly onRemove?: (line: Line) => void;
}

function Lines({ lines, isDepot, empty, reasons, mayNot, onEnter, onRemove }: LinesProps) {
  const t = useText();
  const formats = useFormats();
  return (
    <LineTable
      label={t('inventories.lines')}
      lines={lines}
      idOf={({ id }) => id}
      empty={empty}
      columns={[
        {
          id: 'reference',
          title: t('inventories.reference'),
          cell: ({ partId, reference }) => (
            <PageLink href={`/parts/${partId}`} className="reference">
              {reference}
            </PageLink>
          ),
        },
        { id: 'designation', title: t('inventories.designation'), cell: ({ designation }) => designation },
        // A storage location is of the depot (E-028).
        ...(isDepot
          ? [{ id: 'location', title: t('inventories.location'), cell: ({ locationCode }: Line) => locationCode }]
          : []),
        { id: 'phones', title: t('inventories.phones'), cell: (line) => <Phones line={line} /> },
        {
          id: 'counted',
          title: t('inventories.counted'),
          isNumber: true,
          cell: (line) =>
            mayNot === undefined ? (
              <FigureField
                label={t('inventories.counted-of', { reference: line.reference })}
                value={line.counted}
                mayBeEmpty
                goesOn
                onSet={(counted) => onEnter([{ lineId: line.id, counted }])}
              />
            ) : (
              formats.quantity(line.counted)
            ),
        },
        {
          id: 'expected',
          title: t('inventories.expected'),
          isNumber: true,
          cell: ({ expected }) => formats.quantity(expected),
        },
        {
          id: 'difference',
          title: t('inventories.difference'),
          isNumber: true,
          cell: ({ difference }) => {
            if (difference === '') return null;
            return Number(difference) === 0 ? '0' : <Gap of={Number(difference)} />;
          },
        },
        {
          id: 'value',
          title: t('inventories.value'),
          isNumber: true,
          cell: ({ differenceValue, postedQuantity, postedValue }) =>
            formats.money(Number(postedQuantity) === 0 ? differenceValue : postedValue),
        },
        {
          id: 'reason',
          title: t('inventories.reason'),
          cell: ({ id, reference, reasonId, difference }) =>
            Number(difference) === 0 ? null : mayNot === undefined ? (
              <select
                className={css['reason'] ?? ''}
                aria-label={t('inventories.reason-of', { reference })}
                value={reasonId}
                onChange={({ target }) => void onEnter([{ lineId: id, reasonId: target.value }])}
              >
                <option value="">—</option>
                {reasons.map((reason) => (
                  <option key={reason.id} value={reason.id}>
                    {reason.label}
                  </option>
                ))}
              </select>
            ) : (
              reasons.find((reason) => reason.id === reasonId)?.label
            ),
        },
        {
          id: 'ticked',
          title: t('inventories.ticked'),
          cell: ({ id, reference, counted, ticked }) => (
            <Checkbox
              label={t('inventories.tick-of', { reference })}
              isSelected={ticked}
              isDisabled={mayNot !== undefined || counted === ''}
              onChange={(isTicked) => void onEnter([{ lineId: id, ticked: isTicked }])}
            />
          ),
        },
        ...(onRemove === undefined || mayNot !== undefined
          ? []
          : [
              {
                id: 'remove',
                title: '',
                cell: (line: Line) => (
                  <IconButton
                    icon={X}
                    label={t('inventories.remove-of', { reference: line.reference })}
                    onPress={() => {
                      onRemove(line);
                    }}
                  />
                ),
              },
            ]),
      ]}
    />
  );
}

/** On what the phones agree, or who says what where they do not. */
function Phones({ line: { standing, standingQuantity, figures } }: { readonly line: Line }) {
  const t = useText();
  const formats = useFormats();
  if (figures.length === 0) return null;
  const said = figures.map(({ counter, quantity, moved }) =>
    t(moved ? 'inventories.said-moved' : 'inventories.said', { counter, quantity: formats.quantity(quantity) }),
  );
  return (
    <span className={css['phones'] ?? ''}>
      <StateChip tone={TONES[standing]}>
        {standing === 'counted' ? formats.quantity(standingQuantity) : t(`inventories.standing.${standing}`)}
      </StateChip>
      <span className="muted">{said.join(' · ')}</span>
    </span>
  );
}
