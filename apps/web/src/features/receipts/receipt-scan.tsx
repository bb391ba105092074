import { answered, Refusal } from '@navette/api-client';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useActions } from '../../shared/actions/use-actions.js';
import { useScanner } from '../../shared/actions/use-scanner.js';
import { useApi } from '../../shared/api/session.js';
import { useText } from '../../shared/i18n/use-text.js';
import { Checkbox, ChoiceInput, TextInput } from '../../shared/ui/fields.js';
import { beep } from '../../shared/actions/beep.js';
import css from './receipts.module.css';
import type { Receipt } from './receipts.list.js';
import { ScanAnswer, type Answer } from './scan-answer.js';
import { LABEL_SIZES, useScanHabits } from './scan-habits.js';
import { usePutAwayAgain } from './use-put-away.js';

interface ReceiptScanProps {
  readonly receipt: Receipt;
  readonly mayNot: string | undefined;
  /** A dialog in front takes what is scanned. */
  readonly isCovered: boolean;
  readonly onLabel: (scanId: string) => void;
}

const TOO_MANY = 'stock.goods-receipt.scan-over-awaited';

/**
 * ST-23, barcode first: each scan counts one more and says whose the piece is, wherever the focus is. Scans wait for each
 * other, so that none is lost or counted twice; one too many is counted when it is scanned again or confirmed.
 */
export function ReceiptScan({ receipt, mayNot, isCovered, onLabel }: ReceiptScanProps) {
  const t = useText();
  const api = useApi();
  const client = useQueryClient();
  const again = usePutAwayAgain(receipt.id);
  const [habits, setHabits] = useScanHabits();
  const [typed, setTyped] = useState('');
  const [answer, setAnswer] = useState<Answer>();
  const asked = useRef('');
  const field = useRef<HTMLInputElement>(null);
  const queue = useRef(Promise.resolve());
  useActions([
    {
      id: 'receipt.scan',
      title: t('receipts.scan'),
      keys: '/',
      hidden: true,
      notNow: mayNot,
      run: () => field.current?.focus(),
    },
  ]);
  const tell = (next: Answer) => {
    asked.current = next.name === 'asks' ? next.code : '';
    setAnswer(next);
    if (habits.sound) beep(next.name);
    if (next.name !== 'asks') field.current?.focus();
  };
  const scan = (code: string) => {
    const key = crypto.randomUUID();
    queue.current = queue.current.then(async () => {
      const acceptOverReceipt = asked.current === code;
      try {
        const held = await answered(
          api.POST('/api/v1/goods-receipts/{id}/scan', {
            params: { path: { id: receipt.id }, header: { 'Idempotency-Key': key } },
            body: { code, acceptOverReceipt },
          }),
        );
        const { scanned, ...data } = held.data;
        client.setQueryData(['record', 'goods-receipt', receipt.id], { ...held, data });
        again();
        const line = data.lines.find(({ id }) => id === scanned?.lineId);
        if (scanned === undefined || line === undefined) return;
        tell({ name: 'counted', scan: scanned, line });
        if (habits.labels) onLabel(scanned.id);
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        tell({ name: error instanceof Refusal && error.problem.code === TOO_MANY ? 'asks' : 'refused', code, why });
      }
    });
  };
  useScanner(mayNot === undefined && !isCovered, field, (code) => {
    setTyped('');
    scan(code.trim());
  });
  return (
    <div className={css['scan'] ?? ''}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          const code = typed.trim();
          setTyped('');
          if (code !== '') scan(code);
        }}
      >
        <TextInput
          label={t('receipts.scan')}
          hint={mayNot ?? t('receipts.scan.hint')}
          value={typed}
          onChange={setTyped}
          inputRef={field}
          autoFocus
          autoComplete="off"
          isDisabled={mayNot !== undefined}
        />
        <div className={css['habits'] ?? ''}>
          <Checkbox isSelected={habits.labels} onChange={(labels) => setHabits({ ...habits, labels })}>
            {t('receipts.labels.each')}
          </Checkbox>
          <Checkbox isSelected={habits.sound} onChange={(sound) => setHabits({ ...habits, sound })}>
            {t('receipts.sound')}
          </Checkbox>
          <ChoiceInput
            label={t('receipts.labels.size')}
            value={habits.size}
            onChange={(size) => {
              setHabits({ ...habits, size: LABEL_SIZES.find((one) => one === size) ?? habits.size });
            }}
            choices={LABEL_SIZES.map((id) => ({ id, text: id.replace('x', ' × ') }))}
          />
        </div>
      </form>
      <ScanAnswer
        answer={answer}
        onAnswer={(isRight) => {
          if (isRight) scan(asked.current);
          else setAnswer(undefined);
          if (!isRight) asked.current = '';
          field.current?.focus();
        }}
      />
    </div>
  );
}
