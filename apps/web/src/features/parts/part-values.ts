import type { Schema } from '@navette/api-client';
import type { partRecord } from '@navette/api-schema';
import type { z } from 'zod';

export type Part = Schema<'Part'>;
/** A form has every field. */
export type PartValues = z.output<typeof partRecord>;

/** Stands for nothing where something is chosen. */
export const NONE = 'none';
const CHOSEN = [
  'supplierPartyId',
  'manufacturerPartyId',
  'brandId',
  'familyId',
  'unitId',
  'locationId',
  'ecoFeeId',
  'orderingPartyId',
] as const;

const changed = (values: PartValues, change: (id: string) => string): PartValues => ({
  ...values,
  ...Object.fromEntries(CHOSEN.map((field) => [field, change(values[field])])),
});

const EMPTY: PartValues = changed(
  {
    reference: '',
    designation: '',
    description: '',
    supplierPartyId: '',
    manufacturerPartyId: '',
    barcodes: [],
    ventilationCode: '',
    packagingCode: '',
    vatCategory: 'standard',
    state: 'active',
    brandId: '',
    familyId: '',
    unitId: '',
    locationId: '',
    ecoFeeId: '',
    orderingPartyId: '',
    comment: '',
  },
  () => NONE,
);

/** A new one; parts are posted as parts. */
export const emptyPart = (kind: Part['kind']): PartValues => ({
  ...EMPTY,
  ventilationCode: kind === 'part' ? 'PIECE' : '',
});

/** What a form begins with. */
export function valuesOf(part: Part): PartValues {
  const names = Object.keys(EMPTY) as (keyof PartValues)[];
  const values = Object.fromEntries(names.map((name) => [name, part[name]])) as PartValues;
  return changed(values, (id) => id || NONE);
}

/** What the edge takes. */
export function sentOf(values: PartValues): PartValues {
  const sent = changed(values, (id) => (id === NONE ? '' : id));
  return { ...sent, barcodes: sent.barcodes.map((code) => code.trim()).filter(Boolean) };
}
