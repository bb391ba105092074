import { answered, answeredFile } from '@navette/api-client';
import { useQuery } from '@tanstack/react-query';
import {
  Ban,
  Check,
  CheckCheck,
  Download,
  ListRestart,
  NotebookPen,
  Printer,
  RotateCcw,
  Share2,
  X,
} from 'lucide-react';
import { useMemo, useState } from 'react';
import { useApi, useMay } from '../../shared/api/session.js';
import { useFormats } from '../../shared/i18n/formats.js';
import { useText } from '../../shared/i18n/use-text.js';
import { AskDialog } from '../../shared/kit/record/ask-dialog.js';
import { Facts } from '../../shared/kit/record/line-table.js';
import css from './inventories.module.css';
import { RecordLoader } from '../../shared/kit/record/record-loader.js';
import { RecordPage, Section } from '../../shared/kit/record/record-page.js';
import { Timeline } from '../../shared/kit/record/timeline.js';
import { useCommands } from '../../shared/kit/record/use-commands.js';
import { useRelated } from '../../shared/kit/record/use-related.js';
import { useRecord, type Held } from '../../shared/kit/record/use-record.js';
import { Checkbox, TextInput } from '../../shared/ui/fields.js';
import { IconButton } from '../../shared/ui/button.js';
import { Notice } from '../../shared/ui/notice.js';
import { ProblemBox } from '../../shared/ui/problem-box.js';
import { ProgressBar } from '../../shared/ui/progress-bar.js';
import { saveFile } from '../../shared/ui/save-file.js';
import { inventoryTone, type Inventory } from './inventories.list.js';
import { InventoryLines } from './inventory-lines.js';
import { OpenInventory } from './open-inventory.js';
import { ShareDialog } from './share-dialog.js';

/** ST-14: one inventory: counted by several, ticked, then stock is updated once. */
export function InventoryRecord({ id }: { readonly id: string }) {
  const api = useApi();
  const definition = useMemo(
    () => ({
      kind: 'inventory',
      id,
      read: () => answered(api.GET('/api/v1/inventories/{id}', { params: { path: { id } } })),
    }),
    [api, id],
  );
  const query = useRecord<Inventory>(definition);
  return <RecordLoader query={query}>{(held) => <OneInventory key={id} held={held} />}</RecordLoader>;
}

