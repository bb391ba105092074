import type { Schema } from '@navette/api-client';
import { companyDetails, stationDetails } from '@navette/api-schema';
import type { z } from 'zod';
import type { Difference } from '../../shared/kit/record/conflict-dialog.js';
import type { Translate } from '../../shared/i18n/use-text.js';

export type StationValues = z.output<typeof stationDetails>;
export type CompanyValues = z.output<typeof companyDetails>;

/** What a form edits of a station: the company's part of it is the company's. */
export const stationOf = ({
  code,
  name,
  siret,
  address,
  phone,
  email,
  iban,
  bic,
  timeZone,
  vatTerritory,
}: Schema<'Station'>): StationValues => ({
  code,
  name,
  siret,
  address,
  phone,
  email,
  iban,
  bic,
  timeZone,
  vatTerritory,
});

export function companyOf({ id: _, version: __, ...values }: Schema<'Company'>): CompanyValues {
  return values;
}

/** The fields that differ, in the words of the page. */
export function differences<Values extends object>(t: Translate, mine: Values, theirs: Values): Difference[] {
  return (Object.keys(mine) as (keyof Values & string)[])
    .map((name) => ({ label: t(`station.${name}`), mine: textOf(mine[name]), theirs: textOf(theirs[name]) }))
    .filter((line) => line.mine !== line.theirs);
}

const textOf = (value: unknown): string =>
  typeof value === 'object' && value !== null ? Object.values(value).filter(Boolean).join(', ') : String(value);
