import { createHash } from 'node:crypto';
import type { Tx } from '../database/tx.js';

export interface StoredObject {
  /** Of the content, in hex: its name, and its ETag. */
  readonly sha256: string;
  readonly mediaType: string;
  readonly content: Buffer;
}

/**
 * Files that a station keeps (a logo, a photo, a signed order), named by their content: the same file is kept once, and
 * what is kept under a name never changes. The one place that knows where they lie: a table of the service's own database
 * (adr/0024), so that every copy of the service sees them, they are saved with the rows that name them, and row-level
 * security keeps stations apart. The migration makes the table by `objectTable`.
 */
export class ObjectStore {
  /** @returns its name; the row that keeps it is written in the same transaction */
  async put(tx: Tx, mediaType: string, content: Buffer): Promise<string> {
    const sha256 = createHash('sha256').update(content).digest('hex');
    await tx.run(
      `insert into stored_object (station_id, sha256, media_type, content, stored_at) values ($1, $2, $3, $4, $5)
       on conflict do nothing`,
      [tx.scope.stationId, sha256, mediaType, content, tx.now],
    );
    return sha256;
  }

  /** An object of the transaction's station. */
  get(tx: Tx, sha256: string): Promise<StoredObject | undefined> {
    return tx.first(
      'select sha256, media_type as "mediaType", content from stored_object where station_id = $1 and sha256 = $2',
      [tx.scope.stationId, sha256],
    );
  }

  /** For whoever knows that nothing else names it; nothing where it is gone. */
  async remove(tx: Tx, sha256: string): Promise<void> {
    await tx.run('delete from stored_object where station_id = $1 and sha256 = $2', [tx.scope.stationId, sha256]);
  }
}
