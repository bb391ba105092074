import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { InterventionFileOpenedMessage, PartyChangedMessage } from '@navette/contracts';
import { InterventionFileOpened } from '@navette/contracts/interventions/v1/events';
import { PartiesServiceService, Party } from '@navette/contracts/parties/v1/service';
import { newId, systemClock } from '@navette/kernel';
import { handled, heard, say, startTestService, testTenant, type TestService } from '@navette/testing';
import { partiesService } from '../parties.service.js';

const here = testTenant('here');
const elsewhere = testTenant('elsewhere');
const RIGHTS = ['parties:party.create', 'parties:party.read'];
const id = () => newId(systemClock);

let service: TestService;
const client = () => service.client(PartiesServiceService);

beforeAll(async () => {
  service = await startTestService(partiesService);
});
afterAll(() => service.stop());

async function create(party: Partial<Party>): Promise<string> {
  const request = { party: Party.fromPartial({ kinds: ['consumer'], ...party }), acceptDuplicates: true };
  const { result } = await client().createParty(request, await service.as(here, RIGHTS));
  if (result?.$case !== 'created') throw new Error('not created');
  return result.value.id;
}

async function known(party: Partial<Party>, tenant = here): Promise<Record<string, string[]>> {
  const request = { party: Party.fromPartial(party) };
  const { duplicates } = await client().findKnownConsumers(request, await service.as(tenant, RIGHTS));
  return Object.fromEntries(duplicates.map((one) => [one.party?.id ?? '', one.reasons]));
}

describe('IN-2 known consumers of a mission order', () => {
  it('are proposed with the reasons, the most alike first, and with what tells them apart', async () => {
    const mainAddress = { line1: '3 rue des Acacias', line2: '', postcode: '59000', city: 'Lille', country: 'FR' };
    const alike = await create({ name: 'Lefèvre', firstName: 'Zoé', phones: ['06 12 34 56 78'], mainAddress });
    const namesake = await create({ name: 'LEFEVRE', firstName: 'Zoe', phones: ['06 99 99 99 99'] });
    const sameHome = await create({ name: 'Vandamme', firstName: 'Luc', phones: ['+33 6 12 34 56 78'] });
    const byMail = await create({ name: 'Lefèvre', firstName: 'Paul', emails: ['Zoe@example.org'] });
    const company = await create({ kinds: ['other'], name: 'Lefèvre' });
    await create({ name: 'Lefèvre', firstName: 'Ada' });
    const asked = {
      name: 'Lefèvre',
      firstName: 'Zoé',
      phones: ['06.12.34.56.78'],
      emails: ['zoe@example.org'],
      mainAddress: { ...mainAddress, line1: '' },
    };
    const found = await known(asked);
    expect(found).toEqual({
      [alike]: ['near_name_same_postcode', 'same_name', 'same_phone'],
      [namesake]: ['same_name'],
      [sameHome]: ['same_phone'],
      [byMail]: ['same_email'],
      [company]: ['same_name'],
    });
    expect(Object.keys(found)[0]).toBe(alike);
    const { duplicates } = await client().findKnownConsumers(
      { party: Party.fromPartial(asked) },
      await service.as(here, RIGHTS),
    );
    expect(duplicates[0]?.party).toMatchObject({ phones: ['06 12 34 56 78'], mainAddress: { city: 'Lille' } });
    expect(await known(asked, elsewhere)).toEqual({});
  });

  it('are found by what can be read, however odd the rest is', async () => {
    const party = await create({ name: 'Odessa', emails: ['odessa@example.org'] });
    const odd = { phones: ['', '12', '☎'], emails: ['', 'odessa@example.org'] };
    expect(await known({ ...odd, name: '' })).toEqual({ [party]: ['same_email'] });
    expect(await known({ name: '…', phones: ['x'], emails: [''] })).toEqual({});
  });

  it('need the right to read parties', async () => {
    const call = await service.as(here, ['parties:party.create']);
    await expect(client().findKnownConsumers({ party: undefined }, call)).rejects.toMatchObject({
      code: 'platform.request.forbidden',
    });
  });
});

describe('IN-2 PA-1 who is put on a file', () => {
  const opened = async (consumerPartyId: string, resellerPartyId = '', tenant = here, messageId = id()) => {
    const message = InterventionFileOpened.fromPartial({ fileId: id(), consumerPartyId, resellerPartyId });
    await handled(service, 'file-opened', await say(service, InterventionFileOpenedMessage, message, { tenant, messageId })); // prettier-ignore
  };
  const kinds = async (partyId: string) =>
    (await client().getParty({ id: partyId }, await service.as(here, RIGHTS))).kinds;
  const told = (partyId: string) => heard(service, PartyChangedMessage, ({ party }) => party?.id === partyId);

  it('becomes a consumer, or a reseller, once, and that is told', async () => {
    const [consumer, reseller] = [await create({ kinds: ['other'], name: 'A' }), await create({ name: 'B' })];
    const messageId = id();
    for (let i = 0; i < 2; i++) await opened(consumer, reseller, here, messageId);
    await opened(consumer, reseller);
    expect([await kinds(consumer), await kinds(reseller)]).toEqual([
      ['other', 'consumer'],
      ['consumer', 'reseller'],
    ]);
    expect(await told(consumer)).toMatchObject([{ party: { version: '2', kinds: ['other', 'consumer'] } }]);
    expect(await told(reseller)).toHaveLength(1);
    const { rows } = await service.admin.query(
      `select operation from audit where entity_id = $1 and actor_kind = 'system'`,
      [consumer],
    );
    expect(rows).toHaveLength(1);
  });

  it('is of the file’s own station', async () => {
    const mine = await create({ kinds: ['other'], name: 'C' });
    await opened(mine, '', elsewhere);
    expect(await kinds(mine)).toEqual(['other']);
  });
});
