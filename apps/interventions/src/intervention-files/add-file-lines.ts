import { PartsNeededMessage } from '@navette/contracts';
import type { InterventionFile, NewFileLine } from '@navette/contracts/interventions/v1/service';
import { isUuid } from '@navette/kernel';
import { Database, type Scope, type Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { StationCalendar } from '../stations/station-calendar.js';
import { CatalogueClient } from './catalogue.client.js';
import { ChangeFile } from './change-file.js';
import { askedLines, catalogued, wantsPart, type AskedLine, type FileLineDraft } from './file-line.js';
import { assertState, CHANGEABLE, fileErrors, type InterventionFileHead } from './intervention-file.js';
import { InterventionFileRepository } from './intervention-file.repository.js';

/** IN-8: lines of parts and special items. Parts from stock become needs; a finished file is open again. */
@Injectable()
export class AddFileLines {
  constructor(
    private readonly db: Database,
    private readonly files: InterventionFileRepository,
    private readonly change: ChangeFile,
    private readonly catalogue: CatalogueClient,
    private readonly calendar: StationCalendar,
  ) {}

  /**
   * @throws DomainError `interventions.file.not-found`, `interventions.file.state-not-accepted`,
   *   `interventions.file-line.invalid` with every field, `platform.service.unavailable`
   */
  async execute(scope: Scope, fileId: string, input: readonly NewFileLine[]): Promise<InterventionFile> {
    const seen = isUuid(fileId) ? await this.db.tenantRead(scope, (tx) => this.files.byId(tx, fileId)) : undefined;
    if (seen === undefined) throw fileErrors.error('file.not-found');
    const lines = askedLines(input, seen);
    const payerOf = ({ payer }: AskedLine) => (payer === 'consumer' ? seen.consumerPartyId : seen.orderingPartyId);
    const drafts = catalogued(lines, await this.catalogue.find(scope, lines, payerOf));
    return this.change.execute(scope, fileId, async (tx, file) => {
      assertState(file, CHANGEABLE);
      await this.#add(tx, file, drafts);
    });
  }

  async #add(tx: Tx, file: InterventionFileHead, drafts: readonly FileLineDraft[]): Promise<void> {
    const wanted = drafts.some(wantsPart);
    const needsRound = file.needsRound + (wanted ? 1 : 0);
    const changed = await this.files.change(tx, file, { state: 'open', needsRound });
    const ids = await this.files.insertLines(tx, file.id, drafts, needsRound);
    if (!wanted) return;
    const lines = drafts.flatMap((draft, i) =>
      wantsPart(draft) ? [{ lineId: ids[i] as string, partId: draft.itemId, quantity: draft.quantity.toString() }] : [],
    );
    tx.publish(
      PartsNeededMessage,
      { type: 'intervention-file', id: file.id, version: changed.version },
      {
        fileId: file.id,
        fileNumber: file.number,
        fileType: file.type,
        wantedOn: (await this.calendar.today(tx)).toString(),
        consumerPartyId: file.consumerPartyId,
        lines,
      },
    );
  }
}
