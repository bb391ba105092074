import { answered } from '@navette/api-client';
import { CircleAlert, CircleCheck, Pencil, Plus, X } from 'lucide-react';
import { useRef, useState } from 'react';
import { fieldErrorsOf } from '../../shared/api/problem.js';
import { useApi, useMay } from '../../shared/api/session.js';
import { decimal, percentOf } from '../../shared/i18n/decimals.js';
import { useFormats } from '../../shared/i18n/formats.js';
import { useText } from '../../shared/i18n/use-text.js';
import { LineTable } from '../../shared/kit/record/line-table.js';
import type { useCommands } from '../../shared/kit/record/use-commands.js';
import { useRelated } from '../../shared/kit/record/use-related.js';
import { ReservedElsewhere } from '../../shared/trade/elsewhere.js';
import { WhyPrice } from '../../shared/trade/why-price.js';
import { Button, IconButton } from '../../shared/ui/button.js';
import { ChoiceInput, TextInput } from '../../shared/ui/fields.js';
import { PageLink } from '../../shared/work/page-link.js';
import type { FileLine, OpenedFile } from './file-values.js';
import { LineDialog } from './line-dialog.js';
import css from './files.module.css';

interface FileLinesProps {
  readonly file: OpenedFile;
  readonly commands: ReturnType<typeof useCommands>;
  /** Why lines can't be changed now. */
  readonly mayNot: string | undefined;
}

/** IN-8: what the repair takes: wanted, in stock or not, there, used, and who pays. */
export function FileLines({ file, commands, mayNot }: FileLinesProps) {
  const t = useText();
  const formats = useFormats();
  const api = useApi();
  const elsewhere = useElsewhere(file);
  const [edited, edit] = useState<FileLine>();
  const cancel = (line: FileLine) =>
    void commands.run(`cancel-line.${line.id}`, (key) =>
      answered(
        api.POST('/api/v1/intervention-files/{id}/lines/{lineId}/cancel', {
          params: { path: { id: file.id, lineId: line.id }, header: { 'Idempotency-Key': key } },
        }),
      ),
    );
  return (
    <>
      <LineTable
        label={t('files.lines')}
        lines={file.lines}
        idOf={({ id }) => id}
        isMuted={({ state }) => state === 'cancelled'}
        empty={t('files.lines.none')}
        columns={[
          {
            id: 'reference',
            title: t('files.reference'),
            cell: ({ kind, partId, reference }) =>
              kind === 'part' ? (
                <PageLink href={`/parts/${partId}`} className="reference">
                  {reference}
                </PageLink>
              ) : (
                <span className="reference">{reference}</span>
              ),
          },
          {
            id: 'designation',
            title: t('files.designation'),
            cell: ({ designation, note }) => (
              <>
                {designation}
                {note !== '' && <span className="muted"> · {note}</span>}
              </>
            ),
          },
          {
            id: 'quantity',
            title: t('files.quantity'),
            isNumber: true,
            cell: ({ quantity }) => formats.quantity(quantity),
          },
          {
            id: 'stock',
            title: t('files.stock'),
            cell: (line) => (
              <>
                <StockBullet line={line} />
                <ReservedElsewhere places={elsewhere.get(line.id) ?? []} />
              </>
            ),
          },
          {
            id: 'allocated',
            title: t('files.allocated'),
            isNumber: true,
            cell: ({ kind, quantityAllocated }) => (kind === 'part' ? formats.quantity(quantityAllocated) : ''),
          },
          {
            id: 'used',
            title: t('files.used'),
            isNumber: true,
            cell: ({ quantityUsed }) => formats.quantity(quantityUsed),
          },
          { id: 'payer', title: t('files.payer'), cell: ({ payer }) => t(`files.payer.${payer}`) },
          {
            id: 'price',
            title: t('files.unit-price'),
            isNumber: true,
            cell: ({ unitPrice, discount, priceExplanation, reference }) => (
              <>
                <WhyPrice of={reference} explanation={priceExplanation} price={formats.money(unitPrice)} />
                {Number(discount) > 0 && <span className="muted"> − {formats.quantity(percentOf(discount))} %</span>}
              </>
            ),
          },
          {
            id: 'act',
            title: '',
            cell: (line) =>
              line.state === 'open' && (
                <span className={css['line-acts'] ?? ''}>
                  <IconButton
                    icon={Pencil}
                    label={t('files.line.edit', { reference: line.reference })}
                    isDisabled={mayNot !== undefined || commands.isRunning}
                    onPress={() => {
                      edit(line);
                    }}
                  />
                  <IconButton
                    icon={X}
                    label={t('files.line.cancel', { reference: line.reference })}
                    isDisabled={mayNot !== undefined || commands.isRunning}
                    onPress={() => {
                      cancel(line);
                    }}
                  />
                </span>
              ),
          },
        ]}
      />
      {file.stockMissing !== '' && <p className="muted">{t('files.stock-missing')}</p>}
      {mayNot === undefined && <NewLine file={file} commands={commands} />}
      {edited !== undefined && (
        <LineDialog
          key={edited.id}
          fileId={file.id}
          line={edited}
          onClose={() => {
            edit(undefined);
          }}
        />
      )}
    </>
  );
}

