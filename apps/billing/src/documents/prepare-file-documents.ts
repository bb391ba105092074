import type { BillableFile } from '@navette/contracts/billing/v1/service';
import { localDate } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { PartyRepository } from '../parties/party.repository.js';
import { StationRepository } from '../stations/station.repository.js';
import type { BilledAs } from './document.js';
import { fileDocuments, payersOf, type FileDocument } from './file-documents.js';

/** The documents of a file, or of what is billed like one, as they would be issued now. */
@Injectable()
export class PrepareFileDocuments {
  constructor(
    private readonly stations: StationRepository,
    private readonly parties: PartyRepository,
  ) {}

  /** @throws DomainError as `fileDocuments`, and `billing.station.not-known-yet` */
  async execute(tx: Tx, file: BillableFile, as?: BilledAs): Promise<FileDocument[]> {
    const station = await this.stations.current(tx);
    const customers = await this.parties.customers(tx, payersOf(file));
    return fileDocuments(file, { station, customers, today: localDate(tx.now, station.timeZone) }, as);
  }
}
