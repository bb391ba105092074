import { DomainError } from '@navette/kernel';
import { Database, type Scope, type Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { normalisedEmail } from '../parties/party.js';
import { StationRefRepository } from '../stations/station-ref.repository.js';
import { ImportLineRepository, type KeptDuplicate, type LineRow } from './import-line.repository.js';
import { progress, standing } from './party-import.timer.js';
import { Mapping, problemsOf, type LineParty } from './party-line.mapper.js';
import { PartyImportRepository } from './party-import.repository.js';

/** Lines in one transaction: so many that those who live in their towns are not read too often. */
const CHUNK = 2_500;

type Good = LineParty & { readonly row: LineRow; readonly line: number };

/** PA-15: the dry run: what is wrong with each line, and who it may speak of (PA-7). */
@Injectable()
export class CheckImportLines {
  constructor(
    private readonly db: Database,
    private readonly imports: PartyImportRepository,
    private readonly lines: ImportLineRepository,
    private readonly stations: StationRefRepository,
  ) {}

  execute(scope: Scope, importId: string): Promise<void> {
    return this.db.tenantTx(scope, async (tx) => {
      const row = await this.imports.lockById(tx, importId);
      if (row?.state !== 'checking') return tx.changesNothing();
      const read = await this.lines.next(tx, importId, 'read', CHUNK);
      if (read.length === 0) return standing(tx, await this.imports.change(tx, row, { state: 'checked' }));
      const mapping = new Mapping(row.columns, row.default_kind, row.header, await this.stations.phoneRegion(tx));
      const bad: LineRow[] = [];
      const good: Good[] = [];
      for (const one of read) {
        try {
          good.push({ ...mapping.partyOf(one.cells), row: one, line: one.line });
        } catch (error) {
          if (!(error instanceof DomainError)) throw error;
          bad.push({ ...one, state: 'bad', problems: problemsOf(error, one, mapping) });
        }
      }
      await this.lines.update(tx, importId, [...bad, ...(await this.#likely(tx, importId, good))]);
      progress(tx, await this.imports.change(tx, row, { done: row.done + read.length }));
    });
  }

  async #likely(tx: Tx, importId: string, good: readonly Good[]): Promise<LineRow[]> {
    const keysOf = ({ phones, party }: Good) => [
      ...phones.map(({ e164 }) => ({ key: e164, reason: 'same_phone' })),
      ...party.emails.map((email) => ({ key: normalisedEmail(email), reason: 'same_email' })),
    ];
    const keyed = good.flatMap((one) => keysOf(one).map(({ key }) => ({ line: one.line, key })));
    const first = await this.lines.firstLines(tx, importId, keyed);
    const known = await this.lines.duplicates(tx, good);
    return good.map((one) => {
      const earlier = new Map<number, string[]>();
      for (const { key, reason } of keysOf(one)) {
        const line = first.get(key) ?? one.line;
        if (line < one.line) earlier.set(line, [...new Set([...(earlier.get(line) ?? []), reason])]);
      }
      const inFile = [...earlier].map(([line, reasons]): KeptDuplicate => ({ partyId: '', line, reasons }));
      const duplicates = [...(known.get(one.line) ?? []), ...inFile];
      return { ...one.row, state: 'good', duplicates, choice: duplicates.length === 0 ? 'new' : '' };
    });
  }
}
