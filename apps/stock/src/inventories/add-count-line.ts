import type { AddCountLineRequest, AddCountLineResponse, CountLine } from '@navette/contracts/stock/v1/inventories';
import type { Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { CountEntryRepository } from './count-entry.repository.js';
import { CountSessions } from './count-sessions.js';
import { JoinInventory } from './join-inventory.js';
import { ReadInventories } from './read-inventories.js';

/** E-082: the line of the part that a phone scans or types, which joins an inventory that was opened empty. */
@Injectable()
export class AddCountLine {
  constructor(
    private readonly sessions: CountSessions,
    private readonly entries: CountEntryRepository,
    private readonly join: JoinInventory,
    private readonly read: ReadInventories,
  ) {}

  /** @throws DomainError `stock.count.session-over`, and what `JoinInventory` refuses */
  execute(
    call: Pick<Scope, 'requestId' | 'correlationId' | 'causationId'>,
    { token, code }: AddCountLineRequest,
  ): Promise<AddCountLineResponse> {
    return this.sessions.writing(call, token, async (tx, device, inventory) => {
      const { position, isNew } = await this.join.execute(tx, inventory, code);
      if (isNew) await this.read.changed(tx, inventory, 'phone');
      else tx.changesNothing();
      const [line] = await this.entries.linesFor(tx, device, '0', position - 1, 1);
      const { progress } = await this.read.byId(tx, inventory.id);
      return { line: line as CountLine, progress };
    });
  }
}
