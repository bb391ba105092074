import { answered, type Schema } from '@navette/api-client';
import type { ReactNode } from 'react';
import { useApi } from '../api/session.js';
import { useFormats } from '../i18n/formats.js';
import { useText } from '../i18n/use-text.js';
import { useCommands } from '../kit/record/use-commands.js';

interface ReservedElsewhereProps {
  readonly places: readonly Schema<'ReservedElsewhere'>[];
  /** What stands behind each of them. */
  readonly after?: (place: Schema<'ReservedElsewhere'>) => ReactNode;
}

/** ST-11: how much of a quantity that is reserved does not lie at the depot, and where. */
export function ReservedElsewhere({ places, after }: ReservedElsewhereProps) {
  const t = useText();
  const formats = useFormats();
  return places.map((place) => (
    <div key={place.placeId} className="muted" title={place.label}>
      {t('trade.elsewhere', { quantity: formats.quantity(place.quantity), place: place.code })}
      {after?.(place)}
    </div>
  ));
}

/** ST-11: gives a need what lies free in a place of the station, or leaves it there after all. */
export function useTakeFromPlace() {
  const api = useApi();
  const commands = useCommands();
  return {
    ...commands,
    /** @returns whether it was given; `error` says why not */
    take: (needId: string, placeId: string, quantity: string) =>
      commands.run(`take ${needId} ${placeId}`, (key) =>
        answered(
          api.POST('/api/v1/needs/{id}/allocations', {
            params: { path: { id: needId }, header: { 'Idempotency-Key': key } },
            body: { placeId, quantity },
          }),
        ),
      ),
    release: (needId: string, placeId: string) =>
      commands.run(`release ${needId} ${placeId}`, (key) =>
        answered(
          api.DELETE('/api/v1/needs/{id}/allocations/{placeId}', {
            params: { path: { id: needId, placeId }, header: { 'Idempotency-Key': key } },
          }),
        ),
      ),
  };
}

/** The less of two quantities. */
export const atMost = (most: string, quantity: string): string => (Number(most) < Number(quantity) ? most : quantity);

/** Of what is ready for an origin, that which is to be fetched from the depot, 4 decimals; empty where nothing is. */
export function readyAtDepot({ ready, elsewhere }: Pick<Schema<'PreparedPart'>, 'ready' | 'elsewhere'>): string {
  const left = elsewhere.reduce((rest, { quantity }) => rest - Number(quantity), Number(ready)).toFixed(4);
  return Number(left) > 0 ? left : '';
}
