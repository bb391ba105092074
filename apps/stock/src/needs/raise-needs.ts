import { NeedCancelledMessage, NeedRaisedMessage } from '@navette/contracts';
import { Quantity } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { AllocateStock } from '../allocations/allocate-stock.js';
import { ChangePartPrices } from '../catalogue/change-part-prices.js';
import { PartRepository } from '../catalogue/part.repository.js';
import { StockLevelRepository } from '../stock-levels/stock-level.repository.js';
import { needErrors, stillToCome, type NeedLine, type NeedOrigin } from './need.js';
import { NeedRepository, type NeedHead } from './need.repository.js';

/** ST-13: lines of an origin want parts. What is free is theirs at once, the rest waits. Known needs stay as they are. */
@Injectable()
export class RaiseNeeds {
  constructor(
    private readonly parts: PartRepository,
    private readonly levels: StockLevelRepository,
    private readonly needs: NeedRepository,
    private readonly allocate: AllocateStock,
    private readonly prices: ChangePartPrices,
  ) {}

  /** @throws DomainError `stock.need.part-unknown`: the message goes to the dead letters, for a person to see */
  async execute(tx: Tx, origin: NeedOrigin, lines: readonly NeedLine[]): Promise<void> {
    const partIds = [...new Set(lines.map(({ partId }) => partId))];
    const known = await this.parts.byIds(tx, partIds);
    for (const partId of partIds) {
      if (!known.has(partId)) throw needErrors.error('need.part-unknown', { partId });
    }
    await this.needs.lockOrigin(tx, origin.id);
    // Also of parts that never had any: a receipt meanwhile would not see these needs, nor they its parts.
    await this.levels.lockAll(tx, partIds);
    const needIds = lines.map(({ needId }) => needId);
    const buried = await this.needs.buried(tx, needIds);
    const raised = await this.needs.insert(tx, origin, lines, ({ needId, quantity }) => {
      const before = buried.get(needId);
      return before === undefined ? Quantity.zero : quantity.min(before ?? quantity);
    });
    if (raised.length === 0) return;
    await this.prices.firstUse(tx, partIds);
    const given = await this.allocate.give(tx, partIds);
    for (const need of (await this.needs.heads(tx, raised)).values()) this.#announce(tx, need, buried.has(need.id));
    this.allocate.announce(tx, given);
  }

  #announce(tx: Tx, need: NeedHead, cancelledBefore: boolean): void {
    const { id: needId, originKind, originId, partId, quantity, waiting, allocated } = need;
    tx.audit('need', needId);
    const aggregate = { type: 'need', id: needId, version: 1 };
    tx.publish(NeedRaisedMessage, aggregate, { needId, originKind, originId, partId, quantity, waiting, allocated });
    if (!cancelledBefore) return;
    const wanted = Quantity.parse(waiting).plus(Quantity.parse(allocated));
    const cancelled = Quantity.parse(quantity).minus(wanted).toString();
    tx.publish(NeedCancelledMessage, aggregate, {
      needId,
      originKind,
      originId,
      quantity: cancelled,
      supply: stillToCome(need),
    });
  }
}
