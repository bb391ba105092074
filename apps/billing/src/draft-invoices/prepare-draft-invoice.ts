import { localDate, type Temporal } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { documentErrors } from '../documents/document.js';
import { preparedDocument, type BilledLine, type PreparedDocument } from '../documents/prepared-document.js';
import { asHeaded } from '../parties/customer.js';
import { PartyRepository } from '../parties/party.repository.js';
import { StationRepository } from '../stations/station.repository.js';
import type { DraftInvoice } from './draft-invoice.js';

/** The invoice that a draft would be. */
@Injectable()
export class PrepareDraftInvoice {
  constructor(
    private readonly stations: StationRepository,
    private readonly parties: PartyRepository,
  ) {}

  /** The station's date now. @throws DomainError `billing.station.not-known-yet` */
  async today(tx: Tx): Promise<Temporal.PlainDate> {
    return localDate(tx.now, (await this.stations.current(tx)).timeZone);
  }

  /** @throws DomainError as `preparedDocument`, and `billing.document.unknown-customer` */
  async execute(
    tx: Tx,
    { customerPartyId, origin, header }: DraftInvoice,
    on: Temporal.PlainDate,
    lines: readonly BilledLine[],
  ): Promise<PreparedDocument> {
    const station = await this.stations.current(tx);
    const known = (await this.parties.customers(tx, [customerPartyId])).get(customerPartyId);
    if (known === undefined) throw documentErrors.error('document.unknown-customer', { party: customerPartyId });
    const customer = asHeaded(known, header);
    return preparedDocument({ kind: 'invoice', customer, station, on, lines, origin: origin.number });
  }
}
