import type { CommissionBand, CommissionScale } from '@navette/contracts/parties/v1/service';
import { defineErrors, DomainError, isUuid, Money, Rate, Temporal, type FieldError } from '@navette/kernel';

export const scaleErrors = defineErrors('parties', {
  'commission-scale.invalid': 'invalid',
  'commission-scale.not-found': { kind: 'not-found', params: [] },
  'commission-scale.changed-meanwhile': { kind: 'stale', params: ['expected', 'actual'] },
  'commission-scale.text-length': { kind: 'invalid', params: ['min', 'max'] },
  'commission-scale.code-taken': { kind: 'invalid', params: ['code'] },
  'commission-scale.not-accepted': { kind: 'invalid', params: ['accepted'] },
  'commission-scale.day-wrong': 'invalid',
  'commission-scale.ends-before-it-begins': 'invalid',
  'commission-scale.bands-start-at-zero': 'invalid',
  'commission-scale.bands-rise': 'invalid',
  'commission-scale.amount-negative': 'invalid',
  'commission-scale.rate-fraction': 'invalid',
  'commission-scale.not-of-formula': { kind: 'invalid', params: ['formula'] },
  'commission-scale.unknown': 'invalid',
});

const BASES = ['turnover', 'collected_turnover', 'quantity', 'margin'] as const;
const DOCUMENTS = ['order', 'delivery_note', 'invoice'] as const;
const MODES = ['whole', 'by_band'] as const;
const PERIODS = ['none', 'year', 'quarter', 'month', 'week', 'day'] as const;
/** What a band of each formula has (E-010). */
const FORMULAS: Readonly<Record<string, { readonly amount: boolean; readonly rate: boolean }>> = {
  turnover_rate: { amount: false, rate: true },
  margin_rate: { amount: false, rate: true },
  amount: { amount: true, rate: false },
  amount_per_unit: { amount: true, rate: false },
  amount_and_turnover_rate: { amount: true, rate: true },
};
/** E-010: pieces have no turnover to take a part of. */
const FORMULAS_OF_QUANTITY = ['amount', 'amount_per_unit'];

/**
 * PA-13 a commission scale ready to be kept; lengths and what goes together are those of E-009 and E-010.
 * @throws DomainError `parties.commission-scale.invalid` with every field that is not accepted
 */
export function checkedScale(input: CommissionScale): CommissionScale {
  const fields: FieldError[] = [];
  const text = (field: 'code' | 'label', max: number) => {
    const value = input[field].trim();
    if (value === '' || value.length > max || value.includes('\0')) {
      fields.push(scaleErrors.field(`/${field}`, 'commission-scale.text-length', { min: 1, max }));
    }
    return value;
  };
  const among = (field: 'basis' | 'document' | 'mode' | 'period', accepted: readonly string[]) => {
    if (!accepted.includes(input[field]))
      fields.push(scaleErrors.field(`/${field}`, 'commission-scale.not-accepted', { accepted }));
  };
  const [code, label] = [text('code', 10), text('label', 40)];
  among('basis', BASES);
  among('document', DOCUMENTS);
  among('mode', MODES);
  among('period', PERIODS);
  const [from, to] = [dayAt(fields, '/validFrom', input.validFrom), dayAt(fields, '/validTo', input.validTo)];
  if (from !== undefined && to !== undefined && Temporal.PlainDate.compare(from, to) > 0) {
    fields.push(scaleErrors.field('/validTo', 'commission-scale.ends-before-it-begins'));
  }
  checkBands(fields, input);
  if (fields.length > 0) throw scaleErrors.error('commission-scale.invalid', {}, fields);
  return { ...input, code, label };
}

function dayAt(fields: FieldError[], pointer: string, text: string): Temporal.PlainDate | undefined {
  if (text === '') return undefined;
  try {
    if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return Temporal.PlainDate.from(text, { overflow: 'reject' });
  } catch {
    // Refused below: it looks like a day, and is none.
  }
  fields.push(scaleErrors.field(pointer, 'commission-scale.day-wrong'));
  return undefined;
}

function checkBands(fields: FieldError[], { basis, bands }: CommissionScale): void {
  const formulas = basis === 'quantity' ? FORMULAS_OF_QUANTITY : Object.keys(FORMULAS);
  let previous: Money | undefined;
  bands.forEach((band, i) => {
    const pointer = `/bands/${i}`;
    const from = decimalAt(fields, `${pointer}/from`, () => Money.parse(band.from));
    if (i === 0 && from?.isZero() === false)
      fields.push(scaleErrors.field(`${pointer}/from`, 'commission-scale.bands-start-at-zero'));
    if (from !== undefined && previous !== undefined && from.compare(previous) <= 0) {
      fields.push(scaleErrors.field(`${pointer}/from`, 'commission-scale.bands-rise'));
    }
    previous = from ?? previous;
    const has = FORMULAS[band.formula];
    if (has === undefined || !formulas.includes(band.formula)) {
      fields.push(scaleErrors.field(`${pointer}/formula`, 'commission-scale.not-accepted', { accepted: formulas }));
    } else {
      checkBand(fields, pointer, band, has);
    }
  });
}

function checkBand(
  fields: FieldError[],
  pointer: string,
  { formula, ...band }: CommissionBand,
  has: { readonly amount: boolean; readonly rate: boolean },
): void {
  for (const field of ['amount', 'rate'] as const) {
    if (!has[field] && band[field] !== '') {
      fields.push(scaleErrors.field(`${pointer}/${field}`, 'commission-scale.not-of-formula', { formula }));
    }
  }
  const amount = has.amount && decimalAt(fields, `${pointer}/amount`, () => Money.parse(band.amount));
  if (amount && amount.isNegative())
    fields.push(scaleErrors.field(`${pointer}/amount`, 'commission-scale.amount-negative'));
  const rate = has.rate && decimalAt(fields, `${pointer}/rate`, () => Rate.parse(band.rate));
  if (rate && (rate.isNegative() || rate.compare(Rate.parse('1')) > 0)) {
    fields.push(scaleErrors.field(`${pointer}/rate`, 'commission-scale.rate-fraction'));
  }
}

function decimalAt<T>(fields: FieldError[], pointer: string, parse: () => T): T | undefined {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    fields.push({ pointer, code: error.code, params: error.params });
    return undefined;
  }
}

/** Ids of scales that somebody has, each once and in one order, so that the same ones compare equal. */
export function checkedScaleIds(fields: FieldError[], ids: readonly string[]): string[] {
  const chosen = [...new Set(ids)].sort();
  if (!chosen.every(isUuid)) fields.push(scaleErrors.field('/commissionScaleIds', 'commission-scale.unknown'));
  return chosen;
}

/** @throws DomainError `parties.commission-scale.invalid` where one of them is none of the station */
export function checkScalesKnown(ids: readonly string[], known: ReadonlySet<string>): void {
  if (ids.every((id) => known.has(id))) return;
  throw scaleErrors.error('commission-scale.invalid', {}, [
    scaleErrors.field('/commissionScaleIds', 'commission-scale.unknown'),
  ]);
}
