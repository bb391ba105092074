import type { ChoosePartyImportLinesRequest, PartyImport } from '@navette/contracts/parties/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { ImportLineRepository } from './import-line.repository.js';
import { expectImport, standing } from './party-import.timer.js';
import { CHOICES, importErrors, type Choice } from './party-import.js';
import { PartyImportRepository } from './party-import.repository.js';

/** PA-7, PA-15: a person decides what becomes of lines that a dry run found good. */
@Injectable()
export class ChoosePartyImportLines {
  constructor(
    private readonly db: Database,
    private readonly imports: PartyImportRepository,
    private readonly lines: ImportLineRepository,
  ) {}

  /**
   * @throws DomainError `parties.import.choice-not-accepted`, `parties.import.lines-not-accepted` where a line named is not
   *   good, or is to update a party that is none of its duplicates; `parties.import.not-found`,
   *   `parties.import.changed-meanwhile`, `parties.import.state-not-accepted`
   */
  execute(scope: Scope, request: ChoosePartyImportLinesRequest): Promise<PartyImport> {
    const { importId, expectedVersion, choice, partyId } = request;
    const lines = [...new Set(request.lines)];
    if (!(CHOICES as readonly string[]).includes(choice)) {
      const params = { accepted: CHOICES };
      const field = importErrors.field('/choice', 'import.choice-not-accepted', params);
      throw importErrors.error('import.choice-not-accepted', params, [field]);
    }
    return this.db.command(scope, async (tx) => {
      const accepted = ['checked', 'committed'] as const;
      const row = await expectImport(tx, this.imports, importId, Number(expectedVersion), accepted);
      const taken = await this.lines.choose(tx, importId, lines, choice as Choice, partyId);
      if (taken < lines.length) throw importErrors.error('import.lines-not-accepted', { lines: lines.map(String) });
      const next = await this.imports.change(tx, row, {});
      await standing(tx, next);
      return this.imports.tell(tx, next);
    });
  }
}
