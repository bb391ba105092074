import { Temporal } from '@navette/kernel';

/** When a party pays (PA-2). */
export interface PaymentTerms {
  readonly paymentDays: number;
  /** The days are counted first, then the month is run to its end. */
  readonly endOfMonth: boolean;
  /** Day on which a due date falls, 1 to 31, the last one of a shorter month; 0 for any. */
  readonly dayOfMonth: number;
}

/**
 * The day on which an invoice is due (BI-34): issue + days, to the end of that month, to the next day of month. "30 days
 * end of month, the 10th" of 2026-01-15 is 2026-03-10. Never before issue + days.
 */
export function dueDate(
  issuedOn: Temporal.PlainDate,
  { paymentDays, endOfMonth, dayOfMonth }: PaymentTerms,
): Temporal.PlainDate {
  const counted = issuedOn.add({ days: paymentDays });
  const earliest = endOfMonth ? counted.with({ day: counted.daysInMonth }) : counted;
  if (dayOfMonth === 0) return earliest;
  // `with` takes the month's last day for one that it does not have.
  const inMonth = earliest.with({ day: dayOfMonth });
  return Temporal.PlainDate.compare(inMonth, earliest) >= 0
    ? inMonth
    : earliest.add({ months: 1 }).with({ day: dayOfMonth });
}
