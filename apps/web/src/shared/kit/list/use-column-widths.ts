import { useCallback, useMemo, useState, type RefCallback } from 'react';
import type { Column, Row } from './list-definition.js';

const STANDARD = 160;

/**
 * Pixels of each column: what it asks for, and its share of what is left. The grid and the row of filters are given the same
 * ones.
 *
 * @param scale of the page's zoom, 1 at 100 %
 * @param before pixels that stand before the first column
 */
export function useColumnWidths<R extends Row>(columns: readonly Column<R>[], scale: number, before: number) {
  const [room, setRoom] = useState(0);
  const ref: RefCallback<HTMLElement> = useCallback((element) => {
    if (element === null) return;
    const observer = new ResizeObserver(() => {
      setRoom(element.clientWidth);
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, []);
  const widths = useMemo(() => {
    const asked = columns.map(({ width = STANDARD }) => width * scale);
    const sum = asked.reduce((all, one) => all + one, 0);
    const grow = Math.max(1, (room - before) / sum);
    return asked.map((one) => Math.floor(one * grow));
  }, [columns, scale, before, room]);
  return { ref, widths };
}