function OneInventory({ held }: { readonly held: Held<Inventory> }) {
  const t = useText();
  const formats = useFormats();
  const api = useApi();
  const may = useMay();
  const commands = useCommands();
  const inventory = held.data;
  const { progress, state } = inventory;
  const [asked, setAsked] = useState<'validate' | 'reopen' | 'cancel' | 'share' | 'notes' | 'scope'>();
  const ask = (what: typeof asked) => () => {
    commands.forget();
    setAsked(what);
  };
  const close = ask(undefined);
  const unless = (right: string, isPossible: boolean) =>
    !may(`stock:inventory.${right}`)
      ? t('inventories.may-not')
      : isPossible
        ? undefined
        : t('inventories.not-in-state', { state: t(`inventories.state.${state}`) });
  const path = { id: inventory.id };
  const access = useRelated(['count-access', inventory.id], ['inventory'], may('stock:inventory.share'), async () => {
    return (await answered(api.GET('/api/v1/inventories/{id}/access', { params: { path } }))).data;
  });
  const counterOf = (actorId: string) => {
    const name = access?.devices.find(({ id }) => actorId === `count-device:${id}`)?.counter;
    if (name !== undefined) return t('inventories.phone-of', { name });
    return actorId.startsWith('count-') ? t('inventories.phone') : '';
  };
  const step = (what: 'validate' | 'reopen' | 'cancel') =>
    void commands
      .run(what, (key) =>
        answered(
          api.POST(`/api/v1/inventories/{id}/${what}`, {
            params: { path, header: { 'Idempotency-Key': key, 'If-Match': held.etag ?? '' } },
          }),
        ),
      )
      .then((done) => {
        if (done) close();
      });
  const print = (paper: 'sheet' | 'final') => () => {
    void commands.run(paper, async () => {
      const options = { params: { path }, parseAs: 'blob' } as const;
      const asked = api.GET(`/api/v1/inventories/{id}/${paper}`, options);
      saveFile(`${inventory.number}-${paper}.pdf`, await answeredFile(asked));
    });
  };
  const isCounting = state === 'counting';
  const left = progress.lines - progress.ticked;
  return (
    <RecordPage
      title={inventory.number}
      chip={{ tone: inventoryTone[state], text: t(`inventories.state.${state}`) }}
      facts={[
        inventory.placeLabel || t('parts.places.depot'),
        inventory.label,
        t(`inventories.scope.${inventory.scope.kind}`),
      ]}
      side={
        <Timeline
          service="stock"
          entityType="inventory"
          id={inventory.id}
          version={inventory.version}
          nameOf={counterOf}
        />
      }
      actions={[
        {
          id: 'inventory.cancel',
          title: t('inventories.do.cancel'),
          icon: Ban,
          notNow: unless('validate', isCounting),
          run: ask('cancel'),
        },
        {
          id: 'inventory.notes',
          title: t('inventories.do.notes'),
          icon: NotebookPen,
          notNow: unless('open', true),
          run: ask('notes'),
        },
        {
          id: 'inventory.scope',
          title: t('inventories.scope'),
          icon: ListRestart,
          notNow: unless('open', isCounting),
          run: ask('scope'),
        },
        { id: 'inventory.sheet', title: t('inventories.do.sheet'), icon: Printer, run: print('sheet') },
        { id: 'inventory.final', title: t('inventories.do.final'), icon: Printer, run: print('final') },
        {
          id: 'inventory.share',
          title: t('inventories.do.share'),
          icon: Share2,
          notNow: unless('share', isCounting),
          run: ask('share'),
        },
        {
          id: 'inventory.take-over',
          title: t('inventories.do.take-over'),
          icon: Download,
          notNow:
            unless('count', isCounting) ?? (progress.counted === 0 ? t('inventories.nothing-counted') : undefined),
          run: () =>
            void commands.run('take-over', (key) =>
              answered(
                api.POST('/api/v1/inventories/{id}/take-over', {
                  params: { path, header: { 'Idempotency-Key': key } },
                  body: { overwrite: false },
                }),
              ),
            ),
        },
        {
          id: 'inventory.tick',
          title: t('inventories.do.tick'),
          icon: CheckCheck,
          notNow:
            unless('count', isCounting) ??
            (progress.ticked === progress.entered ? t('inventories.nothing-to-tick') : undefined),
          run: () =>
            void commands.run('tick', (key) =>
              answered(
                api.POST('/api/v1/inventories/{id}/tick', { params: { path, header: { 'Idempotency-Key': key } } }),
              ),
            ),
        },
        state === 'validated'
          ? {
              id: 'inventory.reopen',
              title: t('inventories.do.reopen'),
              icon: RotateCcw,
              notNow: unless('validate', true),
              run: ask('reopen'),
            }
          : {
              id: 'inventory.validate',
              title: t('inventories.do.validate'),
              icon: Check,
              keys: 'mod+enter',
              primary: true,
              notNow:
                unless('validate', isCounting) ??
                (progress.lines === 0
                  ? t('inventories.no-line')
                  : left > 0
                    ? t('inventories.not-complete', { count: left })
                    : undefined),
              run: ask('validate'),
            },
      ]}
    >
      {asked === undefined && <ProblemBox error={commands.error} />}
      {isCounting && <News inventoryId={inventory.id} />}
      <Section title={t('inventories.progress')}>
        <div className={css['stack'] ?? ''}>
          <ProgressBar
            label={t('inventories.progress.phones', {
              counted: progress.counted,
              recount: progress.recount,
              lines: progress.lines,
            })}
            value={progress.counted}
            max={Math.max(progress.lines, 1)}
          />
          <ProgressBar
            label={t('inventories.progress.entered', { entered: progress.entered, lines: progress.lines })}
            value={progress.entered}
            max={Math.max(progress.lines, 1)}
          />
          <ProgressBar
            label={t('inventories.progress.ticked', { ticked: progress.ticked, lines: progress.lines })}
            value={progress.ticked}
            max={Math.max(progress.lines, 1)}
          />
          <Facts
            facts={[
              [
                t('inventories.difference-value'),
                formats.money(isCounting ? inventory.differenceValue : inventory.postedValue),
              ],
              [t('inventories.date'), formats.date(inventory.date)],
              [t('inventories.opened'), formats.instant(inventory.openedAt)],
              [t('inventories.closed'), formats.instant(inventory.closedAt)],
              [t('inventories.to-post'), t(inventory.toPost ? 'inventories.yes' : 'inventories.no')],
            ]}
          />
          {inventory.notes !== '' && <p className={css['notes'] ?? ''}>{inventory.notes}</p>}
        </div>
      </Section>
      <InventoryLines inventory={inventory} mayNot={unless('count', isCounting)} />
      {(['validate', 'reopen', 'cancel'] as const).map((what) => (
        <AskDialog
          key={what}
          title={t(`inventories.do.${what}`)}
          text={t(`inventories.${what}.text`, { value: formats.money(inventory.differenceValue || '0') })}
          confirm={t(`inventories.do.${what}`)}
          isOpen={asked === what}
          notNow={commands.isRunning}
          error={commands.error}
          onClose={close}
          onConfirm={() => {
            step(what);
          }}
        />
      ))}
      {asked === 'share' && <ShareDialog inventoryId={inventory.id} onClose={close} />}
      {asked === 'scope' && <OpenInventory held={held} onClose={close} />}
      {asked === 'notes' && <Notes held={held} commands={commands} onClose={close} />}
    </RecordPage>
  );
}

