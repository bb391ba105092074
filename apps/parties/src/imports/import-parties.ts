import { extname } from 'node:path';
import type { PartyImport } from '@navette/contracts/parties/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { MAX_OBJECT_BYTES, ObjectStore } from '@navette/platform/objects';
import { Timers } from '@navette/platform/timers';
import { Injectable } from '@nestjs/common';
import { standing } from './party-import.timer.js';
import { FORMATS } from './party-file.reader.js';
import { importErrors } from './party-import.js';
import { PartyImportRepository } from './party-import.repository.js';

const LONGEST_NAME = 200;

/** PA-15: a file of parties is taken in; it is read in the background, since a large one takes longer than an answer may. */
@Injectable()
export class ImportParties {
  readonly #objects = new ObjectStore();

  constructor(
    private readonly db: Database,
    private readonly imports: PartyImportRepository,
    private readonly timers: Timers,
  ) {}

  /**
   * @throws DomainError `parties.import.file-name`, `parties.import.format-not-accepted`, `parties.import.too-large`,
   *   `parties.import.empty`
   */
  execute(scope: Scope, typedName: string, content: Uint8Array): Promise<PartyImport> {
    const fileName = typedName.replaceAll('\0', '').trim();
    if (fileName === '' || fileName.length > LONGEST_NAME)
      throw importErrors.error('import.file-name', { max: LONGEST_NAME });
    const format = FORMATS.find((one) => extname(fileName).toLowerCase() === `.${one}`);
    if (format === undefined) throw importErrors.error('import.format-not-accepted', { accepted: FORMATS });
    if (content.length === 0) throw importErrors.error('import.empty');
    if (content.length > MAX_OBJECT_BYTES)
      throw importErrors.error('import.too-large', { max: MAX_OBJECT_BYTES / 1_048_576 });
    const mediaType =
      format === 'csv' ? 'text/csv' : 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
    return this.db.command(scope, async (tx) => {
      const kept = await this.#objects.put(tx, mediaType, Buffer.from(content));
      const id = tx.newId();
      await this.imports.insert(tx, { id, fileName, format, content: kept });
      await standing(tx, { id, version: 1, state: 'reading', done: 0, total: 0 });
      tx.afterCommit(() => this.timers.wake());
      const row = await this.imports.byId(tx, id);
      if (row === undefined) throw new Error(`import ${id} is not there`);
      return this.imports.tell(tx, row);
    });
  }
}
