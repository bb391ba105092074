import { answered } from '@navette/api-client';
import { documentHeader } from '@navette/api-schema';
import { useQuery } from '@tanstack/react-query';
import { Plus, Save, Search, UserPlus, X } from 'lucide-react';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { FormProvider } from 'react-hook-form';
import { fieldErrorsOf } from '../../shared/api/problem.js';
import { useApi, useMay } from '../../shared/api/session.js';
import { decimal } from '../../shared/i18n/decimals.js';
import { useText } from '../../shared/i18n/use-text.js';
import { startFrom } from '../../shared/kit/form/start-from.js';
import { useEdgeForm, useFieldErrors } from '../../shared/kit/form/use-edge-form.js';
import { LineTable } from '../../shared/kit/record/line-table.js';
import { RecordPage, Section } from '../../shared/kit/record/record-page.js';
import { useCommands } from '../../shared/kit/record/use-commands.js';
import { NO_HEADER, sentOfHeader, valuesOfHeader, type HeaderValues } from '../../shared/trade/document-header.js';
import { HeaderFields } from '../../shared/trade/header-fields.js';
import { PartyPicker } from '../../shared/trade/party-picker.js';
import { useDespite } from '../../shared/trade/use-despite.js';
import { Button, IconButton } from '../../shared/ui/button.js';
import { ChoiceInput, TextInput } from '../../shared/ui/fields.js';
import { ProblemBox } from '../../shared/ui/problem-box.js';
import { useTab } from '../../shared/work/use-work.js';
import { KnownDialog, type Candidate } from './known-dialog.js';
import { TYPES } from './order-types.js';

const DRAFT = 'draft.customer-order.new';
const HEADER_DRAFT = 'draft.customer-order.new.header';
const TYPED = ['reference', 'quantity', 'unitPrice'] as const;

interface Typed {
  readonly customerPartyId: string;
  readonly type?: (typeof TYPES)[number];
  /** Nobody who is known: the header names him or her (PA-19). */
  readonly isNew?: boolean;
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
  const [candidates, setCandidates] = useState<readonly Candidate[]>([]);
  const { customerPartyId, isNew = false, type = 'counter' } = typed;
  const form = useEdgeForm<HeaderValues>(documentHeader, NO_HEADER, { draft: HEADER_DRAFT });
  const { isDirty } = form.formState;
  useFieldErrors(form, commands.error);
  const record = useQuery({
    queryKey: ['record', 'document-header', customerPartyId],
    enabled: customerPartyId !== '',
    queryFn: async ({ signal }) => {
      const params = { path: { id: customerPartyId } };
      return (await answered(api.GET('/api/v1/parties/{id}/document-header', { signal, params }))).data;
    },
  });
  const begin = useEffectEvent((values: HeaderValues) => {
    if (!isDirty) startFrom(form, HEADER_DRAFT, values);
  });
  useEffect(() => {
    if (record.data !== undefined) begin(valuesOfHeader(record.data));
  }, [record.data]);
  const searched = useRef('');
  const choose = (next: Pick<Typed, 'customerPartyId' | 'isNew'>) => {
    startFrom(form, HEADER_DRAFT, NO_HEADER);
    setTyped({ ...typed, ...next });
    if (next.isNew !== true) return;
    form.setValue(placeOf(searched.current), searched.current.trim(), { shouldDirty: true });
    // Once they are there.
    requestAnimationFrame(() => {
      form.setFocus('name');
    });
  };
  const isTyped = isNew || typed.customerPartyId !== '' || typed.lines.some(({ reference }) => reference !== '');
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
  const create = (acceptDuplicates = false) =>
    form.handleSubmit((values) => {
      const body = {
        customerPartyId,
        type,
        header: sentOfHeader(values),
        acceptDuplicates,
        lines: named.map(({ reference, quantity, unitPrice }) => ({
          reference: reference.trim(),
          quantity: decimal(quantity),
          unitPrice: decimal(unitPrice),
        })),
      };
      void commands.run(`create.${String(acceptDuplicates)}`, async (key) => {
        if (isNew && !acceptDuplicates) {
          const { name, firstName, phone, email, mainAddress } = values;
          const query = { name, firstName, phone, email, postcode: mainAddress.postcode };
          const known = (await answered(api.GET('/api/v1/parties/known', { params: { query } }))).data.candidates;
          setCandidates(known);
          if (known.length > 0) return;
        }
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
        startFrom(form, HEADER_DRAFT, NO_HEADER);
        tab.become(`/customer-orders/${data.id}`);
      });
    })();
  const notNow = !may('billing:customer-order.create')
    ? t('sales.may-not-create')
    : customerPartyId === '' && !isNew
      ? t('sales.new.no-customer')
      : record.isLoading
        ? t('sales.new.loading')
        : named.length === 0
          ? t('sales.new.no-lines')
          : despite.isMissing
            ? t('sales.new.no-reason')
            : commands.isRunning
              ? t('sales.new.running')
              : undefined;
  const header = (
    <FormProvider {...form}>
      <HeaderFields isFolded />
    </FormProvider>
  );
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
          run: () => void create(),
        },
      ]}
    >
      <ProblemBox error={commands.error} />
      {despite.field}
      <Section title={t('sales.type')}>
        <ChoiceInput
          label={t('sales.type')}
          isLabelHidden
          value={type}
          onChange={(chosen) => {
            setTyped({ ...typed, type: TYPES.find((one) => one === chosen) ?? 'counter' });
          }}
          choices={TYPES.map((id) => ({ id, text: t(`sales.type.${id}`) }))}
          error={errors.get('/type')}
        />
      </Section>
      <Section title={t('sales.customer')}>
        {isNew ? (
          <p className="muted">{t('sales.new.typed')}</p>
        ) : (
          <PartyPicker
            label={t('sales.new.search')}
            autoFocus
            value={customerPartyId}
            onSearch={(words) => (searched.current = words)}
            onChange={(id) => {
              choose({ customerPartyId: id, isNew: false });
            }}
            error={errors.get('/customerPartyId')}
          />
        )}
        <Button
          kind="quiet"
          icon={isNew ? Search : UserPlus}
          onPress={() => {
            choose({ customerPartyId: '', isNew: !isNew });
          }}
        >
          {t(isNew ? 'sales.new.known' : 'sales.new.other')}
        </Button>
        <ProblemBox error={record.error} onRetry={() => void record.refetch()} />
      </Section>
      {isNew && header}
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
      {!isNew && record.data !== undefined && header}
      {candidates.length > 0 && (
        <KnownDialog
          candidates={candidates}
          onClose={() => {
            setCandidates([]);
          }}
          onChoose={(partyId) => {
            setCandidates([]);
            if (partyId === undefined) void create(true);
            else choose({ customerPartyId: partyId, isNew: false });
          }}
        />
      )}
    </RecordPage>
  );
}

/** What somebody searched for, and did not find, is typed already. */
function placeOf(searched: string): 'name' | 'phone' | 'email' {
  if (searched.includes('@')) return 'email';
  return /^[+\d][\d ./()-]*$/.test(searched.trim()) ? 'phone' : 'name';
}
