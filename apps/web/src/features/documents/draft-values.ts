import type { Schema } from '@navette/api-client';
import { decimal, fractionOf, percentOf, plain } from '../../shared/i18n/decimals.js';

type Draft = Schema<'DraftInvoice'>;

export const VAT = ['standard', 'intermediate', 'reduced', 'super_reduced'] as const;
export const TYPED = ['reference', 'designation', 'quantity', 'unitPrice', 'discount', 'ventilationCode'] as const;

export type TypedLine = Readonly<Record<(typeof TYPED)[number] | 'id' | 'key', string>> & {
  readonly vatCategory: (typeof VAT)[number];
};

/** A draft as somebody types it. */
export interface DraftValues {
  readonly datedOn: string;
  readonly lines: readonly TypedLine[];
}

export const valuesOf = ({ datedOn, lines }: Draft): DraftValues => ({
  datedOn,
  lines: lines.map((line) => ({
    id: line.id,
    key: line.id,
    reference: line.reference,
    designation: line.designation,
    quantity: plain(line.quantity),
    unitPrice: plain(line.unitPrice),
    discount: percentOf(line.discount),
    vatCategory: line.vatCategory as TypedLine['vatCategory'],
    ventilationCode: line.ventilationCode,
  })),
});

/** What is sent to be saved over a version: a line that it no longer has is a new one. */
export function bodyOver({ datedOn, lines }: DraftValues, over: Draft) {
  const known = new Set(over.lines.map(({ id }) => id));
  return {
    datedOn,
    lines: lines.map((line) => ({
      id: known.has(line.id) ? line.id : '',
      reference: line.reference,
      designation: line.designation,
      quantity: decimal(line.quantity),
      unitPrice: decimal(line.unitPrice),
      discount: fractionOf(line.discount || '0'),
      vatCategory: line.vatCategory,
      ventilationCode: line.ventilationCode,
    })),
  };
}

/** WE-12: where two versions differ, line by line in the order that each has. */
export function draftDifferences(
  t: (key: string, values?: Record<string, string | number>) => string,
  mine: DraftValues,
  theirs: DraftValues,
): { readonly label: string; readonly mine: string; readonly theirs: string }[] {
  const shown = ({ datedOn, lines }: DraftValues) => ({
    datedOn,
    lines: lines.map((line) =>
      [
        line.reference,
        line.designation,
        `${line.quantity} × ${line.unitPrice} €`,
        line.discount === '' || line.discount === '0' ? '' : `−${line.discount} %`,
        t(`documents.vat.${line.vatCategory}`),
        line.ventilationCode,
      ]
        .filter(Boolean)
        .join(' · '),
    ),
  });
  const [ours, other] = [shown(mine), shown(theirs)];
  const count = Math.max(ours.lines.length, other.lines.length);
  return [
    { label: t('documents.dated'), mine: ours.datedOn, theirs: other.datedOn },
    ...Array.from({ length: count }, (_, index) => ({
      label: t('documents.edit.line', { line: index + 1 }),
      mine: ours.lines[index] ?? '',
      theirs: other.lines[index] ?? '',
    })),
  ].filter((one) => one.mine !== one.theirs);
}
