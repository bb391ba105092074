import type { Schema } from '@navette/api-client';
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { CountLine } from './count-lines.js';

export type CountSession = Schema<'CountSession'>;

/** A figure that was counted and that nobody has confirmed yet. */
export interface Entry {
  readonly inventoryId: string;
  readonly deviceId: string;
  readonly operation: number;
  readonly lineId: string;
  readonly quantity: string;
  readonly sequence: string;
}

interface Kept {
  readonly session: CountSession;
  /** What to ask changes from. */
  readonly version: string;
  readonly lastOperation: number;
}

interface CountDb extends DBSchema {
  /** The phone's inventory, under the one key `now`. */
  kept: { key: 'now'; value: Kept };
  lines: { key: string; value: CountLine };
  entries: { key: [deviceId: string, operation: number]; value: Entry };
}

/** What a phone keeps of its count, so that a lost connection, a reload or an empty battery loses no figure. */
export class CountStore {
  private constructor(private readonly db: IDBPDatabase<CountDb>) {}

  static async open(): Promise<CountStore> {
    return new CountStore(
      await openDB<CountDb>('navette-count', 1, {
        upgrade(db) {
          db.createObjectStore('kept');
          db.createObjectStore('lines', { keyPath: 'id' });
          db.createObjectStore('entries', { keyPath: ['deviceId', 'operation'] });
        },
      }),
    );
  }

  kept(): Promise<Kept | undefined> {
    return this.db.get('kept', 'now');
  }

  lines(): Promise<CountLine[]> {
    return this.db.getAll('lines');
  }

  /**
   * The phone counts for this session from now on. Figures that were waiting for the same inventory under another device of
   * this phone are counted by the new one; its lines are asked for anew, for nobody says which of them have left meanwhile.
   */
  async begin(session: CountSession): Promise<Kept> {
    const tx = this.db.transaction(['kept', 'lines', 'entries'], 'readwrite');
    const before = await tx.objectStore('kept').get('now');
    const isSame = before?.session.inventoryId === session.inventoryId;
    const isDevice = isSame && before?.session.deviceId === session.deviceId;
    if (!isDevice) await tx.objectStore('lines').clear();
    let lastOperation = Math.max(session.lastOperation, isDevice ? before.lastOperation : 0);
    const entries = tx.objectStore('entries');
    for (const entry of await entries.getAll()) {
      if (entry.inventoryId !== session.inventoryId || entry.deviceId === session.deviceId) continue;
      await entries.delete([entry.deviceId, entry.operation]);
      await entries.put({ ...entry, deviceId: session.deviceId, operation: ++lastOperation });
    }
    const kept = { session, version: isDevice ? before.version : '0', lastOperation };
    await tx.objectStore('kept').put(kept, 'now');
    await tx.done;
    return kept;
  }

  /** Keeps a figure under the next number of this phone; several windows of it never use one twice. */
  async add(line: CountLine, quantity: string): Promise<Entry> {
    const tx = this.db.transaction(['kept', 'lines', 'entries'], 'readwrite');
    const kept = await tx.objectStore('kept').get('now');
    if (kept === undefined) throw new Error('this phone counts nothing');
    const operation = kept.lastOperation + 1;
    const { inventoryId, deviceId } = kept.session;
    const entry = { inventoryId, deviceId, operation, lineId: line.id, quantity, sequence: line.sequence };
    await tx.objectStore('kept').put({ ...kept, lastOperation: operation }, 'now');
    await tx.objectStore('entries').put(entry);
    await tx.objectStore('lines').put({ ...line, ownQuantity: quantity });
    await tx.done;
    return entry;
  }

  /** Figures that wait, the first first. */
  async waiting({ deviceId }: CountSession, limit = Infinity): Promise<Entry[]> {
    const range = IDBKeyRange.bound([deviceId, 0], [deviceId, Number.MAX_SAFE_INTEGER]);
    return this.db.getAll('entries', range, limit === Infinity ? undefined : limit);
  }

  async done(entries: readonly Entry[]): Promise<void> {
    const tx = this.db.transaction('entries', 'readwrite');
    await Promise.all(entries.map(({ deviceId, operation }) => tx.store.delete([deviceId, operation])));
    await tx.done;
  }

  /** Keeps lines as they are now; those that have left are kept no longer. */
  async putLines(lines: readonly CountLine[]): Promise<void> {
    const tx = this.db.transaction('lines', 'readwrite');
    await Promise.all(lines.map((line) => (line.removed ? tx.store.delete(line.id) : tx.store.put(line))));
    await tx.done;
  }

  async setVersion(version: string): Promise<void> {
    const tx = this.db.transaction('kept', 'readwrite');
    const kept = await tx.store.get('now');
    if (kept !== undefined) await tx.store.put({ ...kept, version }, 'now');
    await tx.done;
  }
}
