import { answered, type Schema } from '@navette/api-client';
import { useQueryClient } from '@tanstack/react-query';
import { useApi } from '../../shared/api/session.js';
import { useRelated } from '../../shared/kit/record/use-related.js';

export type PutAway = Schema<'PutAway'>;
export type Scan = Schema<'ReceiptScan'>;
export type Owner = Scan['owner'];

const nameOf = (id: string) => ['put-away', id];

/** ST-23: where the pieces of a receipt go, anew with every scan of anybody and every need that comes or goes. */
export function usePutAway(id: string): PutAway | undefined {
  const api = useApi();
  return useRelated(
    nameOf(id),
    ['goods-receipt', 'need'],
    true,
    async () => (await answered(api.GET('/api/v1/goods-receipts/{id}/put-away', { params: { path: { id } } }))).data,
  );
}

/** Asks for it again, where this page has changed it. */
export function usePutAwayAgain(id: string): () => void {
  const client = useQueryClient();
  return () => void client.invalidateQueries({ queryKey: ['record', 'related', ...nameOf(id)] });
}

/** Page of the file or customer order that a piece is of; undefined for one that goes to the shelf. */
export function hrefOf({ originKind, originId }: Owner): string | undefined {
  if (originKind === '') return undefined;
  return originKind === 'customer_order' ? `/customer-orders/${originId}` : `/files/${originId}`;
}
