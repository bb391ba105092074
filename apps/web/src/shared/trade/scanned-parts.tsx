import { answered, type Schema } from '@navette/api-client';
import { CircleAlert, ScanBarcode } from 'lucide-react';
import { useRef, useState } from 'react';
import { beep } from '../actions/beep.js';
import { useActions } from '../actions/use-actions.js';
import { useScanner } from '../actions/use-scanner.js';
import { useApi, useMay } from '../api/session.js';
import { decimal } from '../i18n/decimals.js';
import { useFormats } from '../i18n/formats.js';
import { useText } from '../i18n/use-text.js';
import { useRelated } from '../kit/record/use-related.js';
import { TextInput } from '../ui/fields.js';
import css from './scanned-parts.module.css';

export type Part = Schema<'Part'>;

export interface ScannedLine {
  readonly part: Part;
  /** As typed. */
  readonly quantity: string;
}

interface Said {
  readonly code: string;
  readonly text: string;
  readonly isWrong?: boolean;
}

/**
 * Parts gathered scan by scan, wherever the focus is: a scan adds a line, or counts one more.
 * @param mayScan whether scans are heard
 * @param lineOf the line of a part that is new here
 * @param onScan called with each scan, before it is looked up
 */
export function useScannedParts<L extends ScannedLine>(
  mayScan: boolean,
  lineOf: (part: Part) => L,
  onScan: () => void,
) {
  const t = useText();
  const api = useApi();
  const [lines, setLines] = useState<readonly L[]>([]);
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
    onScan();
    queue.current = queue.current.then(async () => {
      try {
        const part = await partOf(api, code);
        if (part === undefined) {
          tell({ code, text: t('transfer.unknown'), isWrong: true });
          return;
        }
        setLines((now) => withOneMore(now, part, lineOf));
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
    lines,
    setLines,
    change: (partId: string, fields: Partial<L>) => {
      setLines((now) => now.map((line) => (line.part.id === partId ? { ...line, ...fields } : line)));
    },
    /** Where the edge's errors name the line of a part. */
    pointerOf: (partId: string) => `/lines/${String(lines.findIndex(({ part }) => part.id === partId))}`,
    isWhole: lines.length > 0 && lines.every(({ quantity }) => Number(decimal(quantity)) > 0),
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

interface FreeThereProps {
  readonly partId: string;
  readonly placeId: string;
}

/** What of a part can leave a place now. */
export function FreeThere({ partId, placeId }: FreeThereProps) {
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

function withOneMore<L extends ScannedLine>(lines: readonly L[], part: Part, lineOf: (part: Part) => L): L[] {
  const before = lines.find((line) => line.part.id === part.id);
  if (before === undefined) return [lineOf(part), ...lines];
  const counted = Number(decimal(before.quantity));
  const quantity = Number.isInteger(counted) ? String(counted + 1) : before.quantity;
  return lines.map((line) => (line === before ? { ...line, part, quantity } : line));
}
