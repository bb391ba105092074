import { VAT_CATEGORIES } from '@navette/api-schema';
import { useState } from 'react';
import { fieldErrorsOf } from '../../../shared/api/problem.js';
import { useText } from '../../../shared/i18n/use-text.js';
import { LineTable } from '../../../shared/kit/record/line-table.js';
import { Fields } from '../../../shared/kit/record/record-page.js';
import { Checkbox, ChoiceInput, TextInput } from '../../../shared/ui/fields.js';
import { ProblemBox } from '../../../shared/ui/problem-box.js';
import { useParties } from '../../../shared/trade/use-choices.js';
import type { PriceList } from './price-list.js';
import css from './price-lists.module.css';

/** A column that holds nothing that is wanted; a supplier that nobody chose. */
const NONE = 'none';

interface Kept {
  readonly fields: Readonly<Record<string, string>>;
  readonly manufacturerPartyId: string;
  readonly supplierPartyId: string;
  readonly ventilationCode: string;
  readonly vatCategory: string;
  readonly updatePurchasePrices: boolean;
}

/** How a list is to be taken: as the server guessed or knows it, then as the person says; kept over a reload until it is sent. */
export function useTerms(one: PriceList) {
  const draft = `price-list.${one.id}`;
  const [kept, setKept] = useState<Kept | undefined>(() => restore(sessionStorage.getItem(draft)));
  const given = one.terms;
  const now: Kept = kept ?? {
    fields: Object.fromEntries((given?.columns ?? []).map(({ column, field }) => [column, field])),
    manufacturerPartyId: given?.manufacturerPartyId ?? '',
    supplierPartyId: given?.supplierPartyId ?? '',
    ventilationCode: given?.ventilationCode ?? 'PIECE',
    vatCategory: given?.vatCategory ?? 'standard',
    updatePurchasePrices: given?.updatePurchasePrices ?? false,
  };
  const { fields, ...said } = now;
  const columns = one.header.flatMap((_, column) => {
    const field = fields[column] ?? NONE;
    return one.acceptedFields.includes(field) ? [{ column, field }] : [];
  });
  const vatCategory = VAT_CATEGORIES.find((category) => category === said.vatCategory) ?? 'standard';
  return {
    now,
    body: { ...said, vatCategory, columns },
    /** What must be said first. */
    missing: (['reference', 'price'] as const).find((field) => !columns.some((column) => column.field === field)) ?? (said.manufacturerPartyId === '' ? ('manufacturer' as const) : undefined), // prettier-ignore
    set: (change: Partial<Kept>) => {
      const next = { ...now, ...change };
      sessionStorage.setItem(draft, JSON.stringify(next));
      setKept(next);
    },
    /** Sent: the server holds it from now on. */
    forget: () => {
      sessionStorage.removeItem(draft);
      setKept(undefined);
    },
  };
}

function restore(text: string | null): Kept | undefined {
  return text === null ? undefined : (JSON.parse(text) as Kept);
}

interface PriceListTermsProps {
  readonly one: PriceList;
  readonly terms: ReturnType<typeof useTerms>;
  readonly error: unknown;
}

/** ST-6: whose list it is, what each column holds, and what new parts begin with. */
export function PriceListTerms({ one, terms: { now, body, set }, error }: PriceListTermsProps) {
  const t = useText();
  const [manufacturers, suppliers] = [useParties('manufacturer'), useParties('supplier')];
  const wrong = fieldErrorsOf(error);
  const choices = [NONE, ...one.acceptedFields].map((id) => ({ id, text: t(`price-lists.field.${id}`) }));
  const columns = one.header.map((name, column) => ({
    column,
    name: name === '' ? t('price-lists.column-number', { number: column + 1 }) : name,
    examples: one.examples.map(({ cells }) => cells[column] ?? '').filter((cell) => cell !== ''),
  }));
  return (
    <div className={css['body'] ?? ''}>
      <ProblemBox error={error} />
      <Fields>
        <ChoiceInput
          label={t('price-lists.manufacturer')}
          hint={t('price-lists.manufacturer.hint')}
          isRequired
          value={now.manufacturerPartyId}
          choices={manufacturers}
          error={wrong.get('/manufacturerPartyId')}
          onChange={(manufacturerPartyId) => {
            set({ manufacturerPartyId });
          }}
        />
        <ChoiceInput
          label={t('price-lists.supplier')}
          hint={t('price-lists.supplier.hint')}
          value={now.supplierPartyId || NONE}
          choices={[{ id: NONE, text: t('price-lists.supplier.usual') }, ...suppliers]}
          error={wrong.get('/supplierPartyId')}
          onChange={(id) => {
            set({ supplierPartyId: id === NONE ? '' : id });
          }}
        />
        <TextInput
          label={t('price-lists.ventilation')}
          hint={t('price-lists.of-new')}
          isRequired
          value={now.ventilationCode}
          maxLength={20}
          error={wrong.get('/ventilationCode')}
          onChange={(ventilationCode) => {
            set({ ventilationCode });
          }}
        />
        <ChoiceInput
          label={t('price-lists.vat')}
          hint={t('price-lists.of-new')}
          value={now.vatCategory}
          choices={VAT_CATEGORIES.map((id) => ({ id, text: t(`parts.vat.${id}`) }))}
          error={wrong.get('/vatCategory')}
          onChange={(vatCategory) => {
            set({ vatCategory });
          }}
        />
      </Fields>
      <Checkbox
        isSelected={now.updatePurchasePrices}
        onChange={(updatePurchasePrices) => {
          set({ updatePurchasePrices });
        }}
      >
        {t('price-lists.update-purchase')}
      </Checkbox>
      <LineTable
        label={t('price-lists.step.columns')}
        lines={columns}
        idOf={({ column }) => String(column)}
        empty=""
        columns={[
          { id: 'name', title: t('price-lists.column'), cell: ({ name }) => <strong>{name}</strong> },
          {
            id: 'examples',
            title: t('price-lists.examples'),
            cell: ({ examples }) => (
              <ul className={css['examples'] ?? ''}>
                {examples.map((text, at) => (
                  <li key={at}>{text}</li>
                ))}
              </ul>
            ),
          },
          {
            id: 'field',
            title: t('price-lists.holds'),
            cell: ({ column, name }) => (
              <div className={css['field'] ?? ''}>
                <ChoiceInput
                  label={t('price-lists.holds-of', { column: name })}
                  isLabelHidden
                  value={now.fields[column] ?? NONE}
                  choices={choices}
                  error={wrong.get(`/columns/${String(body.columns.findIndex((at) => at.column === column))}/field`)}
                  onChange={(field) => {
                    set({ fields: { ...now.fields, [column]: field } });
                  }}
                />
              </div>
            ),
          },
        ]}
      />
    </div>
  );
}