/** What of the file's parts is reserved in a van or another place than the depot, by line (ST-11). */
function useElsewhere({ id, lines }: OpenedFile) {
  const api = useApi();
  const isAnyHeld = lines.some(({ quantityAllocated }) => Number(quantityAllocated) > 0);
  const needs = useRelated(['needs', 'originId', id], ['need'], useMay()('stock:need.read') && isAnyHeld, async () => {
    const query = { 'filter[originId][eq]': id, limit: 200 };
    return (await answered(api.GET('/api/v1/needs', { params: { query } }))).data.needs;
  });
  return new Map(needs?.map((need) => [need.id, need.elsewhere]));
}

/** Green where what the line still wants is there; in words, too. */
function StockBullet({ line }: { readonly line: OpenedFile['lines'][number] }) {
  const t = useText();
  const formats = useFormats();
  if (line.stock === null) return null;
  const { free, enough } = line.stock;
  const isHeld = Number(line.quantityAllocated) >= Number(line.quantity);
  const Icon = enough ? CircleCheck : CircleAlert;
  return (
    <span className={css['bullet'] ?? ''} data-tone={enough ? 'done' : 'late'}>
      <Icon aria-hidden size="1.1em" />
      {isHeld ? t('files.held') : t(enough ? 'files.in-stock' : 'files.not-in-stock', { free: formats.quantity(free) })}
    </span>
  );
}

/** A reference typed or scanned, Enter, and the next one. */
function NewLine({ file, commands }: Omit<FileLinesProps, 'mayNot'>) {
  const t = useText();
  const api = useApi();
  const [kind, setKind] = useState('part');
  const [reference, setReference] = useState('');
  const [quantity, setQuantity] = useState('1');
  const field = useRef<HTMLInputElement>(null);
  const errors = fieldErrorsOf(commands.error);
  const add = async () => {
    // Where it was added by its button; who goes on meanwhile is left where they are.
    field.current?.focus();
    const line = { kind: kind as FileLine['kind'], reference: reference.trim(), quantity: decimal(quantity) };
    const done = await commands.run('add-line', (key) =>
      answered(
        api.POST('/api/v1/intervention-files/{id}/lines', {
          params: { path: { id: file.id }, header: { 'Idempotency-Key': key } },
          body: { lines: [line] },
        }),
      ),
    );
    if (done) {
      setReference('');
      setQuantity('1');
    }
  };
  return (
    <form
      className={css['add'] ?? ''}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (reference.trim() !== '') void add();
      }}
    >
      <ChoiceInput
        label={t('files.line.kind')}
        value={kind}
        onChange={setKind}
        choices={(['part', 'special_item'] as const).map((id) => ({ id, text: t(`files.kind.${id}`) }))}
      />
      <TextInput
        label={t('files.reference')}
        hint={t('files.line.hint')}
        inputRef={field}
        value={reference}
        onChange={setReference}
        error={errors.get('/lines/0/reference')}
        autoComplete="off"
      />
      <TextInput
        label={t('files.quantity')}
        inputMode="decimal"
        value={quantity}
        onChange={setQuantity}
        error={errors.get('/lines/0/quantity')}
      />
      <Button type="submit" icon={Plus} isDisabled={reference.trim() === '' || commands.isRunning}>
        {t('files.line.add')}
      </Button>
    </form>
  );
}
