import { InterventionFileOpenedMessage, MissionOrderConvertedMessage } from '@navette/contracts';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { MissionOrderRepository } from '../mission-orders/mission-order.repository.js';
import { PartyHeaderRepository } from '../parties/party-header.repository.js';
import { PartyRefRepository } from '../parties/party-ref.repository.js';
import { StationCalendar } from '../stations/station-calendar.js';
import { AddFileStatus } from './add-file-status.js';
import { orderingPartyKind, type InterventionFileHead } from './intervention-file.js';
import { InterventionFileRepository } from './intervention-file.repository.js';

/**
 * IN-2: the file of an accepted mission order, with product, reseller, ordering party, symptom and comment taken over; the
 * sender pays by default when it says that the appliance is under warranty, else the consumer. A reseller that orders has
 * sold the appliance unless another is named (IN-3). It keeps what its consumer's record says now (PA-19).
 */
@Injectable()
export class OpenFile {
  constructor(
    private readonly files: InterventionFileRepository,
    private readonly orders: MissionOrderRepository,
    private readonly parties: PartyRefRepository,
    private readonly headers: PartyHeaderRepository,
    private readonly calendar: StationCalendar,
    private readonly addStatus: AddFileStatus,
  ) {}

  /**
   * @param reseller id of its party; empty where none is named
   * @returns id of the file; of the one there is when the order was converted before
   * @throws DomainError `interventions.station.unknown`
   */
  async execute(tx: Tx, missionOrderId: string, consumerPartyId: string, reseller: string): Promise<string> {
    const order = await this.orders.lockById(tx, missionOrderId);
    if (order === undefined) throw new Error(`no mission order ${missionOrderId}`);
    if (order.state === 'converted') return order.fileId;
    if (order.state !== 'accepted') throw new Error(`mission order ${missionOrderId} is ${order.state}`);
    const { content } = order;
    const { orderingPartyId } = content;
    const kind =
      orderingPartyId === '' ? 'consumer' : orderingPartyKind(await this.parties.kindsOf(tx, orderingPartyId));
    const resellerPartyId = reseller || (kind === 'reseller' ? orderingPartyId : '');
    const file: InterventionFileHead = {
      id: tx.newId(),
      version: 1,
      number: await this.calendar.nextNumber(tx, 'DI'),
      type: content.fileType,
      state: 'open',
      consumerPartyId,
      orderingPartyKind: kind,
      orderingPartyId,
      resellerPartyId,
      defaultPayer: content.underWarranty ? 'ordering_party' : 'consumer',
      missionOrderId,
      missionExternalNumber: content.externalNumber,
      product: content.product,
      symptom: content.symptom,
      comment: content.comment,
      needsRound: 0,
      billingAttempts: 0,
      billingRefusal: '',
      billingRefusalParams: {},
      cancelReason: '',
      header: await this.headers.find(tx, consumerPartyId),
    };
    await this.files.insert(tx, file, 'file_opened');
    const converted = await this.orders.change(tx, order, { state: 'converted', fileId: file.id, toComplete: '' });
    tx.publish(
      InterventionFileOpenedMessage,
      { type: 'intervention-file', id: file.id, version: file.version },
      { fileId: file.id, number: file.number, consumerPartyId, missionOrderId, resellerPartyId },
    );
    tx.publish(
      MissionOrderConvertedMessage,
      { type: 'mission-order', id: missionOrderId, version: converted.version },
      { missionOrderId, externalNumber: content.externalNumber, clientId: content.clientId, fileId: file.id },
    );
    await this.addStatus.execute(tx, 'file_opened', [{ fileId: file.id, cause: 'opened', at: tx.now, comment: '' }]);
    tx.audit('mission-order', missionOrderId);
    tx.audit('intervention-file', file.id);
    return file.id;
  }
}
