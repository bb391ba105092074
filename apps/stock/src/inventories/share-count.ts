import type {
  CountAccess,
  CreateCountLinkResponse,
  RevokeCountAccessRequest,
} from '@navette/contracts/stock/v1/inventories';
import { isUuid } from '@navette/kernel';
import { Database, type Scope, type Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { countErrors } from './count-access.js';
import { CountAccessRepository } from './count-access.repository.js';
import { hashOfSecret, newSecret } from './count.secrets.js';
import { expectInventoryState } from './inventory.js';
import { ReadInventories } from './read-inventories.js';

/** ST-14: who may count by a link, and who does. */
@Injectable()
export class ShareCount {
  constructor(
    private readonly db: Database,
    private readonly access: CountAccessRepository,
    private readonly read: ReadInventories,
  ) {}

  /** @throws DomainError `stock.inventory.not-found` */
  show(scope: Scope, inventoryId: string): Promise<CountAccess> {
    return this.db.tenantRead(scope, async (tx) => {
      await this.read.known(tx, inventoryId);
      return this.#shown(tx, inventoryId);
    });
  }

  /**
   * A link beside those there are. Its secret is said once and kept nowhere: a call that is repeated makes another link.
   * @throws DomainError `stock.inventory.not-found`, `….wrong-state`
   */
  create(scope: Scope, inventoryId: string): Promise<CreateCountLinkResponse> {
    return this.db.tenantTx(scope, async (tx) => {
      const inventory = await this.read.lock(tx, inventoryId);
      expectInventoryState(inventory, ['counting']);
      const [linkId, secret] = [tx.newId(), newSecret(16)];
      await this.access.insertLink(tx, linkId, inventoryId, hashOfSecret(secret));
      await this.read.changed(tx, inventory, 'phone');
      return { linkId, secret };
    });
  }

  /**
   * Ends a link with every phone that came by it, or one phone. What they have counted stays.
   * @throws DomainError `stock.inventory.not-found`, `stock.count.access-unknown`
   */
  revoke(scope: Scope, { inventoryId, linkId, deviceId }: RevokeCountAccessRequest): Promise<CountAccess> {
    return this.db.command(scope, async (tx) => {
      const inventory = await this.read.lock(tx, inventoryId);
      const known =
        (isUuid(linkId) && (await this.access.revokeLink(tx, inventoryId, linkId))) ||
        (isUuid(deviceId) && (await this.access.revokeDevice(tx, inventoryId, deviceId)));
      if (!known) throw countErrors.error('count.access-unknown');
      await this.read.changed(tx, inventory, 'phone');
      return this.#shown(tx, inventoryId);
    });
  }

  async #shown(tx: Tx, inventoryId: string): Promise<CountAccess> {
    const { links, devices } = await this.access.of(tx, inventoryId);
    const at = (instant: { toString(): string } | null) => instant?.toString() ?? '';
    return {
      links: links.map(({ id, createdAt, revokedAt }) => ({
        id,
        createdAt: at(createdAt),
        revokedAt: at(revokedAt),
      })),
      devices: devices.map(({ id, linkId, counter, joinedAt, seenAt, revokedAt, entries }) => ({
        id,
        linkId,
        counter,
        joinedAt: at(joinedAt),
        seenAt: at(seenAt),
        revokedAt: at(revokedAt),
        entries,
      })),
    };
  }
}
