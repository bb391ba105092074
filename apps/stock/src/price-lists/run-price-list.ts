import { Database, type Actor, type Scope } from '@navette/platform/database';
import { Timers, type TimerHandler } from '@navette/platform/timers';
import { Injectable } from '@nestjs/common';
import { ComparePriceList } from './compare-price-list.js';
import { OpenPriceList } from './open-price-list.js';
import { isWorking } from './price-list.js';
import { PriceListLineRepository } from './price-list-line.repository.js';
import { PriceListRepository } from './price-list.repository.js';
import { PRICE_LIST, standing, workOn } from './price-list.timer.js';
import { TakePriceList } from './take-price-list.js';

/**
 * ST-6: the work of price lists, turn by turn, in the name of whoever asked for it; where it stands is in the database, so it
 * goes on from there after the death of the process, in this copy of the service or another.
 */
@Injectable()
export class RunPriceList implements TimerHandler {
  readonly kind = PRICE_LIST;

  constructor(
    private readonly db: Database,
    private readonly timers: Timers,
    private readonly lists: PriceListRepository,
    private readonly lines: PriceListLineRepository,
    private readonly open: OpenPriceList,
    private readonly compare: ComparePriceList,
    private readonly take: TakePriceList,
  ) {}

  readonly fire: TimerHandler['fire'] = async ({ key: id, data }, asSystem, done) => {
    if (data['ends'] !== undefined) return this.#end(asSystem, id, done);
    const scope: Scope = { ...asSystem, actor: data['actor'] as Actor, operation: 'stock:price-list.import' };
    const row = await this.db.tenantRead(scope, (tx) => this.lists.byId(tx, id));
    if (row?.state === 'reading') await this.open.execute(scope, row);
    if (row?.state === 'checking') await this.compare.execute(scope, row);
    if (row?.state === 'committing') await this.take.execute(scope, row);
    await this.db.tenantTx(scope, async (tx) => {
      const now = await this.lists.lockById(tx, id);
      if (now === undefined) return done(tx);
      tx.changesNothing();
      if (!isWorking(now)) return;
      await workOn(tx, id);
      tx.afterCommit(() => this.timers.wake());
    });
  };

  /** What nobody did anything with for too long: what came of a file goes, a list is closed; of a closed one its lines go. */
  async #end(scope: Scope, id: string, done: Parameters<TimerHandler['fire']>[2]): Promise<void> {
    await this.db.tenantTx(scope, async (tx) => {
      const row = await this.lists.lockById(tx, id);
      if (row === undefined) return done(tx);
      // Somebody took it up again just now: the timer is of their work.
      if (isWorking(row)) return tx.changesNothing();
      tx.audit('price-list', id);
      if (row.state !== 'receiving' && row.state !== 'closed')
        return standing(tx, await this.lists.change(tx, row, { state: 'closed', problem: null }));
      await this.lines.remove(tx, id);
      await this.lists.removePieces(tx, id);
      if (row.state === 'receiving') await this.lists.remove(tx, id);
      await done(tx);
    });
  }
}
