import { Temporal } from '@navette/kernel';

/** Days of a fiscal year, both included. */
export interface FiscalYear {
  readonly opensOn: Temporal.PlainDate;
  readonly closesOn: Temporal.PlainDate;
}

/** The fiscal year of a date: the calendar year in which it ends. */
export function fiscalYearOf(date: Temporal.PlainDate, startMonth: number): number {
  return startMonth > 1 && date.month >= startMonth ? date.year + 1 : date.year;
}

/** The days of the fiscal year that ends in calendar year `year`. */
export function fiscalYear(year: number, startMonth: number): FiscalYear {
  const opensOn = new Temporal.PlainDate(startMonth > 1 ? year - 1 : year, startMonth, 1);
  return { opensOn, closesOn: opensOn.add({ years: 1 }).subtract({ days: 1 }) };
}
