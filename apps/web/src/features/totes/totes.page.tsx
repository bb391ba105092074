import { answered, answeredFile } from '@navette/api-client';
import { Inbox, Printer, X } from 'lucide-react';
import { useRef, useState } from 'react';
import type { Action } from '../../shared/actions/actions.js';
import { beep } from '../../shared/actions/beep.js';
import { useActions } from '../../shared/actions/use-actions.js';
import { useScanner } from '../../shared/actions/use-scanner.js';
import { useApi, useMay, useSelf } from '../../shared/api/session.js';
import { today, useFormats } from '../../shared/i18n/formats.js';
import { useText } from '../../shared/i18n/use-text.js';
import { ListPage } from '../../shared/kit/list/list-page.js';
import { LineTable } from '../../shared/kit/record/line-table.js';
import { Panes } from '../../shared/kit/record/panes.js';
import { useCommands } from '../../shared/kit/record/use-commands.js';
import { useRelated } from '../../shared/kit/record/use-related.js';
import { Ribbon } from '../../shared/kit/ribbon.js';
import { readyAtDepot, ReservedElsewhere } from '../../shared/trade/elsewhere.js';
import { IconButton } from '../../shared/ui/button.js';
import { ChoiceInput, TextInput } from '../../shared/ui/fields.js';
import { Notice } from '../../shared/ui/notice.js';
import { ProblemBox } from '../../shared/ui/problem-box.js';
import { saveFile } from '../../shared/ui/save-file.js';
import { StateChip } from '../../shared/ui/state-chip.js';
import { PageLink } from '../../shared/work/page-link.js';
import { useTab } from '../../shared/work/use-work.js';
import { MOST, packed, type ToteFile } from './tote.js';
import { fileOf, isMissing, partsOf, toteFile, wantingFiles, type PreparedPart } from './totes.list.js';
import css from './totes.module.css';

/** ST-16: what a technician takes along for the files of a day; what was not reserved in time stands out. */
export default function TotesPage() {
  const t = useText();
  const api = useApi();
  const commands = useCommands();
  const technicians = useTechnicians();
  const [technician, setTechnician] = useState('');
  const [day, setDay] = useState(today);
  const [{ files, left }, setTote] = useState({ files: [] as readonly ToteFile[], left: 0 });
  const [pane, setPane] = useState<'tote' | 'files'>('files');
  const [typed, setTyped] = useState('');
  const [wrong, setWrong] = useState<string>();
  const field = useRef<HTMLInputElement>(null);
  const ids = files.map(({ id }) => id);
  const parts = useRelated(['tote', ...ids], ['need', 'stock', 'part'], true, () => partsOf(api, ids)) ?? [];
  const add = (more: readonly ToteFile[]) => {
    setTote((now) => packed(now, more));
    setPane('tote');
  };
  const scan = async (number: string) => {
    setTyped('');
    setWrong(undefined);
    try {
      const file = await fileOf(api, number);
      if (file) add([toteFile(file)]);
      else setWrong(`${t('totes.unknown')} : ${number}`);
      beep(file && (files.length < MOST || ids.includes(file.id)) ? 'counted' : 'refused');
    } catch (error) {
      setWrong(error instanceof Error ? error.message : String(error));
      beep('refused');
    }
  };
  useScanner(true, field, (code) => void scan(code.trim()));
  const title = t('totes.title');
  useTab(title, files.length > 0);
  const actions: Action[] = [
    { id: 'totes.scan', title: t('totes.scan'), keys: '/', hidden: true, run: () => field.current?.focus() },
    {
      id: 'totes.print',
      title: t('totes.print'),
      icon: Printer,
      keys: 'mod+enter',
      primary: true,
      notNow:
        parts.length === 0 ? t('totes.empty') : technician.trim() === '' ? t('totes.technician.missing') : undefined,
      run: () =>
        void commands.run('print', async () => {
          const body = { technician, day, fileIds: ids };
          const asked = api.POST('/api/v1/preparation/tote.pdf', { body, parseAs: 'blob' });
          saveFile(`${title}-${day}.pdf`, await answeredFile(asked));
        }),
    },
  ];
  useActions(actions);
  return (
    <div className={css['page'] ?? ''}>
      <header className={css['head'] ?? ''}>
        <h1>{title}</h1>
        <Ribbon actions={actions} />
      </header>
      <form
        className={css['asked'] ?? ''}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (typed.trim() !== '') void scan(typed.trim());
        }}
      >
        {technicians === undefined ? (
          <TextInput
            label={t('totes.technician')}
            value={technician}
            onChange={setTechnician}
            maxLength={80}
            autoComplete="off"
          />
        ) : (
          <ChoiceInput
            label={t('totes.technician')}
            value={technician}
            onChange={setTechnician}
            choices={technicians.map((name) => ({ id: name, text: name }))}
          />
        )}
        <TextInput label={t('totes.day')} type="date" value={day} onChange={setDay} />
        <TextInput
          label={t('totes.scan')}
          value={typed}
          onChange={setTyped}
          inputRef={field}
          autoComplete="off"
          error={wrong}
        />
      </form>
      <ProblemBox error={commands.error} />
      {left > 0 && <Notice tone="waiting">{t('totes.full', { count: left, most: MOST })}</Notice>}
      <Panes
        label={title}
        panes={[
          { id: 'files', text: t('totes.files') },
          { id: 'tote', text: t('totes.tote', { count: files.length }) },
        ]}
        current={pane}
        onChoose={setPane}
      />
      {pane === 'files' ? (
        <div className={css['rows'] ?? ''}>
          <ListPage
            list={wantingFiles}
            isPart
            bulk={[
              {
                id: 'totes.add',
                title: t('totes.add'),
                icon: Inbox,
                all: (rows) => {
                  add(rows.map(toteFile));
                },
              },
            ]}
          />
        </div>
      ) : (
        <Tote
          files={files}
          parts={parts}
          onRemove={(id) => {
            setTote({ files: files.filter((file) => file.id !== id), left: 0 });
          }}
        />
      )}
    </div>
  );
}

