import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  CheckFileDocumentsMessage,
  ConsumersMergedMessage,
  FindOrCreatePartyMessage,
  InterventionFileChangedMessage,
  PartyBillingTermsChangedMessage,
  PartyChangedMessage,
  PartyCreatedMessage,
  PartyErasedMessage,
} from '@navette/contracts';
import { DocumentHeader } from '@navette/contracts/common/v1/common';
import type { InterventionFile } from '@navette/contracts/interventions/v1/service';
import { BillingTerms, Party } from '@navette/contracts/parties/v1/service';
import { ACTIVE, ASIDE, Bench, elsewhere, here, id, MANUFACTURER, refusal, RIGHTS } from '../test/bench.helper.js';

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.start();
});
afterAll(() => bench.stop());

const lille = { line1: '3 rue des Acacias', line2: '', postcode: '59000', city: 'Lille', country: 'FR' };
const terms = (changes: Partial<BillingTerms> = {}) => BillingTerms.fromPartial({ vatRegime: 'domestic', ...changes });
const person = (partyId: string, changes: Partial<Party> = {}) =>
  Party.fromPartial({
    id: partyId,
    kinds: ['consumer'],
    name: 'Vasseur',
    firstName: 'Hugo',
    phones: ['06 12 34 56 78', '03 20 11 22 33'],
    mainAddress: lille,
    billingTerms: terms({ paymentDays: 30 }),
    ...changes,
  });
const created = (party: Party) => bench.tell('parties', PartyCreatedMessage, { party }, { version: 1 });

async function fileFor(partyId: string): Promise<InterventionFile> {
  const missionOrderId = await bench.missionOrder();
  const call = await bench.as();
  await bench.client.acceptMissionOrder({ id: missionOrderId, consumerPartyId: '', newConsumer: false }, call);
  const answer = { party_id: partyId, created: 'false' };
  await bench.answer('mission-to-file', FindOrCreatePartyMessage, missionOrderId, 'done', answer);
  return bench.get((await bench.client.getMissionOrder({ id: missionOrderId }, call)).fileId);
}
const typed = (changes: Partial<DocumentHeader> = {}) =>
  DocumentHeader.fromPartial({ name: 'Vasseur-Petit', mainAddress: lille, vatRegime: 'domestic', ...changes });
const change = async ({ id: fileId, version }: InterventionFile, header: DocumentHeader, tenant = here) =>
  bench.client.changeFileHeader({ fileId, expectedVersion: version, header }, await bench.as(tenant));

