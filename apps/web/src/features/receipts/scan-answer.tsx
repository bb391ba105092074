import { Archive, CircleAlert, CircleHelp, FolderCheck, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useFormats } from '../../shared/i18n/formats.js';
import { useText } from '../../shared/i18n/use-text.js';
import { usePartyNames } from '../../shared/kit/record/use-related.js';
import { Button } from '../../shared/ui/button.js';
import type { Tone } from '../../shared/ui/state-chip.js';
import css from './receipts.module.css';
import type { Receipt } from './receipts.list.js';
import type { Scan } from './use-put-away.js';

/** What became of the last scan. */
export type Answer =
  | { readonly name: 'counted'; readonly scan: Scan; readonly line: Receipt['lines'][number] }
  | { readonly name: 'asks' | 'refused'; readonly code: string; readonly why: string };

interface ScanAnswerProps {
  readonly answer: Answer | undefined;
  /** One too many is right, or is not. */
  readonly onAnswer: (isRight: boolean) => void;
}

/** Read at arm's length: whose the piece is, as colour, sign and words. */
export function ScanAnswer({ answer, onAnswer }: ScanAnswerProps) {
  const t = useText();
  return (
    <div className={css['answer'] ?? ''} data-tone={toneOf(answer)}>
      <div role="status">
        {answer === undefined && <p className="muted">{t('receipts.scan.none')}</p>}
        {answer?.name === 'counted' && <Counted {...answer} />}
        {answer?.name === 'refused' && (
          <Told icon={CircleAlert} word={t('receipts.scan.refused')} head={answer.code}>
            {answer.why}
          </Told>
        )}
        {answer?.name === 'asks' && (
          <Told icon={CircleHelp} word={t('receipts.scan.asks')} head={answer.code}>
            {answer.why} {t('receipts.scan.asks.how')}
          </Told>
        )}
      </div>
      {answer?.name === 'asks' && (
        <p className={css['choices'] ?? ''}>
          <Button kind="primary" autoFocus onPress={() => onAnswer(true)}>
            {t('receipts.scan.asks.yes')}
          </Button>
          <Button onPress={() => onAnswer(false)}>{t('receipts.scan.asks.no')}</Button>
        </p>
      )}
    </div>
  );
}

function Counted({ scan, line }: { readonly scan: Scan; readonly line: Receipt['lines'][number] }) {
  const t = useText();
  const formats = useFormats();
  const { owner, locationCode } = scan;
  const customer = usePartyNames([owner.customerPartyId])(owner.customerPartyId);
  const bin = locationCode === '' ? '' : t('receipts.bin', { code: locationCode });
  const isOrdered = line.supplierOrderLineId !== '';
  const details = (
    <>
      <span className="reference">{scan.reference}</span> {scan.designation} ·{' '}
      <strong>
        {isOrdered
          ? t('receipts.scan.count', {
              quantity: formats.quantity(line.quantity),
              awaited: formats.quantity(line.awaited),
            })
          : t('receipts.scan.unordered', { quantity: formats.quantity(line.quantity) })}
      </strong>
    </>
  );
  if (owner.needId === '') {
    return (
      <Told icon={Archive} word={t('receipts.to-shelf')} head={bin || t('receipts.to-shelf.no-bin')}>
        {details}
      </Told>
    );
  }
  return (
    <Told
      icon={FolderCheck}
      word={t(`receipts.to.${owner.originKind}`)}
      head={owner.originNumber}
      note={[customer, bin].filter(Boolean).join(' · ')}
    >
      {details}
    </Told>
  );
}

interface ToldProps {
  readonly icon: LucideIcon;
  readonly word: string;
  readonly head: string;
  readonly note?: string;
  readonly children: ReactNode;
}

function Told({ icon: Icon, word, head, note = '', children }: ToldProps) {
  return (
    <>
      <p className={css['word'] ?? ''}>
        <Icon aria-hidden size="1.3em" />
        {word}
      </p>
      <p className={css['head'] ?? ''}>
        <span className="reference">{head}</span>
      </p>
      {note !== '' && <p className={css['note'] ?? ''}>{note}</p>}
      <p>{children}</p>
    </>
  );
}

/** Green for somebody who waits, blue for the shelf, amber for a question, red for what was not counted. */
function toneOf(answer: Answer | undefined): Tone | undefined {
  if (answer === undefined) return undefined;
  if (answer.name === 'counted') return answer.scan.owner.needId === '' ? 'progress' : 'done';
  return answer.name === 'asks' ? 'waiting' : 'late';
}
