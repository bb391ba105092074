import { answered, type Schema } from '@navette/api-client';
import { ArrowRightLeft, CircleAlert, ScanBarcode, X } from 'lucide-react';
import { useRef, useState } from 'react';
import { beep } from '../../shared/actions/beep.js';
import { useActions } from '../../shared/actions/use-actions.js';
import { useScanner } from '../../shared/actions/use-scanner.js';
import { fieldErrorsOf } from '../../shared/api/problem.js';
import { useApi, useMay } from '../../shared/api/session.js';
import { decimal } from '../../shared/i18n/decimals.js';
import { useFormats } from '../../shared/i18n/formats.js';
import { useText } from '../../shared/i18n/use-text.js';
import { LineTable } from '../../shared/kit/record/line-table.js';
import { Fields, RecordPage, Section } from '../../shared/kit/record/record-page.js';
import { useCommands } from '../../shared/kit/record/use-commands.js';
import { useRelated } from '../../shared/kit/record/use-related.js';
import { DEPOT, placeIdOf, usePlaces } from '../../shared/trade/use-places.js';
import { IconButton } from '../../shared/ui/button.js';
import { ChoiceInput, TextInput } from '../../shared/ui/fields.js';
import { ProblemBox } from '../../shared/ui/problem-box.js';
import { PageLink } from '../../shared/work/page-link.js';
import css from './internal-transfer.module.css';

type Part = Schema<'Part'>;

interface Line {
  readonly part: Part;
  /** As typed. */
  readonly quantity: string;
}

interface Said {
  readonly code: string;
  readonly text: string;
  readonly isWrong?: boolean;
}

