import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PartyResumedMessage, PartySuspendedMessage } from '@navette/contracts';
import { PartiesServiceService, Party } from '@navette/contracts/parties/v1/service';
import { newId, systemClock } from '@navette/kernel';
import { heard, startTestService, testTenant, type TestService } from '@navette/testing';
import { partiesService } from '../parties.service.js';

const here = testTenant('here');
const elsewhere = testTenant('elsewhere');
const RIGHTS = ['parties:party.create', 'parties:party.read', 'parties:party.suspend', 'parties:party.resume'];

let service: TestService;
const client = () => service.client(PartiesServiceService);
const refusal = (code: string) => expect.objectContaining({ code });

beforeAll(async () => {
  service = await startTestService(partiesService);
});
afterAll(() => service.stop());

async function create(): Promise<string> {
  const request = { party: Party.fromPartial({ kinds: ['consumer'], name: 'Lefèvre' }), acceptDuplicates: true };
  const { result } = await client().createParty(request, await service.as(here, RIGHTS));
  if (result?.$case !== 'created') throw new Error('not created');
  return result.value.id;
}
const suspend = async (partyId: string, reason = 'Facture FA-12 impayée', tenant = here, rights = RIGHTS) =>
  client().suspendParty({ partyId, reason }, await service.as(tenant, rights));
const resume = async (partyId: string, tenant = here, rights = RIGHTS) =>
  client().resumeParty({ partyId }, await service.as(tenant, rights));
const get = async (id: string) => client().getParty({ id }, await service.as(here, RIGHTS));
const told = async (partyId: string) => {
  const about = (message: { partyId: string }) => message.partyId === partyId;
  const { length: suspended } = await heard(service, PartySuspendedMessage, about);
  return [suspended, (await heard(service, PartyResumedMessage, about)).length];
};

describe('PA-4 a party that does not pay', () => {
  it('is suspended with the reason and resumed; each is told and audited, the same again is nothing new', async () => {
    const partyId = await create();
    expect(await get(partyId)).toMatchObject({ suspended: false, suspensionReason: '' });
    const suspended = await suspend(partyId, ' Facture FA-12 impayée ');
    expect(suspended).toMatchObject({ suspended: true, suspensionReason: 'Facture FA-12 impayée', version: '2' });
    expect(await suspend(partyId)).toEqual(suspended);
    expect(await told(partyId)).toEqual([1, 0]);
    expect(await suspend(partyId, 'Chèque refusé')).toMatchObject({ suspensionReason: 'Chèque refusé', version: '3' });
    expect(await resume(partyId)).toMatchObject({ suspended: false, suspensionReason: '', version: '4' });
    expect(await resume(partyId)).toMatchObject({ version: '4' });
    expect(await told(partyId)).toEqual([2, 1]);
    const { rows } = await service.admin.query(
      `select operation from audit where entity_id = $1 and operation like '%.suspend' or entity_id = $1 and
         operation like '%.resume' order by 1`,
      [partyId],
    );
    expect(rows.map(({ operation }: { operation: string }) => operation)).toEqual([
      'parties:party.resume',
      'parties:party.suspend',
      'parties:party.suspend',
    ]);
  });

  it('is suspended once when two do at the same time', async () => {
    const partyId = await create();
    await Promise.all([suspend(partyId), suspend(partyId), suspend(partyId)]);
    expect(await told(partyId)).toEqual([1, 0]);
    expect(await get(partyId)).toMatchObject({ version: '2' });
  });

  it.each(['', '  ', 'x'.repeat(501), 'a\0b'])('needs a reason that can be kept: %#', async (reason) => {
    const partyId = await create();
    await expect(suspend(partyId, reason)).rejects.toMatchObject({
      code: 'parties.party.suspension-reason',
      fields: [expect.objectContaining({ pointer: '/reason' })],
    });
    expect(await get(partyId)).toMatchObject({ suspended: false, version: '1' });
  });

  it('ID-4 ID-10 by who may, in its own station', async () => {
    const partyId = await create();
    const without = (right: string) => RIGHTS.filter((one) => one !== right);
    const forbidden = refusal('platform.request.forbidden');
    await expect(suspend(partyId, 'x', here, without('parties:party.suspend'))).rejects.toEqual(forbidden);
    await expect(resume(partyId, here, without('parties:party.resume'))).rejects.toEqual(forbidden);
    const missing = refusal('parties.party.not-found');
    for (const wanted of [partyId, newId(systemClock), 'no id']) {
      await expect(suspend(wanted, 'x', elsewhere)).rejects.toEqual(missing);
      await expect(resume(wanted, elsewhere)).rejects.toEqual(missing);
    }
    expect(await told(partyId)).toEqual([0, 0]);
  });
});
