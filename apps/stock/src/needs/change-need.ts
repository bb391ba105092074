import { NeedFrozenMessage, NeedReleasedMessage } from '@navette/contracts';
import type { ChangeNeedRequest, Need } from '@navette/contracts/stock/v1/service';
import { isUuid } from '@navette/kernel';
import { Database, type Scope, type Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { AllocateStock } from '../allocations/allocate-stock.js';
import { StockLevelRepository } from '../stock-levels/stock-level.repository.js';
import { NeedListRepository } from './need-list.repository.js';
import { needChange, needErrors, type UnmetNeed } from './need.js';
import { NeedRepository } from './need.repository.js';

/**
 * ST-13: while a quote is pending a need is frozen, neither allocated nor ordered; what it holds or has on order stays.
 * Released it takes its turn again, and what is free at once. Its priority counts from the next allocation on.
 */
@Injectable()
export class ChangeNeed {
  constructor(
    private readonly db: Database,
    private readonly levels: StockLevelRepository,
    private readonly needs: NeedRepository,
    private readonly list: NeedListRepository,
    private readonly allocate: AllocateStock,
  ) {}

  /** @throws DomainError `stock.need.not-found`, `stock.need.invalid` */
  execute(scope: Scope, { id, ...input }: ChangeNeedRequest): Promise<Need> {
    const change = needChange(input);
    return this.db.command(scope, async (tx) => {
      const before = await this.#lock(tx, id);
      tx.audit('need', id);
      await this.needs.change(tx, id, change);
      const { frozen = before.frozen } = change;
      if (frozen !== before.frozen) await this.#announce(tx, id, frozen);
      if (before.frozen && !frozen) await this.allocate.execute(tx, [before.partId]);
      return (await this.list.byId(tx, id)) as Need;
    });
  }

  /** Stock before needs, as everywhere. */
  async #lock(tx: Tx, id: string): Promise<UnmetNeed> {
    const head = isUuid(id) ? (await this.needs.heads(tx, [id])).get(id) : undefined;
    if (head === undefined) throw needErrors.error('need.not-found');
    await this.levels.lock(tx, [head.partId]);
    return (await this.needs.lock(tx, [id])).get(id) as UnmetNeed;
  }

  async #announce(tx: Tx, id: string, frozen: boolean): Promise<void> {
    const head = (await this.needs.heads(tx, [id])).get(id);
    if (head === undefined) return;
    const { version, originKind, originId } = head;
    const type = frozen ? NeedFrozenMessage : NeedReleasedMessage;
    tx.publish(type, { type: 'need', id, version }, { needId: id, originKind, originId });
  }
}
