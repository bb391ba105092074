/** Series of this context: BC customer orders, FA invoices, BL billable delivery notes, PF pro-formas. */
export type Series = 'BC' | 'BL' | 'FA' | 'PF';

export interface GivenNumber {
  readonly number: string;
  readonly year: number;
  readonly sequence: number;
}