interface ToteProps {
  readonly files: readonly ToteFile[];
  readonly parts: readonly PreparedPart[];
  readonly onRemove: (fileId: string) => void;
}

function Tote({ files, parts, onRemove }: ToteProps) {
  const t = useText();
  const { quantity } = useFormats();
  const lines = files.flatMap((file) => {
    const own = parts.filter(({ originId }) => originId === file.id);
    // What it is for stands at its first line, also where it wants nothing.
    return [{ file, part: own[0], isFirst: true }, ...own.slice(1).map((part) => ({ file, part, isFirst: false }))];
  });
  return (
    <LineTable
      label={t('totes.title')}
      lines={lines}
      idOf={({ file, part }) => part?.needId ?? file.id}
      empty={t('totes.empty')}
      columns={[
        {
          id: 'file',
          title: t('files.number'),
          cell: ({ file, isFirst }) =>
            isFirst && (
              <PageLink href={`/files/${file.id}`} className="reference">
                {file.number}
              </PageLink>
            ),
        },
        { id: 'whom', title: t('files.consumer'), cell: ({ file, isFirst }) => isFirst && file.whom },
        {
          id: 'reference',
          title: t('parts.reference'),
          cell: ({ part }) => part && <span className="reference">{part.reference}</span>,
        },
        {
          id: 'designation',
          title: t('parts.designation'),
          cell: ({ part }) => part?.designation ?? <span className="muted">{t('totes.no-part')}</span>,
        },
        { id: 'place', title: t('parts.location'), cell: ({ part }) => part && <Lies part={part} /> },
        {
          id: 'wanted',
          title: t('totes.wanted'),
          isNumber: true,
          cell: ({ part }) => part && quantity(part.wanted),
        },
        { id: 'ready', title: t('totes.ready'), isNumber: true, cell: ({ part }) => part && quantity(part.ready) },
        { id: 'state', title: t('files.state'), cell: ({ part }) => part && <PartChip part={part} /> },
        {
          id: 'remove',
          title: '',
          cell: ({ file, isFirst }) =>
            isFirst && (
              <IconButton
                icon={X}
                label={t('totes.remove', { number: file.number })}
                onPress={() => {
                  onRemove(file.id);
                }}
              />
            ),
        },
      ]}
    />
  );
}

/** What lies in a van already is not to be fetched from its shelf (ST-11). */
function Lies({ part }: { readonly part: PreparedPart }) {
  return (
    <>
      {(readyAtDepot(part) !== '' || isMissing(part)) && part.locationCode}
      <ReservedElsewhere places={part.elsewhere} />
    </>
  );
}

function PartChip({ part }: { readonly part: PreparedPart }) {
  const t = useText();
  const { quantity } = useFormats();
  if (!isMissing(part)) return <StateChip tone="done">{t('totes.is-ready')}</StateChip>;
  const onOrder = Number(part.onOrder) > 0 ? t('totes.on-order', { quantity: quantity(part.onOrder) }) : '';
  return <StateChip tone="late">{t('totes.missing', { missing: quantity(part.missing) }) + onOrder}</StateChip>;
}

/** Names of who works in the station, technicians first; undefined to who may not see users: they type it. */
function useTechnicians(): readonly string[] | undefined {
  const api = useApi();
  const { stationId } = useSelf();
  return useRelated(['technicians'], ['user'], useMay()('identity:user.read'), async () => {
    const { users } = (await answered(api.GET('/api/v1/users', {}))).data;
    const named = (isTechnician: boolean) =>
      users
        .filter(({ active }) => active)
        .filter(({ assignments }) =>
          assignments.some((one) => one.stationId === stationId && (one.role === 'technician') === isTechnician),
        )
        .map(({ person }) => person.name);
    return [...new Set([...named(true), ...named(false)])];
  });
}
