import { useStored } from '../../shared/api/stored.js';

/** Rolls of the usual label printers, in millimetres. */
export const LABEL_SIZES = ['57x32', '62x29', '89x36'] as const;

export interface ScanHabits {
  readonly sound: boolean;
  /** The label of each piece is printed as it is scanned. */
  readonly labels: boolean;
  readonly size: (typeof LABEL_SIZES)[number];
}

/** How a person receives: kept for them. */
export function useScanHabits(): readonly [ScanHabits, (habits: ScanHabits) => void] {
  const [habits, setHabits] = useStored<ScanHabits>('receipt-scan', { sound: false, labels: false, size: '57x32' });
  return [habits, setHabits];
}
