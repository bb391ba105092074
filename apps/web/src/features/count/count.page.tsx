import { Refusal } from '@navette/api-client';
import { CheckCheck, CloudOff, CircleMinus, CirclePlus, CloudUpload, ScanBarcode, Undo2, Wifi } from 'lucide-react';
import { useEffect, useRef, useState, useSyncExternalStore, type FormEvent } from 'react';
import { useFormats } from '../../shared/i18n/formats.js';
import { useText } from '../../shared/i18n/use-text.js';
import { isPassing } from '../../shared/api/problem.js';
import { preferences } from '../../shared/look/preferences.js';
import { Button } from '../../shared/ui/button.js';
import { TextInput } from '../../shared/ui/fields.js';
import { ProblemBox } from '../../shared/ui/problem-box.js';
import { ProgressBar } from '../../shared/ui/progress-bar.js';
import { StateChip } from '../../shared/ui/state-chip.js';
import {
  MOST_SHOWN,
  oneMore,
  scannedLine,
  shownLines,
  typedQuantity,
  VIEWS,
  type CountLine,
  type View,
} from './count-lines.js';
import { CountSync, type CountState } from './count-sync.js';
import { keepPage } from './keep-page.js';
import css from './count.module.css';

/** ST-14: the page of a phone that counts by a link: nobody is signed in, and nothing else of the station is there. */
export default function CountPage() {
  const t = useText();
  const [sync] = useState(() => new CountSync(() => preferences().language));
  useEffect(() => {
    void sync.start();
  }, [sync]);
  const state = useSyncExternalStore(sync.subscribe, sync.state);
  const { phase, session } = state;
  useEffect(() => {
    document.title = session === undefined ? t('count.title') : `${session.number} – ${t('count.title')}`;
  }, [session, t]);
  const isCounting = phase === 'counting';
  useEffect(() => {
    // Where it can't be kept, the count goes on without.
    if (isCounting) keepPage().catch(() => undefined);
  }, [isCounting]);
  if (phase === 'asking') return <p className={css['alone'] ?? ''}>{t('count.asking')}</p>;
  if (phase === 'join') return <Join sync={sync} />;
  if (phase === 'over') return <Over state={state} />;
  return <Counting sync={sync} state={state} />;
}

function Join({ sync }: { readonly sync: CountSync }) {
  const t = useText();
  const [name, setName] = useState(() => sync.knownName());
  const [error, setError] = useState<unknown>();
  const [isJoining, setJoining] = useState(false);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    setJoining(true);
    setError(undefined);
    sync.join(name).catch((refusal: unknown) => {
      setError(refusal);
      setJoining(false);
    });
  };
  return (
    <main className={css['alone'] ?? ''}>
      <form className={css['join'] ?? ''} onSubmit={onSubmit}>
        <h1>{t('count.title')}</h1>
        <p>{t('count.join.text')}</p>
        <TextInput
          label={t('count.name')}
          hint={t('count.name.hint')}
          value={name}
          onChange={setName}
          maxLength={40}
          autoComplete="name"
          autoFocus
        />
        <ProblemBox error={error} />
        <Button kind="primary" type="submit" isDisabled={name.trim() === '' || isJoining}>
          {t('count.join')}
        </Button>
      </form>
    </main>
  );
}

function Over({ state: { session, waiting } }: { readonly state: CountState }) {
  const t = useText();
  return (
    <main className={css['alone'] ?? ''}>
      <h1>{session === undefined ? t('count.title') : session.number}</h1>
      <p role="alert">{t(session === undefined ? 'count.no-link' : 'count.over')}</p>
      {waiting > 0 && <p role="alert">{t('count.over.waiting', { count: waiting })}</p>}
    </main>
  );
}

interface Last {
  readonly line: CountLine;
  readonly quantity: string;
  /** What this phone had before. */
  readonly before: string;
}

