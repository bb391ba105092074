import { answered } from '@navette/api-client';
import { Plus, Save, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { fieldErrorsOf } from '../../shared/api/problem.js';
import { useApi, useMay } from '../../shared/api/session.js';
import { decimal } from '../../shared/i18n/decimals.js';
import { useText } from '../../shared/i18n/use-text.js';
import { LineTable } from '../../shared/kit/record/line-table.js';
import { RecordPage, Section } from '../../shared/kit/record/record-page.js';
import { useCommands } from '../../shared/kit/record/use-commands.js';
import { PartyPicker } from '../../shared/trade/party-picker.js';
import { useDespite } from '../../shared/trade/use-despite.js';
import { Button, IconButton } from '../../shared/ui/button.js';
import { TextInput } from '../../shared/ui/fields.js';
import { ProblemBox } from '../../shared/ui/problem-box.js';
import { useTab } from '../../shared/work/use-work.js';

const DRAFT = 'draft.customer-order.new';
const TYPED = ['reference', 'quantity', 'unitPrice'] as const;

interface Typed {
  readonly customerPartyId: string;
  readonly lines: readonly { readonly reference: string; readonly quantity: string; readonly unitPrice: string }[];
}

const BLANK = { reference: '', quantity: '1', unitPrice: '' };
const NOTHING: Typed = { customerPartyId: '', lines: [BLANK] };

/** BI-12: what a customer orders at the counter, by reference; what was typed stays over a reload. */
export default function NewCustomerOrderPage() {
  const t = useText();
  const api = useApi();
  const may = useMay();
  const tab = useTab('');
  const commands = useCommands();
  const [typed, setTyped] = useState<Typed>(() => {
    const kept = sessionStorage.getItem(DRAFT);
    return kept === null ? NOTHING : (JSON.parse(kept) as Typed);
  });
  const despite = useDespite('billing', commands.error);
  const errors = fieldErrorsOf(commands.error);
  const last = useRef<HTMLInputElement>(null);
  const isTyped = typed.customerPartyId !== '' || typed.lines.some(({ reference }) => reference !== '');
  useEffect(() => {
    if (isTyped) sessionStorage.setItem(DRAFT, JSON.stringify(typed));
    else sessionStorage.removeItem(DRAFT);
  }, [isTyped, typed]);
  const setLines = (lines: Typed['lines']) => {
    setTyped({ ...typed, lines });
  };
  const add = () => {
    setLines([...typed.lines, BLANK]);
    // Once it is there.
    requestAnimationFrame(() => last.current?.focus());
  };
  const lines = typed.lines.map((line, index) => ({ ...line, index }));
  const named = lines.filter(({ reference }) => reference.trim() !== '');
  const create = () => {
    const body = {
      customerPartyId: typed.customerPartyId,
      lines: named.map(({ reference, quantity, unitPrice }) => ({
        reference: reference.trim(),
        quantity: decimal(quantity),
        unitPrice: decimal(unitPrice),
      })),
    };
    void commands.run('create', async (key) => {
      const params = { header: { 'Idempotency-Key': key } };
      const { data } =
        despite.reason === ''
          ? await answered(api.POST('/api/v1/customer-orders', { params, body }))
          : await answered(
              api.POST('/api/v1/customer-orders/despite-suspension', {
                params,
                body: { ...body, reason: despite.reason },
              }),
            );
      sessionStorage.removeItem(DRAFT);
      tab.become(`/customer-orders/${data.id}`);
    });
  };
  const notNow = !may('billing:customer-order.create')
    ? t('sales.may-not-create')
    : typed.customerPartyId === ''
      ? t('sales.new.no-customer')
      : named.length === 0
        ? t('sales.new.no-lines')
        : despite.isMissing
          ? t('sales.new.no-reason')
          : commands.isRunning
            ? t('sales.new.running')
            : undefined;
  return (
    <RecordPage
      title={t('sales.new')}
      unsaved={isTyped}
      actions={[
        {
          id: 'sale.create',
          title: t('sales.do.create'),
          icon: Save,
          keys: 'mod+s',
          primary: true,
          notNow,
          run: create,
        },
      ]}
    >
      <ProblemBox error={commands.error} />
      {despite.field}
      <Section title={t('sales.customer')}>
        <PartyPicker
          label={t('sales.new.search')}
          autoFocus
          value={typed.customerPartyId}
          onChange={(customerPartyId) => {
            setTyped({ ...typed, customerPartyId });
          }}
          error={errors.get('/customerPartyId')}
        />
      </Section>
      <Section title={t('sales.lines')}>
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            add();
          }}
        >
          <LineTable
            label={t('sales.lines')}
            lines={lines}
            idOf={({ index }) => String(index)}
            empty={t('sales.lines.none')}
            columns={[
              ...TYPED.map((field) => ({
                id: field,
                title: t(`sales.new.${field}`),
                cell: (line: (typeof lines)[number]) => (
                  <TextInput
                    label={t('sales.new.of', { field: t(`sales.new.${field}`), line: line.index + 1 })}
                    isLabelHidden
                    {...(field !== 'reference' && { inputMode: 'decimal' as const })}
                    {...(field === 'reference' && line.index === lines.length - 1 && { inputRef: last })}
                    autoComplete="off"
                    value={line[field]}
                    onChange={(value) => {
                      setLines(typed.lines.map((one, at) => (at === line.index ? { ...one, [field]: value } : one)));
                    }}
                    error={errors.get(`/lines/${String(named.indexOf(line))}/${field}`)}
                  />
                ),
              })),
              {
                id: 'remove',
                title: '',
                cell: (line) => (
                  <IconButton
                    icon={X}
                    label={t('sales.new.remove', { line: line.index + 1 })}
                    isDisabled={lines.length === 1}
                    onPress={() => {
                      setLines(typed.lines.toSpliced(line.index, 1));
                    }}
                  />
                ),
              },
            ]}
          />
          <Button type="submit" kind="quiet" icon={Plus}>
            {t('sales.new.add')}
          </Button>
        </form>
        <p className="muted">{t('sales.new.hint')}</p>
      </Section>
    </RecordPage>
  );
}
