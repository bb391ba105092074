/** The calendar day so many days from today, here; '' where the supplier says no lead time. */
export function dayIn(days: number): string {
  if (days === 0) return '';
  const day = new Date();
  day.setDate(day.getDate() + days);
  return [day.getFullYear(), day.getMonth() + 1, day.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
}
