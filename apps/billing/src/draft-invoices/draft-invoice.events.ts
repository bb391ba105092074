import { DraftInvoiceChangedMessage } from '@navette/contracts';
import type { Tx } from '@navette/platform/database';

/** WE-3: a draft was prepared, edited or accepted; whoever looks at it reads it again. */
export function tellDraftChanged(tx: Tx, id: string, version: number): void {
  tx.publish(DraftInvoiceChangedMessage, { type: 'draft-invoice', id, version }, { draftId: id });
}