function Counting({ sync, state }: { readonly sync: CountSync; readonly state: CountState }) {
  const t = useText();
  const formats = useFormats();
  const { session, progress, lines } = state;
  const [view, setView] = useState<View>('open');
  const [typed, setTyped] = useState('');
  const [openId, setOpenId] = useState<string>();
  const [last, setLast] = useState<Last>();
  const [wrong, setWrong] = useState('');
  const search = useRef<HTMLInputElement>(null);
  useScansAnywhere(search);

  const tell = (line: CountLine, quantity: string) => {
    setLast({ line, quantity, before: line.ownQuantity });
    setWrong('');
  };
  const count = (line: CountLine, quantity: string) => {
    tell(line, quantity);
    void sync.count(line, quantity);
  };
  /** The one line that what was typed fits, where there is only one. */
  const onlyLine = (code: string) => {
    const [only, second] = shownLines(sync.state().lines, 'all', code);
    return second === undefined ? only : undefined;
  };
  const scanNew = async (code: string) => {
    try {
      const line = await sync.scanNew(code);
      tell(line, oneMore(line));
    } catch (error) {
      const isUnknown = error instanceof Refusal && error.problem.code === 'stock.inventory.unknown-code';
      const only = isUnknown || isPassing(error) ? onlyLine(code) : undefined;
      if (only !== undefined) setOpenId(only.id);
      else if (isPassing(error)) setWrong(t('count.add-offline', { code }));
      else setWrong(error instanceof Error ? error.message : String(error));
    }
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const code = typed.trim();
    if (code === '') return;
    const line = scannedLine(lines, code);
    if (line !== undefined) void sync.countOneMore(line).then((before) => tell(before, oneMore(before)));
    else if (session?.grows === true) void scanNew(code);
    else {
      const only = onlyLine(code);
      if (only === undefined) {
        setWrong(shownLines(lines, 'all', code).length === 0 ? t('count.unknown', { code }) : '');
        return;
      }
      setOpenId(only.id);
    }
    setTyped('');
  };
  const open = openId === undefined ? undefined : lines.get(openId);
  // Whoever types looks among all lines; the views are for who goes along the shelves.
  const shown = shownLines(lines, typed.trim() === '' ? view : 'all', typed);
  const problem = wrong !== '' || state.gone === '' ? wrong : t('count.gone', { reference: state.gone });
  const of = (one: View) => shownLines(lines, one, '').length;
  return (
    <div className={css['page'] ?? ''}>
      <header className={css['head'] ?? ''}>
        <div>
          <h1 className="reference">{session?.number}</h1>
          <span className="muted">
            {[session?.place, session?.label, session?.counter].filter(Boolean).join(' · ')}
          </span>
        </div>
        <Connection state={state} />
        {progress !== undefined && (
          <ProgressBar
            label={t('count.progress', { counted: progress.counted, lines: progress.lines, recount: progress.recount })}
            value={progress.counted}
            max={Math.max(progress.lines, 1)}
          />
        )}
      </header>
      <main className={css['main'] ?? ''}>
        <form role="search" onSubmit={onSubmit} noValidate>
          <TextInput
            label={t('count.search')}
            hint={t('count.search.hint')}
            value={typed}
            onChange={setTyped}
            inputRef={search}
            autoComplete="off"
          />
        </form>
        <div className={css['last'] ?? ''} role="status" data-tone={problem === '' ? 'done' : 'late'}>
          {problem !== '' ? (
            <strong>{problem}</strong>
          ) : last === undefined ? (
            <span className="muted">{t('count.none-yet')}</span>
          ) : (
            <>
              <ScanBarcode aria-hidden size="1.5em" />
              <span>
                <strong className="reference">{last.line.reference}</strong> {last.line.designation}
              </span>
              <strong className={css['figure'] ?? ''}>{formats.quantity(last.quantity)}</strong>
              {last.before !== '' && (
                <Button
                  kind="quiet"
                  icon={Undo2}
                  onPress={() => {
                    const now = lines.get(last.line.id) ?? last.line;
                    setLast(undefined);
                    void sync.count(now, last.before);
                  }}
                >
                  {t('count.undo', { quantity: formats.quantity(last.before) })}
                </Button>
              )}
            </>
          )}
        </div>
        {state.problem !== '' && <p role="alert">{state.problem}</p>}
        <div className={css['views'] ?? ''} role="group" aria-label={t('count.views')}>
          {VIEWS.map((one) => (
            <Button
              key={one}
              aria-pressed={view === one}
              kind={view === one ? 'primary' : 'normal'}
              onPress={() => {
                setView(one);
              }}
            >
              {t(`count.view.${one}`, { count: of(one) })}
            </Button>
          ))}
        </div>
        {!state.isLoaded ? (
          <p className="muted">{t('count.loading')}</p>
        ) : shown.length === 0 ? (
          <p className="muted">{t(emptyText(view, typed, session?.grows === true))}</p>
        ) : (
          <ul className={css['lines'] ?? ''}>
            {shown.slice(0, MOST_SHOWN).map((line) => (
              <li key={line.id}>
                <button
                  type="button"
                  onClick={() => {
                    setOpenId(line.id);
                  }}
                >
                  <span>
                    <strong className="reference">{line.reference}</strong>
                    <span>{line.designation}</span>
                    <span className="muted">
                      {[line.locationCode, line.counters.join(', ')].filter(Boolean).join(' · ')}
                    </span>
                  </span>
                  <Standing line={line} />
                </button>
              </li>
            ))}
          </ul>
        )}
        {shown.length > MOST_SHOWN && <p className="muted">{t('count.more', { count: shown.length - MOST_SHOWN })}</p>}
      </main>
      {open !== undefined && (
        <Pad
          key={open.id}
          line={open}
          onClose={() => {
            setOpenId(undefined);
          }}
          onCount={(quantity) => {
            count(open, quantity);
            setOpenId(undefined);
          }}
        />
      )}
    </div>
  );
}

