import { answered } from '@navette/api-client';
import { useQueryClient } from '@tanstack/react-query';
import { CircleAlert, ScanBarcode } from 'lucide-react';
import { useRef, useState } from 'react';
import { useActions } from '../../shared/actions/use-actions.js';
import { useApi } from '../../shared/api/session.js';
import { useFormats } from '../../shared/i18n/formats.js';
import { useText } from '../../shared/i18n/use-text.js';
import { TextInput } from '../../shared/ui/fields.js';
import css from './receipts.module.css';
import type { Receipt } from './receipts.list.js';

type Last = { readonly name: 'counted'; readonly line: Receipt['lines'][number] } | { readonly name: 'refused'; readonly code: string; readonly why: string }; // prettier-ignore

interface ReceiptScanProps {
  readonly receipt: Receipt;
  readonly mayNot: string | undefined;
}

/** ST-23, barcode first: each scan counts one more; scans wait for each other, so that none is lost or counted twice. */
export function ReceiptScan({ receipt, mayNot }: ReceiptScanProps) {
  const t = useText();
  const formats = useFormats();
  const api = useApi();
  const client = useQueryClient();
  const [typed, setTyped] = useState('');
  const [last, setLast] = useState<Last>();
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
  const scan = (code: string) => {
    const key = crypto.randomUUID();
    queue.current = queue.current.then(async () => {
      const before = client.getQueryData<{ data: Receipt }>(['record', 'goods-receipt', receipt.id])?.data ?? receipt;
      try {
        const held = await answered(
          api.POST('/api/v1/goods-receipts/{id}/scan', {
            params: { path: { id: receipt.id }, header: { 'Idempotency-Key': key } },
            body: { code },
          }),
        );
        client.setQueryData(['record', 'goods-receipt', receipt.id], held);
        const line = counted(before, held.data);
        if (line !== undefined) setLast({ name: 'counted', line });
      } catch (error) {
        setLast({ name: 'refused', code, why: error instanceof Error ? error.message : String(error) });
      }
    });
  };
  return (
    <form
      className={css['scan'] ?? ''}
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
      <div className={css['last'] ?? ''} role="status" data-tone={last?.name === 'refused' ? 'late' : 'done'}>
        {last === undefined && <span className="muted">{t('receipts.scan.none')}</span>}
        {last?.name === 'counted' && (
          <>
            <ScanBarcode aria-hidden size="1.6em" />
            <strong>{last.line.designation}</strong>
            <span className="reference">{last.line.reference}</span>
            <strong>{`${formats.quantity(last.line.quantity)} / ${formats.quantity(last.line.awaited)}`}</strong>
          </>
        )}
        {last?.name === 'refused' && (
          <>
            <CircleAlert aria-hidden size="1.6em" />
            <strong className="reference">{last.code}</strong>
            <span>{last.why}</span>
          </>
        )}
      </div>
    </form>
  );
}

/** The line that one has more of. */
function counted(before: Receipt, after: Receipt): Receipt['lines'][number] | undefined {
  const quantities = new Map(before.lines.map(({ id, quantity }) => [id, quantity]));
  return after.lines.find(({ id, quantity }) => quantities.get(id) !== quantity);
}
