import { GrantChangedMessage } from '@navette/contracts';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { GrantRepository } from './grant.repository.js';

/** ID-4: the one way in which rights change, so that the version grows and every service hears of it. */
@Injectable()
export class SetGrant {
  constructor(private readonly grants: GrantRepository) {}

  /** Part of the caller's transaction, in its station; does nothing where the rights are the same already. */
  async within(tx: Tx, subject: string, rights: readonly string[]): Promise<void> {
    const sorted = [...new Set(rights)].sort();
    const version = await this.grants.replace(tx, subject, sorted);
    if (version === undefined) return;
    const { stationId } = tx.scope;
    tx.publish(
      GrantChangedMessage,
      { type: 'grant', id: `${stationId}/${subject}`, version },
      { subject, stationId, rights: sorted, version: String(version) },
    );
    tx.audit('grant', subject);
  }
}
