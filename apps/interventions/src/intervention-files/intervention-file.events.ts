import { InterventionFileChangedMessage } from '@navette/contracts';
import type { Tx } from '@navette/platform/database';

/** WE-3: whoever looks at a file that changed is told, where no message of the same transaction tells of it already. */
export function tellFileChanged(tx: Tx, id: string, version: number): void {
  if (tx.outgoing.some(({ aggregate }) => aggregate.id === id)) return;
  tx.publish(InterventionFileChangedMessage, { type: 'intervention-file', id, version }, { fileId: id });
}
