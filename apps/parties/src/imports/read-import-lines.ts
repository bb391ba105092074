import { Database, type Scope, type Tx } from '@navette/platform/database';
import { ObjectStore } from '@navette/platform/objects';
import { Injectable } from '@nestjs/common';
import { ImportLineRepository } from './import-line.repository.js';
import { progress, standing } from './party-import.timer.js';
import { readPartyFile } from './party-file.reader.js';
import { guessedColumns } from './party-import.js';
import { PartyImportRepository, type ImportRow } from './party-import.repository.js';

/** Lines in one transaction. */
const CHUNK = 5_000;

/** PA-15: the lines of a file are kept, and what its columns hold is guessed; the file itself is needed no more then. */
@Injectable()
export class ReadImportLines {
  readonly #objects = new ObjectStore();

  constructor(
    private readonly db: Database,
    private readonly imports: PartyImportRepository,
    private readonly lines: ImportLineRepository,
  ) {}

  async execute(scope: Scope, { id, content, format }: ImportRow): Promise<void> {
    const stored = await this.db.tenantRead(scope, (tx) => this.#objects.get(tx, content ?? ''));
    // Read to its end by another copy meanwhile.
    if (stored === undefined) return;
    const file = await readPartyFile(stored.content, format);
    if ('problem' in file) {
      return this.#within(scope, id, (tx, row) => this.#end(tx, row, { state: 'refused', problem: file.problem }));
    }
    const { header, lines } = file;
    for (let from = 0; from < lines.length; from += CHUNK) {
      await this.#within(scope, id, async (tx, row) => {
        const chunk = lines.slice(from, from + CHUNK);
        await this.lines.insert(tx, id, chunk);
        progress(tx, await this.imports.change(tx, row, { done: from + chunk.length, total: lines.length }));
      });
    }
    await this.#within(scope, id, async (tx, row) => {
      const columns = guessedColumns(header, await this.imports.keptFields(tx, header));
      await this.#end(tx, row, { state: 'mapping', header: [...header], columns });
    });
  }

  async #end(tx: Tx, row: ImportRow, change: Parameters<PartyImportRepository['change']>[2]): Promise<void> {
    const next = await this.imports.change(tx, row, { ...change, content: null });
    if (row.content !== null && !(await this.imports.isRead(tx, row.content)))
      await this.#objects.remove(tx, row.content);
    await standing(tx, next);
  }

  #within(scope: Scope, id: string, work: (tx: Tx, row: ImportRow) => Promise<void>): Promise<void> {
    return this.db.tenantTx(scope, async (tx) => {
      const row = await this.imports.lockById(tx, id);
      if (row?.state !== 'reading') return tx.changesNothing();
      await work(tx, row);
    });
  }
}