/** E-083: what changed under the sheet since this person opened it last, until they close it. */
function News({ inventoryId }: { readonly inventoryId: string }) {
  const t = useText();
  const api = useApi();
  const [key] = useState(() => crypto.randomUUID());
  const [isClosed, setClosed] = useState(false);
  const { data } = useQuery({
    queryKey: ['inventory-news', inventoryId, key],
    staleTime: Infinity,
    queryFn: async () => {
      const params = { path: { id: inventoryId }, header: { 'Idempotency-Key': key } };
      return (await answered(api.POST('/api/v1/inventories/{id}/news', { params }))).data.changes;
    },
  });
  if (isClosed || data === undefined || data.length === 0) return null;
  return (
    <div className={css['news'] ?? ''}>
      <Notice tone="waiting">
        {t('inventories.news', {
          changes: data.map(({ kind, lines }) => t(`inventories.news.${kind}`, { lines })).join(' '),
        })}
      </Notice>
      <IconButton icon={X} label={t('inventories.news.close')} onPress={() => setClosed(true)} />
    </div>
  );
}

interface NotesProps {
  readonly held: Held<Inventory>;
  readonly commands: ReturnType<typeof useCommands>;
  readonly onClose: () => void;
}

/** E-083: its label, date and notes, and whether it goes to accounting. */
function Notes({ held, commands, onClose }: NotesProps) {
  const t = useText();
  const api = useApi();
  const [label, setLabel] = useState(held.data.label);
  const [date, setDate] = useState(held.data.date);
  const [notes, setNotes] = useState(held.data.notes);
  const [toPost, setToPost] = useState(held.data.toPost);
  return (
    <AskDialog
      title={t('inventories.do.notes')}
      confirm={t('inventories.keep')}
      isOpen
      notNow={commands.isRunning || date === ''}
      error={commands.error}
      onClose={onClose}
      onConfirm={() => {
        void commands
          .run('notes', (key) =>
            answered(
              api.PATCH('/api/v1/inventories/{id}', {
                params: {
                  path: { id: held.data.id },
                  header: { 'Idempotency-Key': key, 'If-Match': held.etag ?? '' },
                },
                body: { label, date, notes, toPost },
              }),
            ),
          )
          .then((done) => {
            if (done) onClose();
          });
      }}
    >
      <TextInput label={t('inventories.label')} value={label} onChange={setLabel} maxLength={80} autoFocus />
      <TextInput
        label={t('inventories.date')}
        hint={t('inventories.date.hint')}
        type="date"
        value={date}
        onChange={setDate}
      />
      <TextInput label={t('inventories.notes')} lines={4} value={notes} onChange={setNotes} maxLength={2000} />
      <Checkbox isSelected={toPost} onChange={setToPost}>
        {t('inventories.to-post')}
      </Checkbox>
    </AskDialog>
  );
}
