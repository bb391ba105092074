import { useMemo } from 'react';
import { useIntl } from 'react-intl';

/** How figures, dates and phones are written on every screen, in the form of the page's language. */
export interface Formats {
  /** `1 234,56 €` from the exact decimal text of the contracts; '' stays ''. */
  money(amount: string): string;
  /** `12,5`, without needless zeros. */
  quantity(amount: string): string;
  count(n: number): string;
  /** `37 %` from 37. */
  percent(n: number): string;
  /** `21/11/2026` from a calendar date or an instant. */
  date(iso: string): string;
  /** `21/11/2026 14:05` */
  instant(iso: string): string;
  /** `il y a 3 min` */
  ago(iso: string): string;
  /** `03 20 12 34 56` for a French number, however it was typed; another in its international form. */
  phone(number: string): string;
}

const STEPS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
];

/** @param locale BCP 47, e.g. `fr-FR` */
export function formatsOf(locale: string): Formats {
  const money = new Intl.NumberFormat(locale, { style: 'currency', currency: 'EUR' });
  const quantity = new Intl.NumberFormat(locale, { maximumFractionDigits: 4 });
  const count = new Intl.NumberFormat(locale);
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 });
  const day = new Intl.DateTimeFormat(locale, { day: '2-digit', month: '2-digit', year: 'numeric', timeZone: 'UTC' });
  const localDay = new Intl.DateTimeFormat(locale, { day: '2-digit', month: '2-digit', year: 'numeric' });
  const time = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' });
  // Intl takes decimal text exactly (ES2023); a float in between could round a cent away.
  const exact = (format: Intl.NumberFormat, amount: string) =>
    amount === '' ? '' : format.format(amount as `${number}`);
  const isDay = (iso: string) => iso.length === 10;
  return {
    money: (amount) => exact(money, amount),
    quantity: (amount) => exact(quantity, amount),
    count: (n) => count.format(n),
    percent: (n) => percent.format(n / 100),
    date: (iso) => (iso === '' ? '' : (isDay(iso) ? day : localDay).format(new Date(iso))),
    instant: (iso) => (iso === '' ? '' : `${localDay.format(new Date(iso))} ${time.format(new Date(iso))}`),
    ago: (iso) => {
      const seconds = (new Date(iso).getTime() - Date.now()) / 1_000;
      const [unit, length] = STEPS.find(([, size]) => Math.abs(seconds) >= size) ?? ['second', 1];
      return relative.format(Math.trunc(seconds / length), unit);
    },
    phone: (number) => {
      const [, national] = /^(?:\+33|0)(\d{9})$/.exec(number.replace(/[\s.-]/g, '')) ?? [];
      return national === undefined
        ? number.replace(/^(\+\d{2})(\d+)$/, '$1 $2')
        : `0${national.slice(0, 1)} ${national.slice(1).replace(/(\d\d)(?=\d)/g, '$1 ')}`;
    },
  };
}

export function useFormats(): Formats {
  const { locale } = useIntl();
  return useMemo(() => formatsOf(locale), [locale]);
}

/** The calendar day here: Sweden writes it as ISO 8601 does. */
export const today = (): string => new Intl.DateTimeFormat('sv').format(new Date());