/** ST-11: parts go from one place of the station to another, scan by scan, all of them or none. */
export default function InternalTransferPage() {
  const t = useText();
  const formats = useFormats();
  const api = useApi();
  const mayMove = useMay()('stock:stock-level.move');
  const places = usePlaces();
  const [from, setFrom] = useState<string>(DEPOT);
  const [chosen, setChosen] = useState('');
  const [comment, setComment] = useState('');
  const [lines, setLines] = useState<readonly Line[]>([]);
  const [typed, setTyped] = useState('');
  const [said, setSaid] = useState<Said>();
  const field = useRef<HTMLInputElement>(null);
  const queue = useRef(Promise.resolve());
  const commands = useCommands();
  const errors = fieldErrorsOf(commands.error);
  const others = places.filter(({ id }) => id !== from);
  const to = others.some(({ id }) => id === chosen) ? chosen : (others[0]?.id ?? '');
  const mayNot = mayMove ? undefined : t('transfer.may-not');
  const nameOf = (place: string) => places.find(({ id }) => id === place)?.text ?? '';
  const tell = (next: Said) => {
    setSaid(next);
    beep(next.isWrong === true ? 'refused' : 'counted');
    field.current?.focus();
  };
  const set = (partId: string, quantity: string) => {
    setLines((now) => now.map((line) => (line.part.id === partId ? { ...line, quantity } : line)));
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
        setLines((now) => withOneMore(now, part));
        tell({ code: part.reference, text: part.designation });
      } catch (error) {
        tell({ code, text: error instanceof Error ? error.message : String(error), isWrong: true });
      }
    });
  };
  useScanner(mayNot === undefined, field, (code) => {
    scan(code.trim());
  });
  useActions([
    { id: 'transfer.scan', title: t('transfer.scan'), keys: '/', hidden: true, run: () => field.current?.focus() },
  ]);
  const transfer = async () => {
    const body = {
      fromPlaceId: placeIdOf(from),
      toPlaceId: placeIdOf(to),
      lines: lines.map(({ part, quantity }) => ({ partId: part.id, quantity: decimal(quantity) })),
      comment,
    };
    const done = await commands.run('transfer', (key) =>
      answered(api.POST('/api/v1/internal-transfers', { params: { header: { 'Idempotency-Key': key } }, body })),
    );
    if (!done) return;
    setSaid({ code: nameOf(to), text: t('transfer.done', { count: lines.length }) });
    setLines([]);
    setComment('');
    field.current?.focus();
  };
  const isTyped = lines.every(({ quantity }) => Number(decimal(quantity)) > 0);
  return (
    <RecordPage
      title={t('transfer.title')}
      facts={[t('transfer.about')]}
      unsaved={lines.length > 0}
      actions={[
        {
          id: 'transfer.do',
          title: t('transfer.do'),
          icon: ArrowRightLeft,
          keys: 'mod+enter',
          primary: true,
          notNow:
            mayNot ??
            (others.length === 0
              ? t('transfer.no-places')
              : lines.length === 0
                ? t('transfer.nothing')
                : commands.isRunning || !isTyped
                  ? t('transfer.quantities')
                  : undefined),
          run: () => void transfer(),
        },
      ]}
    >
      {others.length === 0 && (
        <p className="muted">
          {t('transfer.no-places')} <PageLink href="/catalogue/stock_place">{t('transfer.places')}</PageLink>
        </p>
      )}
      <Fields>
        <ChoiceInput
          label={t('transfer.from')}
          value={from}
          choices={places}
          onChange={setFrom}
          error={errors.get('/fromPlaceId')}
        />
        <ChoiceInput
          label={t('transfer.to')}
          value={to}
          choices={others}
          onChange={setChosen}
          error={errors.get('/toPlaceId')}
        />
        <TextInput
          label={t('transfer.comment')}
          value={comment}
          onChange={setComment}
          maxLength={200}
          autoComplete="off"
          error={errors.get('/comment')}
        />
      </Fields>
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
          isDisabled={mayNot !== undefined}
        />
        <div
          className={css['said'] ?? ''}
          role="status"
          data-tone={said === undefined ? '' : said.isWrong === true ? 'late' : 'done'}
        >
          {said === undefined ? (
            <span className="muted">{t('transfer.scan.none')}</span>
          ) : (
            <>
              {said.isWrong === true ? (
                <CircleAlert aria-hidden size="1.4em" />
              ) : (
                <ScanBarcode aria-hidden size="1.4em" />
              )}
              <strong className="reference">{said.code}</strong>
              <span>{said.text}</span>
            </>
          )}
        </div>
      </form>
      <ProblemBox error={commands.error} />
      <Section title={t('transfer.lines')}>
        <LineTable
          label={t('transfer.lines')}
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
              title: t('transfer.free'),
              isNumber: true,
              cell: ({ part }) => <FreeThere partId={part.id} placeId={placeIdOf(from)} quantity={formats.quantity} />,
            },
            {
              id: 'quantity',
              title: t('transfer.quantity'),
              cell: ({ part, quantity }) => {
                const at = `/lines/${String(lines.findIndex((line) => line.part.id === part.id))}`;
                return (
                  <TextInput
                    label={t('transfer.quantity-of', { reference: part.reference })}
                    isLabelHidden
                    inputMode="decimal"
                    value={quantity}
                    onChange={(next) => {
                      set(part.id, next);
                    }}
                    error={errors.get(`${at}/quantity`) ?? errors.get(`${at}/partId`)}
                  />
                );
              },
            },
            {
              id: 'remove',
              title: '',
              cell: ({ part }) => (
                <IconButton
                  icon={X}
                  label={t('transfer.remove', { reference: part.reference })}
                  onPress={() => {
                    setLines(lines.filter((line) => line.part.id !== part.id));
                    commands.forget();
                  }}
                />
              ),
            },
          ]}
        />
      </Section>
    </RecordPage>
  );
}

interface FreeThereProps {
  readonly partId: string;
  readonly placeId: string;
  readonly quantity: (amount: string) => string;
}

/** What of a part can leave a place now. */
function FreeThere({ partId, placeId, quantity }: FreeThereProps) {
  const api = useApi();
  const level = useRelated(['level', partId], ['stock', 'need'], useMay()('stock:stock-level.read'), async () => {
    return (await answered(api.GET('/api/v1/stock-levels/{partId}', { params: { path: { partId } } }))).data;
  });
  if (level === undefined) return '…';
  return quantity(level.places.find((place) => place.placeId === placeId)?.free ?? '0');
}

/** The part that a barcode or reference names; what is found by a few letters alone is no scan of one part. */
async function partOf(api: ReturnType<typeof useApi>, q: string): Promise<Part | undefined> {
  const query = { q, kind: 'part' } as const;
  const { parts } = (await answered(api.GET('/api/v1/parts/search', { params: { query } }))).data;
  const code = q.toUpperCase();
  const exact = parts.find(({ reference, barcodes }) => reference === code || barcodes.includes(code));
  return exact ?? (parts.length === 1 ? parts[0] : undefined);
}

function withOneMore(lines: readonly Line[], part: Part): Line[] {
  const before = lines.find((line) => line.part.id === part.id);
  if (before === undefined) return [{ part, quantity: '1' }, ...lines];
  const counted = Number(decimal(before.quantity));
  const quantity = Number.isInteger(counted) ? String(counted + 1) : before.quantity;
  return lines.map((line) => (line === before ? { part, quantity } : line));
}
