import type { RecordCountsRequest, RecordCountsResponse } from '@navette/contracts/stock/v1/inventories';
import { isUuid } from '@navette/kernel';
import type { Scope, Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { countErrors, MOST_ENTRIES_AT_ONCE, MOST_OPERATIONS, type CountDevice } from './count-access.js';
import { CountAccessRepository } from './count-access.repository.js';
import { CountEntryRepository, type KeptEntry, type NewEntry } from './count-entry.repository.js';
import { CountSessions } from './count-sessions.js';
import { standingOf } from './count-standing.js';
import { countedQuantity, inventoryErrors } from './inventory.js';
import { InventoryRepository, type InventoryRow } from './inventory.repository.js';
import { tellInventoryChanged } from './read-inventories.js';

type Entry = RecordCountsRequest['entries'][number];
type Result = RecordCountsResponse['results'][number];

/**
 * ST-14: figures of a phone, as it counts or when it is back. Each is an operation with a number of that phone: what comes
 * again counts once, and of a line the highest holds, in whatever order they come. One that is wrong is named and keeps no
 * other from being recorded.
 */
@Injectable()
export class RecordCounts {
  constructor(
    private readonly sessions: CountSessions,
    private readonly access: CountAccessRepository,
    private readonly entries: CountEntryRepository,
    private readonly inventories: InventoryRepository,
  ) {}

  /** @throws DomainError `stock.count.session-over`, `stock.count.invalid` */
  execute(
    call: Pick<Scope, 'requestId' | 'correlationId' | 'causationId'>,
    { token, entries }: RecordCountsRequest,
  ): Promise<RecordCountsResponse> {
    if (entries.length === 0 || entries.length > MOST_ENTRIES_AT_ONCE) {
      const field = countErrors.field('/entries', 'count.entries-missing', { max: MOST_ENTRIES_AT_ONCE });
      throw countErrors.error('count.invalid', {}, [field]);
    }
    return this.sessions.writing(call, token, async (tx, device, inventory) => {
      const ids = entries.map(({ lineId }) => lineId).filter(isUuid);
      const sequences = await this.entries.sequences(tx, inventory.id, ids);
      const sound = entries.flatMap((entry) => soundEntry(entry, sequences));
      const written = await this.entries.insert(tx, device, sound);
      if (written.length === 0) tx.changesNothing();
      else await this.#settle(tx, device, inventory, written);
      const kept = await this.entries.kept(
        tx,
        device.id,
        sound.map(({ operation }) => operation),
      );
      const standings = await this.entries.standings(tx, [...sequences.keys()]);
      const results = entries.map((entry): Result => ({
        operation: entry.operation,
        outcome: outcomeOf(entry, sequences, kept),
        standing: standings.get(entry.lineId) ?? '',
        sequence: sequences.get(entry.lineId) ?? '0',
      }));
      const after = (await this.inventories.byId(tx, inventory.id)) ?? inventory;
      const { lines, counted, recount, entered, ticked } = after;
      return { results, progress: { lines, counted, recount, entered, ticked } };
    });
  }

  async #settle(tx: Tx, device: CountDevice, { id, changes }: InventoryRow, lineIds: readonly string[]): Promise<void> {
    const figures = await this.entries.figures(tx, [...new Set(lineIds)]);
    const standings = new Map([...figures].map(([lineId, those]) => [lineId, standingOf(those)]));
    await this.entries.setStandings(tx, changes + 1, standings);
    await this.access.seen(tx, device.id, lineIds.length);
    tx.audit('inventory', id);
    await this.inventories.touch(tx, id, 'phone');
    tellInventoryChanged(tx, id, changes + 1);
  }
}

/** None where something is wrong with it: `outcomeOf` says what. */
function soundEntry(entry: Entry, sequences: ReadonlyMap<string, string>): NewEntry[] {
  const { operation, lineId } = entry;
  const [quantity, sequence] = [countedQuantity(entry.quantity), sequences.get(lineId)];
  if (!isOperation(operation) || quantity === undefined || sequence === undefined) return [];
  return [{ operation, lineId, quantity, sequence, moved: sequence !== entry.sequence }];
}

function outcomeOf(
  { operation, lineId, quantity }: Entry,
  sequences: ReadonlyMap<string, string>,
  kept: ReadonlyMap<number, KeptEntry>,
): string {
  const typed = countedQuantity(quantity);
  if (!isOperation(operation)) return countErrors.error('count.operation-wrong', { max: MOST_OPERATIONS }).code;
  if (!sequences.has(lineId)) return inventoryErrors.error('inventory.line-unknown').code;
  if (typed === undefined) return 'stock.inventory.quantity-wrong';
  const entry = kept.get(operation);
  const same = entry?.lineId === lineId && entry.quantity === typed.toString();
  if (!same) return countErrors.error('count.operation-used').code;
  return entry.moved ? 'moved' : 'recorded';
}

function isOperation(operation: number): boolean {
  return Number.isInteger(operation) && operation >= 1 && operation <= MOST_OPERATIONS;
}
