import { answered } from '@navette/api-client';
import { CircleAlert, ScanBarcode } from 'lucide-react';
import { useRef, useState, type FormEvent } from 'react';
import { useActions } from '../../shared/actions/use-actions.js';
import { useApi } from '../../shared/api/session.js';
import { decimal } from '../../shared/i18n/decimals.js';
import { useFormats } from '../../shared/i18n/formats.js';
import { useText } from '../../shared/i18n/use-text.js';
import { Button } from '../../shared/ui/button.js';
import { TextInput } from '../../shared/ui/fields.js';
import type { Enter, Line } from './inventories.list.js';
import css from './inventories.module.css';

interface InventoryScanProps {
  readonly inventoryId: string;
  /** A part that it does not count yet joins it (E-082). */
  readonly grows: boolean;
  readonly onEnter: Enter;
}

/** ST-14: a part by scanner or reference, then its quantity: two fields that Enter walks, for sheets that were filled in by hand. */
export function InventoryScan({ inventoryId, grows, onEnter }: InventoryScanProps) {
  const t = useText();
  const formats = useFormats();
  const api = useApi();
  const [code, setCode] = useState('');
  const [quantity, setQuantity] = useState('');
  const [line, setLine] = useState<Line>();
  const [said, setSaid] = useState<{ readonly text: string; readonly isWrong: boolean }>();
  const codeField = useRef<HTMLInputElement>(null);
  const quantityField = useRef<HTMLInputElement>(null);
  useActions([
    {
      id: 'inventory.scan',
      title: t('inventories.scan'),
      keys: '/',
      hidden: true,
      run: () => codeField.current?.focus(),
    },
  ]);
  const find = async () => {
    try {
      const found = await (grows ? addedLine : lineOf)(api, inventoryId, code.trim());
      setLine(found);
      setSaid(found === undefined ? { text: t('inventories.scan.unknown', { code }), isWrong: true } : undefined);
      if (found !== undefined) quantityField.current?.focus();
    } catch (error) {
      setSaid({ text: error instanceof Error ? error.message : String(error), isWrong: true });
    }
  };
  const keep = async () => {
    if (line === undefined) return;
    const counted = decimal(quantity);
    if (!(await onEnter([{ lineId: line.id, counted, ticked: true }]))) return;
    setSaid({ text: `${line.reference} · ${line.designation} : ${formats.quantity(counted)}`, isWrong: false });
    setLine(undefined);
    setCode('');
    setQuantity('');
    codeField.current?.focus();
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (line === undefined || document.activeElement === codeField.current) void find();
    else if (quantity.trim() !== '') void keep();
  };
  return (
    <form className={css['scan'] ?? ''} noValidate onSubmit={onSubmit}>
      <TextInput
        label={t('inventories.scan')}
        value={code}
        onChange={(typed) => {
          setCode(typed);
          setLine(undefined);
        }}
        inputRef={codeField}
        autoComplete="off"
      />
      <TextInput
        label={t('inventories.scan.quantity')}
        value={quantity}
        onChange={setQuantity}
        inputRef={quantityField}
        inputMode="decimal"
        autoComplete="off"
      />
      <Button type="submit">{t(line === undefined ? 'inventories.scan.find' : 'inventories.keep')}</Button>
      <div className={css['last'] ?? ''} role="status" data-tone={said?.isWrong === true ? 'late' : 'done'}>
        {line !== undefined ? (
          <>
            <ScanBarcode aria-hidden size="1.4em" />
            <strong className="reference">{line.reference}</strong>
            <span>{[line.designation, line.locationCode].filter(Boolean).join(' · ')}</span>
            <span className="muted">
              {line.counted !== '' && t('inventories.scan.before', { quantity: formats.quantity(line.counted) })}
            </span>
          </>
        ) : said === undefined ? (
          <span className="muted">{t('inventories.scan.none')}</span>
        ) : (
          <>
            {said.isWrong && <CircleAlert aria-hidden size="1.4em" />}
            <strong>{said.text}</strong>
          </>
        )}
      </div>
    </form>
  );
}

/** The line of the part that has the code, which joins the inventory where it was not in it. */
async function addedLine(api: ReturnType<typeof useApi>, id: string, code: string): Promise<Line> {
  const params = { path: { id }, header: { 'Idempotency-Key': crypto.randomUUID() } };
  return (await answered(api.POST('/api/v1/inventories/{id}/lines', { params, body: { code } }))).data;
}

/** The line of the part that a barcode or reference names. */
async function lineOf(api: ReturnType<typeof useApi>, id: string, q: string): Promise<Line | undefined> {
  const { data } = await answered(api.GET('/api/v1/parts/search', { params: { query: { q, kind: 'part' } } }));
  const [part] = data.parts;
  if (part === undefined) return undefined;
  const query = { 'filter[partId][eq]': part.id, limit: 1 } as never;
  const found = await answered(api.GET('/api/v1/inventories/{id}/lines', { params: { path: { id }, query } }));
  return found.data.lines[0];
}
