import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConsumePartsMessage, InterventionFileShippedMessage, ShuttleNoteIssuedMessage } from '@navette/contracts';
import {
  BillingServiceService as Billing,
  CustomerOrder,
  type GetCustomerOrderRequest,
} from '@navette/contracts/billing/v1/service';
import type { InterventionFileShipped } from '@navette/contracts/interventions/v1/events';
import {
  InterventionFile,
  InterventionsServiceService as Interventions,
  type GetInterventionFileRequest,
} from '@navette/contracts/interventions/v1/service';
import type { ConsumeParts } from '@navette/contracts/stock/v1/commands';
import { Party } from '@navette/contracts/parties/v1/service';
import { PublicRpc } from '@navette/platform/rpc';
import { pdfText, startTestService, type TestService } from '@navette/testing';
import { Controller } from '@nestjs/common';
import { Bench, elsewhere, here, id, refusal } from '../test/bench.helper.js';
import { neighbours, startStandIns } from '../test/stand-ins.js';

const mainAddress = { line1: '3 rue des Acacias', line2: '', postcode: '59000', city: 'Lille', country: 'FR' };
const deliveryAddress = { line1: '8 quai du Wault', line2: '', postcode: '62000', city: 'Arras', country: 'FR' };
const header = { civility: 'Mme', name: 'Lefèvre', firstName: 'Zoé', phone: '06 12 34 56 78', mainAddress };
/** A file whose person was erased. */
const ERASED = id();
/** A file of somebody who reads English, whose id is the same. */
const ENGLISH = id();

@Controller()
class InterventionsStandIn {
  @PublicRpc(Interventions.getInterventionFile, 'a stand-in')
  async getInterventionFile(asked: GetInterventionFileRequest): Promise<InterventionFile> {
    const statuses = [{ key: 'shipped', comment: 'Colis 2 sur 2' }];
    if (asked.id === ERASED) return InterventionFile.fromPartial({ statuses: [{ key: 'shipped' }] });
    const consumerPartyId = asked.id === ENGLISH ? ENGLISH : '';
    return InterventionFile.fromPartial({ consumerPartyId, header: { ...header, deliveryAddress }, statuses });
  }
}

@Controller()
class BillingStandIn {
  @PublicRpc(Billing.getCustomerOrder, 'a stand-in')
  async getCustomerOrder({ id: orderId }: GetCustomerOrderRequest): Promise<CustomerOrder> {
    return CustomerOrder.fromPartial({ id: orderId, customerPartyId: orderId, header });
  }
}

let bench: Bench;
let standIns: TestService[];

beforeAll(async () => {
  const { env, services } = await startStandIns();
  const interventions = await startTestService({
    name: 'interventions',
    migrations: [],
    grpc: {
      definition: { getInterventionFile: Interventions.getInterventionFile },
      controllers: [InterventionsStandIn],
    },
  });
  const billing = await startTestService({
    name: 'billing',
    migrations: [],
    grpc: { definition: { getCustomerOrder: Billing.getCustomerOrder }, controllers: [BillingStandIn] },
  });
  standIns = [...services, interventions, billing];
  bench = await Bench.start({
    env: {
      ...env,
      NAVETTE_INTERVENTIONS_GRPC_URL: interventions.grpcAddress,
      NAVETTE_BILLING_GRPC_URL: billing.grpcAddress,
    },
  });
});
afterAll(async () => {
  await bench.stop();
  await Promise.all(standIns.map((one) => one.stop()));
});

const shipped = (fileId = id()): InterventionFileShipped => ({
  fileId,
  fileNumber: `LIL-DI-2026-${fileId.slice(-6)}`,
  productCategory: 'Lave-linge',
  productBrand: 'Electrobel',
  productReference: 'LL-9000',
  productSerialNumber: 'SN-0042',
});
const send = (file: InterventionFileShipped, tenant = here) =>
  bench.tell('file-shipped', InterventionFileShippedMessage, file, { tenant });
const notesOf = async (originId: string, options = {}) =>
  (await bench.client.listShuttleNotes({ originId }, await bench.as(options))).notes;
const paper = async (noteId: string, options = {}) =>
  bench.client.printShuttleNote({ id: noteId }, await bench.as(options));

