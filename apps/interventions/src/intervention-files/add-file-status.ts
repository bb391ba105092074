import { InterventionFileStatusAddedMessage } from '@navette/contracts';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import type { KnownStatusCode } from '../status-codes/status-code.js';
import { FileStatusRepository, type NewFileStatus } from './file-status.repository.js';
import type { StatusKey } from './intervention-file.js';

/** IN-6, IN-22: sets a status, once per cause, and tells it. Part of the use case whose transaction it is. */
@Injectable()
export class AddFileStatus {
  constructor(private readonly statuses: FileStatusRepository) {}

  /** `entries`: of locked files, one per file. */
  execute(tx: Tx, key: StatusKey, entries: readonly NewFileStatus[]): Promise<void> {
    return this.#add(tx, { key, code: 0 }, entries);
  }

  /** A code that a person set on a locked file. */
  byHand(tx: Tx, { key, code }: Pick<KnownStatusCode, 'key' | 'code'>, entry: NewFileStatus): Promise<void> {
    return this.#add(tx, { key, code }, [entry]);
  }

  async #add(
    tx: Tx,
    status: { readonly key: string; readonly code: number },
    entries: readonly NewFileStatus[],
  ): Promise<void> {
    if (entries.length === 0) return;
    const { actor } = tx.scope;
    const setBy = actor.kind === 'user' ? `user:${actor.id}` : 'system';
    for (const added of await this.statuses.add(tx, status, setBy, entries)) {
      tx.publish(
        InterventionFileStatusAddedMessage,
        { type: 'intervention-file', id: added.file_id, version: added.version },
        {
          fileId: added.file_id,
          fileNumber: added.number,
          statusId: added.status_id,
          code: added.code,
          key: status.key,
          consumerPartyId: added.consumer_party_id,
          productCategory: added.product_category,
          productBrand: added.product_brand,
        },
      );
      tx.audit('intervention-file', added.file_id);
    }
  }
}
