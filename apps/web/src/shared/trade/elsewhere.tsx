import { answered, type Schema } from '@navette/api-client';
import { useApi } from '../api/session.js';
import { useFormats } from '../i18n/formats.js';
import { useText } from '../i18n/use-text.js';
import { useCommands } from '../kit/record/use-commands.js';

/** ST-11: how much of a quantity that is reserved does not lie at the depot, and where. */
export function ReservedElsewhere({ places }: { readonly places: readonly Schema<'ReservedElsewhere'>[] }) {
  const t = useText();
  const formats = useFormats();
  return places.map(({ placeId, code, label, quantity }) => (
    <div key={placeId} className="muted" title={label}>
      {t('trade.elsewhere', { quantity: formats.quantity(quantity), place: code })}
    </div>
  ));
}

/** ST-11: gives a need what lies free in a place of the station. */
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
  };
}

/** The less of two quantities. */
export const atMost = (most: string, quantity: string): string => (Number(most) < Number(quantity) ? most : quantity);

/** Of what is ready for an origin, that which is to be fetched from the depot, 4 decimals; empty where nothing is. */
export function readyAtDepot({ ready, elsewhere }: Pick<Schema<'PreparedPart'>, 'ready' | 'elsewhere'>): string {
  const left = elsewhere.reduce((rest, { quantity }) => rest - Number(quantity), Number(ready)).toFixed(4);
  return Number(left) > 0 ? left : '';
}