describe('PA-19 the header of a file', () => {
  it('PA-13 has the consumer’s representative, or another active one of the station', async () => {
    const partyId = id();
    await created(person(partyId, { billingTerms: terms({ representativeId: ASIDE }) }));
    const file = await fileFor(partyId);
    expect(file.header?.representativeId).toBe(ASIDE);
    // Who was there stays, though nobody may choose them any more.
    const renamed = await change(file, typed({ representativeId: ASIDE }));
    expect(renamed.header).toMatchObject({ name: 'Vasseur-Petit', representativeId: ASIDE });
    const other = await change(renamed, typed({ representativeId: ACTIVE }));
    expect(other.header?.representativeId).toBe(ACTIVE);
    const no = { fields: [{ pointer: '/representativeId', code: 'platform.header.no-representative' }] };
    await expect(change(other, typed({ representativeId: ASIDE }))).rejects.toMatchObject(no);
    await expect(change(other, typed({ representativeId: id() }))).rejects.toMatchObject(no);
    expect((await bench.get(file.id)).header?.representativeId).toBe(ACTIVE);
  });

  it('is what parties has told of the consumer, and stays when the record changes', async () => {
    const partyId = id();
    await created(person(partyId));
    const moved = { partyId, version: '3', terms: terms({ paymentDays: 45, footerDiscount: '0.0500' }) };
    await bench.tell('party-billing-terms', PartyBillingTermsChangedMessage, moved, { version: 3 });
    // Late: its terms are older than those that are known, its names are not.
    const married = person(partyId, { name: 'Petit' });
    await bench.tell('parties-changed', PartyChangedMessage, { party: married }, { version: 2 });
    const file = await fileFor(partyId);
    expect(file.header).toEqual(
      DocumentHeader.fromPartial({
        name: 'Petit',
        firstName: 'Hugo',
        phone: '06 12 34 56 78',
        mainAddress: lille,
        paymentDays: 45,
        footerDiscount: '0.0500',
        vatRegime: 'domestic',
      }),
    );
    const again = person(partyId, { name: 'Durand' });
    await bench.tell('parties-changed', PartyChangedMessage, { party: again }, { version: 4 });
    expect((await bench.get(file.id)).header?.name).toBe('Petit');
    expect((await fileFor(partyId)).header).toMatchObject({ name: 'Durand', paymentDays: 30 });
  });

  it('comes with the party where the file was opened before its event', async () => {
    const partyId = id();
    const file = await fileFor(partyId);
    expect(file.header).toBeUndefined();
    const early = { partyId, version: '2', terms: terms({ paymentDays: 60 }) };
    await bench.tell('party-billing-terms', PartyBillingTermsChangedMessage, early, { version: 2 });
    expect((await bench.get(file.id)).header).toBeUndefined();
    await created(person(partyId));
    expect((await bench.get(file.id)).header).toMatchObject({ name: 'Vasseur', paymentDays: 60 });
    const stored = await bench.service.admin.query('select header from intervention_file where id = $1', [file.id]);
    expect(stored.rows[0]).toMatchObject({ header: { name: 'Vasseur', paymentDays: 60 } });
  });

  it('is changed on the file alone, told and audited, and not over what another saved first', async () => {
    const partyId = id();
    await created(person(partyId));
    const file = await fileFor(partyId);
    const changed = await change(file, typed());
    const version = String(Number(file.version) + 1);
    expect(changed).toMatchObject({ version, consumerPartyId: partyId, header: { name: 'Vasseur-Petit' } });
    await expect(change(file, typed())).rejects.toEqual(refusal('interventions.file.changed-meanwhile'));
    expect(await bench.heard(InterventionFileChangedMessage, ({ fileId }) => fileId === file.id)).toHaveLength(1);
    const sql = `select operation from audit where entity_type = 'intervention-file' and entity_id = $1 order by at`;
    expect((await bench.service.admin.query(sql, [file.id])).rows.at(-1)).toEqual({
      operation: 'interventions:file.edit',
    });
    await expect(change(changed, typed({ name: '' }))).rejects.toMatchObject({
      code: 'platform.header.invalid',
      fields: [expect.objectContaining({ pointer: '/name', code: 'platform.header.name-required' })],
    });
    await expect(change(changed, typed(), elsewhere)).rejects.toEqual(refusal('interventions.file.not-found'));
    const without = await bench.as(
      here,
      RIGHTS.filter((right) => right !== 'interventions:file.edit'),
    );
    await expect(
      bench.client.changeFileHeader({ fileId: file.id, expectedVersion: version, header: typed() }, without),
    ).rejects.toEqual(refusal('platform.request.forbidden'));
  });

  it('goes to billing for the consumer, not for who ordered; a cancelled file keeps its own', async () => {
    const partyId = id();
    await created(person(partyId));
    const opened = await fileFor(partyId);
    const lines = (await bench.addLines(opened.id, 'S-1', 'S-2')).lines;
    const call = await bench.as();
    const consumers = { unitPrice: '10', discount: '', payer: 'consumer', note: '' };
    await bench.client.changeFileLine({ fileId: opened.id, lineId: lines[0]?.id ?? '', ...consumers }, call);
    await change(await bench.get(opened.id), typed({ billingAddress: lille, paymentDays: 10 }));
    await bench.client.finishFile({ fileId: opened.id, used: [] }, call);
    await bench.client.billFile({ fileId: opened.id, handBack: false }, call);
    const told = await bench.answer('file-to-invoice', CheckFileDocumentsMessage, opened.id, 'billing.document.empty');
    expect(told.file?.payers.map(({ partyId: of, header }) => [of, header?.name, header?.paymentDays])).toEqual([
      [partyId, 'Vasseur-Petit', 10],
      [MANUFACTURER, undefined, undefined],
    ]);
    const cancelled = await bench.client.cancelFile({ fileId: opened.id, reason: 'Client parti' }, call);
    await expect(change(cancelled, typed())).rejects.toEqual(refusal('interventions.file.state-not-accepted'));
  });

  it('PA-8 becomes the survivor’s by a merge, unless somebody has changed it', async () => {
    const [gone, kept] = [id(), id()];
    await created(person(gone, { name: 'Vaseur' }));
    await created(person(kept));
    const [plain, own] = [await fileFor(gone), await fileFor(gone)];
    await change(own, typed());
    const merged = { mergedPartyId: gone, survivorPartyId: kept };
    await bench.tell('consumers-merged', ConsumersMergedMessage, merged);
    expect(await bench.get(plain.id)).toMatchObject({ consumerPartyId: kept, header: { name: 'Vasseur' } });
    expect(await bench.get(own.id)).toMatchObject({ consumerPartyId: kept, header: { name: 'Vasseur-Petit' } });
  });

  it('PA-16 is exported with the person alone, and gone everywhere once erased', async () => {
    const partyId = id();
    await created(person(partyId));
    const opened = await fileFor(partyId);
    await bench.addLines(opened.id, 'S-1');
    const [line] = (await bench.get(opened.id)).lines;
    const call = await bench.as(here, [...RIGHTS, 'parties:person.export']);
    const consumers = { unitPrice: '10', discount: '', payer: 'consumer', note: '' };
    await bench.client.changeFileLine({ fileId: opened.id, lineId: line?.id ?? '', ...consumers }, call);
    await bench.client.finishFile({ fileId: opened.id, used: [] }, call);
    await bench.client.billFile({ fileId: opened.id, handBack: false }, call);
    expect((await bench.client.exportPersonalData({ partyIds: [partyId] }, call)).json).toContain('rue des Acacias');
    const ofOthers = JSON.parse((await bench.client.exportPersonalData({ partyIds: [MANUFACTURER] }, call)).json) as {
      intervention_file: { id: string; header: unknown }[];
    };
    expect(ofOthers.intervention_file.find((one) => one.id === opened.id)).toMatchObject({ header: null });

    await bench.tell('party-erased', PartyErasedMessage, { partyId }, { version: 5 });
    await bench.tell('parties-changed', PartyChangedMessage, { party: person(partyId) }, { version: 4 });
    expect((await bench.get(opened.id)).header).toEqual(
      DocumentHeader.fromPartial({ name: '—', vatRegime: 'domestic' }),
    );
    const { rows } = await bench.service.admin.query<{ kept: string }>(
      `select jsonb_agg(to_jsonb(x))::text as kept from (
         select to_jsonb(f) as kept from intervention_file f where id = $1
         union all select to_jsonb(h) from party_header h where party_id = $2
         union all select to_jsonb(s) from saga s where data -> 'billable' ->> 'fileId' = $1::text
         union all select to_jsonb(i) from saga_item i join saga s on s.id = i.saga_id
           where s.data -> 'billable' ->> 'fileId' = $1::text) as x`,
      [opened.id, partyId],
    );
    expect(rows[0]?.kept).toContain('"S-1"');
    expect(rows[0]?.kept).not.toMatch(/Vasseur|Acacias|06 12 34/);
  });
});