describe('ST-16 the shuttle note of a file', () => {
  it('is numbered once, however often its sending is told', async () => {
    const file = shipped();
    await send(file);
    await send(file);
    const [note, ...others] = await notesOf(file.fileId);
    expect(others).toEqual([]);
    expect(note).toMatchObject({
      number: expect.stringMatching(/^LIL-BN-\d{4}-\d{6}$/),
      originKind: 'intervention_file',
      originNumber: file.fileNumber,
    });
    const events = await bench.heard(ShuttleNoteIssuedMessage, ({ originId }) => originId === file.fileId);
    expect(events).toEqual([
      { shuttleNoteId: note?.id, number: note?.number, originKind: 'intervention_file', originId: file.fileId },
    ]);
    expect(await bench.rows(`select 1 from audit where entity_type = 'shuttle-note' and entity_id = $1`, [note?.id])).toHaveLength(1); // prettier-ignore
  });

  it('is printed with the appliance, where it goes, the remarks and boxes to sign in', async () => {
    const file = shipped();
    await send(file);
    const [note] = await notesOf(file.fileId);
    const { content, fileName } = await paper(note?.id ?? '');
    expect(fileName).toBe(`${note?.number}.pdf`);
    const text = await pdfText(content);
    for (const said of [
      'Bon de livraison navette',
      note?.number as string,
      file.fileNumber,
      'Houplin Lille',
      'Mme Zoé Lefèvre',
      '8 quai du Wault',
      '62000 Arras',
      '06 12 34 56 78',
      'LL-9000',
      'Lave-linge Electrobel',
      'SN-0042',
      'Colis 2 sur 2',
      'Remis au transporteur le',
    ]) {
      expect(text).toContain(said);
    }
    expect(text).not.toContain('3 rue des Acacias');
    expect(Buffer.from((await paper(note?.id ?? '')).content)).toEqual(Buffer.from(content));
  });

  it('is in the language of whom it goes to, with the station’s logo; and waits for parties', async () => {
    neighbours.parties.set(ENGLISH, Party.fromPartial({ id: ENGLISH, name: 'Lefèvre', language: 'en' }));
    await send(shipped(ENGLISH));
    const [note] = await notesOf(ENGLISH);
    const { content } = await paper(note?.id ?? '');
    const text = await pdfText(content);
    for (const said of ['Shuttle note', 'Mme Zoé Lefèvre', 'Serial number', 'Remarks', 'Given to the carrier on'])
      expect(text).toContain(said);
    expect(text).not.toContain('navette');
    expect(Buffer.from(content).includes('/Subtype /Image')).toBe(true);
    neighbours.away = true;
    await expect(paper(note?.id ?? '')).rejects.toEqual(refusal('platform.service.unavailable'));
    neighbours.away = false;
  });

  it('of a person who was erased is printed without a name', async () => {
    const file = shipped(ERASED);
    await send(file);
    const [note] = await notesOf(ERASED);
    const text = await pdfText((await paper(note?.id ?? '')).content);
    expect(text).toContain('SN-0042');
    expect(text).not.toContain('Remarques');
  });

  it('is not for other stations, nor without the right', async () => {
    const file = shipped();
    await send(file);
    const [note] = await notesOf(file.fileId);
    expect(await notesOf(file.fileId, { tenant: elsewhere })).toEqual([]);
    const unknown = refusal('stock.shuttle-note.not-found');
    await expect(paper(note?.id ?? '', { tenant: elsewhere })).rejects.toEqual(unknown);
    await expect(paper(id())).rejects.toEqual(unknown);
    expect(await notesOf('x')).toEqual([]);
    const rights = ['stock:part.read'];
    await expect(paper(note?.id ?? '', { rights })).rejects.toEqual(refusal('platform.request.forbidden'));
    await expect(notesOf(file.fileId, { rights })).rejects.toEqual(refusal('platform.request.forbidden'));
    await send(shipped(file.fileId), elsewhere);
    const [theirs] = await notesOf(file.fileId, { tenant: elsewhere });
    expect(theirs?.number).toMatch(/^LEN-BN-/);
  });
});

describe('ST-16 the shuttle note of parts that were bought', () => {
  const leave = (command: ConsumeParts) => bench.ask('consume-parts', ConsumePartsMessage, command);
  const slip = (originId: string, lines: ConsumeParts['lines'], shuttleNote = true): ConsumeParts => ({
    request: { sagaId: id(), requestId: id() },
    itemKey: id(),
    originKind: 'customer_order',
    originId,
    lines,
    keepRest: true,
    shuttleNote,
  });

  it('is made with the stock that leaves, once of each delivery slip', async () => {
    const [part, other] = [await bench.part({ designation: 'Courroie 1200 J5' }), await bench.part()];
    await bench.correct(part, 3, '6');
    await bench.correct(other, 1, '6');
    const first = await bench.order(part, 3);
    const second = await bench.order(other, 1, first.originId);
    const command = slip(first.originId, [
      { needId: first.needId, partId: part.id, used: '2' },
      { needId: second.needId, partId: other.id, used: '1' },
    ]);
    expect(await leave(command)).toEqual(['done', {}]);
    expect(await leave(command)).toEqual(['done', {}]);
    const [note, ...none] = await notesOf(first.originId);
    expect(none).toEqual([]);
    const text = await pdfText((await paper(note?.id ?? '')).content);
    for (const said of [
      'Bon de livraison navette',
      `BC-${first.originId.slice(-6)}`,
      'Zoé Lefèvre',
      '3 rue des Acacias',
      part.reference,
      'Courroie 1200 J5',
      other.reference,
    ])
      // prettier-ignore
      expect(text).toContain(said);
    expect(text).not.toContain('N° de série');

    await leave(slip(first.originId, [{ needId: first.needId, partId: part.id, used: '1' }]));
    expect(await notesOf(first.originId)).toHaveLength(2);
  });

  it('is none where the slip is refused, or not sent', async () => {
    const part = await bench.part();
    await bench.correct(part, 1, '6');
    const order = await bench.order(part, 2);
    const refused = slip(order.originId, [{ needId: order.needId, partId: part.id, used: '2' }]);
    expect((await leave(refused))[0]).toBe('stock.consumption.not-allocated');
    expect(await notesOf(order.originId)).toEqual([]);
    await leave(slip(order.originId, [{ needId: order.needId, partId: part.id, used: '1' }], false));
    expect(await notesOf(order.originId)).toEqual([]);
  });
});
