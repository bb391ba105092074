import { Party } from '@navette/contracts/parties/v1/service';
import { headerOf } from '@navette/platform/document-header';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { PartyHeaderRepository } from './party-header.repository.js';

/** What a mission order says of its consumer, once nobody may know any more. */
const NOBODY = {
  civility: '',
  name: '—',
  firstName: '',
  phone: '',
  email: '',
  address: { line1: '', line2: '', postcode: '', city: '', country: '' },
};

/**
 * PA-16: what senders and colleagues wrote of an erased person goes from its files, their orders and their sagas. The appliance
 * and what was done to it stay.
 */
@Injectable()
export class ErasePerson {
  constructor(private readonly headers: PartyHeaderRepository) {}

  async execute(tx: Tx, partyId: string, version: number): Promise<void> {
    const { stationId } = tx.scope;
    const header = headerOf(Party.create({ name: NOBODY.name }));
    await this.headers.keep(tx, [Party.create({ id: partyId, name: NOBODY.name })], version);
    const files = await tx.rows<{ id: string; orderId: string | null }>(
      `update intervention_file set comment = '', cancel_reason = case cancel_reason when '' then '' else '—' end,
         header = $3, version = version + 1
       where station_id = $1 and consumer_party_id = $2 returning id, mission_order_id as "orderId"`,
      [stationId, partyId, header],
    );
    const fileIds = files.map(({ id }) => id);
    const orderIds = files.flatMap(({ orderId }) => orderId ?? []);
    const ofFiles = [stationId, fileIds];
    await tx.run(`update file_status set comment = '' where station_id = $1 and file_id = any ($2::uuid[])`, ofFiles);
    await tx.run(`update file_line set note = '' where station_id = $1 and file_id = any ($2::uuid[])`, ofFiles);
    await tx.run(
      `update mission_order set consumer = $3, comment = '', version = version + 1
       where station_id = $1 and id = any ($2::uuid[])`,
      [stationId, orderIds, NOBODY],
    );
    await tx.run(
      `update saga set data = jsonb_set(data, '{party}', $3::jsonb)
       where station_id = $1 and type = 'mission-to-file' and data ->> 'missionOrderId' = any ($2::text[])`,
      [stationId, orderIds, NOBODY],
    );
    await tx.run(
      `update saga_item i set payload = $3::jsonb from saga s
       where i.station_id = $1 and i.step = 'party' and s.station_id = $1 and s.id = i.saga_id
         and s.data ->> 'missionOrderId' = any ($2::text[])`,
      [stationId, orderIds, NOBODY],
    );
    // Billed long ago, with what their documents print.
    await tx.run(
      `update saga set data = jsonb_set(data, '{billable,payers}',
         (select jsonb_agg(payer - 'header') from jsonb_array_elements(data -> 'billable' -> 'payers') as payer))
       where station_id = $1 and type = 'file-to-invoice' and data -> 'billable' ->> 'fileId' = any ($2::text[])`,
      ofFiles,
    );
    await tx.run(
      `update saga_item i set payload = jsonb_set(i.payload, '{payers}',
         (select jsonb_agg(payer - 'header') from jsonb_array_elements(i.payload -> 'payers') as payer))
       from saga s
       where i.station_id = $1 and i.step in ('check', 'issue') and s.station_id = $1 and s.id = i.saga_id
         and s.type = 'file-to-invoice' and s.data -> 'billable' ->> 'fileId' = any ($2::text[])`,
      ofFiles,
    );
    await tx.run(`update suspension_override set reason = '—' where station_id = $1 and party_id = $2`, [
      stationId,
      partyId,
    ]);
    tx.audit('party', partyId);
    for (const id of fileIds) tx.audit('intervention-file', id);
    for (const id of orderIds) tx.audit('mission-order', id);
  }
}
