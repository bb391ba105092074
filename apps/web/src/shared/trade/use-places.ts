import { useMemo } from 'react';
import { useText } from '../i18n/use-text.js';
import type { Choice } from '../ui/fields.js';
import { useEntries } from './use-choices.js';

/** The place that every station has, as a choice: the edge names it by nothing. */
export const DEPOT = 'depot';

export const placeIdOf = (choice: string): string => (choice === DEPOT ? '' : choice);

/** ST-11: where stock of the station lies, the depot first; that alone where the station has told no places apart. */
export function usePlaces(): readonly Choice[] {
  const t = useText();
  const places = useEntries('stock_place');
  // The same from one drawing to the next: lists that are made of them are not made anew.
  return useMemo(
    () => [
      { id: DEPOT, text: t('parts.places.depot') },
      ...places.map(({ id, code, label }) => ({ id, text: `${code} · ${label}` })),
    ],
    [t, places],
  );
}
