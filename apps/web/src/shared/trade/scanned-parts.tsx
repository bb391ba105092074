import { answered, type Schema } from '@navette/api-client';
import { CircleAlert, ScanBarcode, X } from 'lucide-react';
import { useRef, useState } from 'react';
import { beep } from '../actions/beep.js';
import { useActions } from '../actions/use-actions.js';
import { useScanner } from '../actions/use-scanner.js';
import { fieldErrorsOf } from '../api/problem.js';
import { useApi, useMay } from '../api/session.js';
import { decimal } from '../i18n/decimals.js';
import { useFormats } from '../i18n/formats.js';
import { useText } from '../i18n/use-text.js';
import { useDraft } from '../kit/form/use-draft.js';
import { LineTable, type LineColumn } from '../kit/record/line-table.js';
import { useCommands } from '../kit/record/use-commands.js';
import { useRelated } from '../kit/record/use-related.js';
import { IconButton } from '../ui/button.js';
import { TextInput } from '../ui/fields.js';
import { PageLink } from '../work/page-link.js';
import css from './scanned-parts.module.css';

type Part = Schema<'Part'>;

export interface ScannedLine {
  readonly part: Pick<Part, 'id' | 'reference' | 'designation'>;
  /** As typed. */
  readonly quantity: string;
}

/** What is said once of a part that is new here. */
export type LineFields<L extends ScannedLine> = Omit<L, keyof ScannedLine>;

interface Said {
  readonly code: string;
  readonly text: string;
  readonly isWrong?: boolean;
}

interface ScannedPage<L extends ScannedLine, Head> {
  /** Names the draft: head and lines are kept in the window until they are saved or given up. */
  readonly page: string;
  /** What is said once of all lines, as the page begins. */
  readonly head: Head;
  /** What a line says beside part and quantity, as it begins. */
  readonly fields: LineFields<L>;
  /** Whether scans are heard. */
  readonly mayScan: boolean;
}

/** Parts gathered scan by scan, wherever the focus is, to be sent together: a scan adds a line, or counts one more. */
export function useScannedParts<L extends ScannedLine, Head extends object>(given: ScannedPage<L, Head>) {
  const { fields, mayScan, page } = given;
  const t = useText();
  const api = useApi();
  const draft = useDraft<{ readonly head: Head; readonly lines: readonly L[] }>(page, { head: given.head, lines: [] });
  const commands = useCommands(draft.name);
  const { head, lines } = draft.now;
  const setLines = (change: (lines: readonly L[]) => readonly L[]) => {
    draft.set((now) => ({ ...now, lines: change(now.lines) }));
  };
  const [typed, setTyped] = useState('');
  const [said, setSaid] = useState<Said>();
  const field = useRef<HTMLInputElement>(null);
  const queue = useRef(Promise.resolve());
  const tell = (next: Said) => {
    setSaid(next);
    beep(next.isWrong === true ? 'refused' : 'counted');
    field.current?.focus();
  };
  // Scans wait for each other, so that none is lost.
  const scan = (code: string) => {
    setTyped('');
    commands.forget();
    queue.current = queue.current.then(async () => {
      try {
        const part = await partOf(api, code);
        if (part === undefined) {
          tell({ code, text: t('transfer.unknown'), isWrong: true });
          return;
        }
        setLines((now) => withOneMore(now, part, fields));
        tell({ code: part.reference, text: part.designation });
      } catch (error) {
        tell({ code, text: error instanceof Error ? error.message : String(error), isWrong: true });
      }
    });
  };
  useScanner(mayScan, field, (code) => {
    scan(code.trim());
  });
  useActions([
    { id: 'transfer.scan', title: t('transfer.scan'), keys: '/', hidden: true, run: () => field.current?.focus() },
  ]);
  return {
    head,
    setHead: (change: Partial<Head>) => {
      draft.set((now) => ({ ...now, head: { ...now.head, ...change } }));
    },
    lines,
    /** Those that are not there yet. */
    add: (parts: readonly Part[]) => {
      setLines((now) => [...now, ...parts.filter(({ id }) => !has(now, id)).map((part) => lineOf<L>(part, fields))]);
    },
    change: (partId: string, change: Partial<L>) => {
      setLines((now) => now.map((line) => (line.part.id === partId ? { ...line, ...change } : line)));
    },
    remove: (partId: string) => {
      setLines((now) => now.filter(({ part }) => part.id !== partId));
      commands.forget();
    },
    clear: () => {
      setLines(() => []);
    },
    /** Once they were sent. */
    forget: draft.forget,
    commands,
    errors: fieldErrorsOf(commands.error),
    /** Why it cannot be sent now. */
    notNow:
      lines.length === 0
        ? t('transfer.nothing')
        : commands.isRunning || !lines.every(({ quantity }) => Number(decimal(quantity)) > 0)
          ? t('transfer.quantities')
          : undefined,
    said,
    setSaid,
    scanField: { typed, setTyped, said, scan, field, mayScan },
  };
}

