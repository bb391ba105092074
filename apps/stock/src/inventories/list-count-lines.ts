import type { ListCountLinesRequest, ListCountLinesResponse } from '@navette/contracts/stock/v1/inventories';
import type { Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { CountEntryRepository } from './count-entry.repository.js';
import { CountSessions } from './count-sessions.js';
import { EMPTY } from './inventory.js';

const PAGE = 2_000;

/** ST-14: what a phone is to count, and how far the others are. */
@Injectable()
export class ListCountLines {
  constructor(
    private readonly sessions: CountSessions,
    private readonly entries: CountEntryRepository,
  ) {}

  /** @throws DomainError `stock.count.session-over` */
  execute(
    call: Pick<Scope, 'requestId' | 'correlationId' | 'causationId'>,
    { token, since, after }: ListCountLinesRequest,
  ): Promise<ListCountLinesResponse> {
    // The inventory is read before its lines: what changes between the two is told again next time, and nothing is missed.
    return this.sessions.reading(call, token, async (tx, device, inventory) => {
      const found = await this.entries.linesFor(tx, device, since, after, PAGE + 1);
      const { changes, lines, counted, recount, entered, ticked } = inventory;
      return {
        lines: found.slice(0, PAGE),
        more: found.length > PAGE,
        version: String(changes),
        progress: { lines, counted, recount, entered, ticked },
        grows: inventory.scope.kind === EMPTY,
      };
    });
  }
}