function emptyText(view: View, typed: string, grows: boolean) {
  if (typed.trim() !== '') return 'count.empty.search';
  return grows && view !== 'recount' ? 'count.empty.growing' : `count.empty.${view}`;
}

function Connection({ state: { isOnline, waiting } }: { readonly state: CountState }) {
  const t = useText();
  const Icon = !isOnline ? CloudOff : waiting > 0 ? CloudUpload : Wifi;
  return (
    <span className={css['line'] ?? ''} role="status" data-tone={isOnline ? 'done' : 'waiting'}>
      <Icon aria-hidden size="1.2em" />
      {t(isOnline ? (waiting > 0 ? 'count.sending' : 'count.online') : 'count.offline', { count: waiting })}
    </span>
  );
}

function Standing({ line: { standing, ownQuantity } }: { readonly line: CountLine }) {
  const t = useText();
  const formats = useFormats();
  return (
    <span className={css['standing'] ?? ''}>
      {/* Counted anew, it is counted blind. */}
      {ownQuantity !== '' && standing !== 'recount' && <strong>{formats.quantity(ownQuantity)}</strong>}
      {standing === 'recount' && <StateChip tone="waiting">{t('count.standing.recount')}</StateChip>}
      {standing === 'counted' && <CheckCheck aria-label={t('count.standing.counted')} size="1.4em" />}
    </span>
  );
}

interface PadProps {
  readonly line: CountLine;
  readonly onClose: () => void;
  readonly onCount: (quantity: string) => void;
}

/** A quantity for a line: typed, or by one more and one less with a thumb. */
function Pad({ line, onClose, onCount }: PadProps) {
  const t = useText();
  const formats = useFormats();
  const [typed, setTyped] = useState('');
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    field.current?.focus();
  }, []);
  const quantity = typedQuantity(typed);
  const step = (by: 1 | -1) => {
    setTyped(String(Math.max(0, Math.trunc(Number(quantity ?? '0')) + by)));
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (quantity !== undefined) onCount(quantity);
  };
  return (
    <div
      className={css['pad'] ?? ''}
      role="dialog"
      aria-modal="true"
      aria-labelledby="count-pad"
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
      }}
    >
      <form onSubmit={onSubmit} noValidate>
        <h2 id="count-pad">
          <span className="reference">{line.reference}</span> {line.designation}
        </h2>
        <p className="muted">
          {line.locationCode !== '' && t('count.at', { location: line.locationCode })}{' '}
          {line.ownQuantity !== '' &&
            line.standing !== 'recount' &&
            t('count.before', { quantity: formats.quantity(line.ownQuantity) })}
        </p>
        {line.standing === 'recount' && <p role="note">{t('count.recount')}</p>}
        <div className={css['steps'] ?? ''}>
          <Button icon={CircleMinus} aria-label={t('count.less')} onPress={() => step(-1)}>
            {''}
          </Button>
          <input
            ref={field}
            inputMode="decimal"
            autoComplete="off"
            aria-label={t('count.quantity')}
            aria-invalid={typed !== '' && quantity === undefined}
            value={typed}
            onChange={(event) => {
              setTyped(event.target.value);
            }}
          />
          <Button icon={CirclePlus} aria-label={t('count.plus')} onPress={() => step(1)}>
            {''}
          </Button>
        </div>
        {typed !== '' && quantity === undefined && <p role="alert">{t('count.wrong')}</p>}
        <div className={css['do'] ?? ''}>
          <Button onPress={onClose}>{t('count.back')}</Button>
          <Button kind="primary" type="submit" isDisabled={quantity === undefined}>
            {t('count.keep')}
          </Button>
        </div>
      </form>
    </div>
  );
}

/** A scanner types as a keyboard does: what it types while nothing has the focus goes where codes go. */
function useScansAnywhere(field: React.RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const at = document.activeElement;
      const isTaken = at instanceof HTMLInputElement || document.querySelector('[role=dialog]') !== null;
      if (!isTaken && event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey)
        field.current?.focus();
    };
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('keydown', onKey);
    };
  }, [field]);
}