/** The field of codes, and the last thing that was read. */
export function ScanField({
  typed,
  setTyped,
  said,
  scan,
  field,
  mayScan,
}: ReturnType<typeof useScannedParts>['scanField']) {
  const t = useText();
  const isWrong = said?.isWrong === true;
  return (
    <form
      className={css['scan'] ?? ''}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (typed.trim() !== '') scan(typed.trim());
      }}
    >
      <TextInput
        label={t('transfer.scan')}
        hint={t('transfer.scan.hint')}
        value={typed}
        onChange={setTyped}
        inputRef={field}
        autoFocus
        autoComplete="off"
        isDisabled={!mayScan}
      />
      <div className={css['said'] ?? ''} role="status" data-tone={said === undefined ? '' : isWrong ? 'late' : 'done'}>
        {said === undefined ? (
          <span className="muted">{t('transfer.scan.none')}</span>
        ) : (
          <>
            {isWrong ? <CircleAlert aria-hidden size="1.4em" /> : <ScanBarcode aria-hidden size="1.4em" />}
            <strong className="reference">{said.code}</strong>
            <span>{said.text}</span>
          </>
        )}
      </div>
    </form>
  );
}

interface ScannedLinesProps<L extends ScannedLine> {
  readonly label: string;
  readonly scanned: Pick<Scanned<L>, 'change' | 'errors' | 'lines' | 'remove' | 'said'>;
  /** Where parts leave from or come in, as the edge names it. */
  readonly placeId: string;
  /** What the page asks of a line beside its quantity; `errorOf` has the edge's answer to a field of it. */
  readonly asked?: (errorOf: (line: L, field: string) => string | undefined) => readonly LineColumn<L>[];
}

type Scanned<L extends ScannedLine> = ReturnType<typeof useScannedParts<L, object>>;

/** The lines, as they are typed. */
export function ScannedLines<L extends ScannedLine>({
  label,
  scanned,
  placeId,
  asked = () => [],
}: ScannedLinesProps<L>) {
  const t = useText();
  const { errors, lines, said } = scanned;
  const errorOf = (line: L, field: string) => errors.get(`/lines/${String(lines.indexOf(line))}/${field}`);
  return (
    <LineTable
      label={label}
      lines={lines}
      idOf={({ part }) => part.id}
      isHere={({ part }) => part.reference === said?.code}
      empty={t('transfer.lines.none')}
      columns={[
        {
          id: 'reference',
          title: t('parts.reference'),
          cell: ({ part }) => (
            <PageLink href={`/parts/${part.id}`} className="reference">
              {part.reference}
            </PageLink>
          ),
        },
        { id: 'designation', title: t('parts.designation'), cell: ({ part }) => part.designation },
        {
          id: 'free',
          title: t('parts.free'),
          isNumber: true,
          cell: ({ part }) => <FreeThere partId={part.id} placeId={placeId} />,
        },
        {
          id: 'quantity',
          title: t('transfer.quantity'),
          cell: (line) => (
            <TextInput
              label={t('transfer.quantity-of', { reference: line.part.reference })}
              isLabelHidden
              inputMode="decimal"
              value={line.quantity}
              onChange={(quantity) => {
                scanned.change(line.part.id, { quantity } as Partial<L>);
              }}
              error={errorOf(line, 'quantity') ?? errorOf(line, 'partId')}
            />
          ),
        },
        ...asked(errorOf),
        {
          id: 'remove',
          title: '',
          cell: ({ part }) => (
            <IconButton
              icon={X}
              label={t('transfer.remove', { reference: part.reference })}
              onPress={() => {
                scanned.remove(part.id);
              }}
            />
          ),
        },
      ]}
    />
  );
}

interface FreeThereProps {
  readonly partId: string;
  readonly placeId: string;
}

/** What of a part can leave a place now. */
function FreeThere({ partId, placeId }: FreeThereProps) {
  const api = useApi();
  const formats = useFormats();
  const level = useRelated(['level', partId], ['stock', 'need'], useMay()('stock:stock-level.read'), async () => {
    return (await answered(api.GET('/api/v1/stock-levels/{partId}', { params: { path: { partId } } }))).data;
  });
  if (level === undefined) return '…';
  return formats.quantity(level.places.find((place) => place.placeId === placeId)?.free ?? '0');
}

/** The part that a barcode or reference names; what is found by a few letters alone is no scan of one part. */
async function partOf(api: ReturnType<typeof useApi>, q: string): Promise<Part | undefined> {
  const query = { q, kind: 'part' } as const;
  const { parts } = (await answered(api.GET('/api/v1/parts/search', { params: { query } }))).data;
  const code = q.toUpperCase();
  const exact = parts.find(({ reference, barcodes }) => reference === code || barcodes.includes(code));
  return exact ?? (parts.length === 1 ? parts[0] : undefined);
}

const has = (lines: readonly ScannedLine[], partId: string) => lines.some(({ part }) => part.id === partId);

/** What of the part is shown, and no more: the draft is written with every key. */
function lineOf<L extends ScannedLine>({ id, reference, designation }: Part, fields: LineFields<L>): L {
  return { part: { id, reference, designation }, quantity: '1', ...fields } as L;
}

function withOneMore<L extends ScannedLine>(lines: readonly L[], part: Part, fields: LineFields<L>): readonly L[] {
  if (!has(lines, part.id)) return [lineOf<L>(part, fields), ...lines];
  const more = (quantity: string) => {
    const counted = Number(decimal(quantity));
    return Number.isInteger(counted) ? String(counted + 1) : quantity;
  };
  return lines.map((line) => (line.part.id === part.id ? { ...line, quantity: more(line.quantity) } : line));
}
