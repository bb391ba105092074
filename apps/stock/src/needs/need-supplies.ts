import { NeedSupplyChangedMessage } from '@navette/contracts';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { NEEDS_PER_EVENT, slices } from '../supplier-orders/supplier-order.js';
import { stillToCome } from './need.js';
import { NeedRepository, type LinkMove } from './need.repository.js';

/**
 * What is still to come for locked needs, changed by what has no message of its own to their origins. An allocation and a
 * cancellation have: they carry the supply themselves, so that nobody sees one without the other.
 */
@Injectable()
export class NeedSupplies {
  constructor(private readonly needs: NeedRepository) {}

  /** An order was placed for needs: a part that a supplier does not send is looked for elsewhere. */
  async ordered(tx: Tx, needIds: readonly string[]): Promise<void> {
    await this.needs.setExhausted(tx, needIds, false);
    await this.#tell(tx, needIds);
  }

  /** Order lines owe needs more or less than before. */
  async move(tx: Tx, moves: readonly LinkMove[]): Promise<void> {
    await this.needs.moveLinks(tx, moves);
    await this.#tell(
      tx,
      moves.map(({ needId }) => needId),
    );
  }

  /** A supplier won't send the part that these needs have on order with it (ST-22). */
  async exhausted(tx: Tx, needIds: readonly string[]): Promise<void> {
    await this.needs.setExhausted(tx, needIds, true);
    await this.#tell(tx, needIds);
  }

  async #tell(tx: Tx, needIds: readonly string[]): Promise<void> {
    if (needIds.length === 0) return;
    const heads = [...(await this.needs.heads(tx, [...new Set(needIds)])).values()];
    for (const some of slices(heads, NEEDS_PER_EVENT)) {
      const needs = some.map((head) => ({
        needId: head.id,
        originKind: head.originKind,
        originId: head.originId,
        supply: stillToCome(head),
      }));
      tx.publish(NeedSupplyChangedMessage, { type: 'need-supply', id: tx.newId(), version: 1 }, { needs });
    }
  }
}
