import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PartyErasedMessage } from '@navette/contracts';
import {
  BillingServiceService as Billing,
  ListDealingsOfCustomerResponse,
  type ListDealingsOfCustomerRequest,
} from '@navette/contracts/billing/v1/service';
import { IdentityServiceService as Identity, type TokenResponse } from '@navette/contracts/identity/v1/service';
import { InterventionsServiceService as Interventions, ListFilesOfPartyResponse } from '@navette/contracts/interventions/v1/service'; // prettier-ignore
import { PartiesServiceService, Party } from '@navette/contracts/parties/v1/service';
import { newId, systemClock } from '@navette/kernel';
import { PublicRpc, type RpcDefinition } from '@navette/platform/rpc';
import { heard, startTestService, testTenant, type TestService } from '@navette/testing';
import { Controller } from '@nestjs/common';
import { partiesService } from '../parties.service.js';

const here = testTenant('here');
const elsewhere = testTenant('elsewhere');
const RIGHTS = ['parties:party.create', 'parties:party.read', 'parties:person.erase', 'parties:person.export'];
/** Who has a customer order that nobody delivered yet. */
const busy = new Set<string>();

@Controller()
class InterventionsStandIn {
  @PublicRpc(Interventions.listFilesOfParty, 'a stand-in')
  async listFilesOfParty(): Promise<ListFilesOfPartyResponse> {
    return ListFilesOfPartyResponse.create();
  }
}

@Controller()
class BillingStandIn {
  @PublicRpc(Billing.listDealingsOfCustomer, 'a stand-in')
  async listDealingsOfCustomer({ partyId }: ListDealingsOfCustomerRequest): Promise<ListDealingsOfCustomerResponse> {
    return ListDealingsOfCustomerResponse.fromPartial({ openOrderCount: busy.has(partyId) ? 1 : 0 });
  }
}

@Controller()
class IdentityStandIn {
  @PublicRpc(Identity.issueClientToken, 'a stand-in')
  async issueClientToken(): Promise<TokenResponse> {
    return { accessToken: 'nobody looks at it here', expiresInSeconds: 300, session: undefined };
  }
}

let neighbours: TestService[];
let service: TestService;
const client = () => service.client(PartiesServiceService);
const refusal = (code: string) => expect.objectContaining({ code });

beforeAll(async () => {
  const standIn = (name: string, method: RpcDefinition[string], controller: object) =>
    startTestService({ name, migrations: [], grpc: { definition: { method }, controllers: [controller] } } as never);
  neighbours = await Promise.all([
    standIn('interventions', Interventions.listFilesOfParty, InterventionsStandIn),
    standIn('billing', Billing.listDealingsOfCustomer, BillingStandIn),
    standIn('identity', Identity.issueClientToken, IdentityStandIn),
  ]);
  const [interventions, billing, identity] = neighbours;
  const env = {
    NAVETTE_INTERVENTIONS_GRPC_URL: interventions?.grpcAddress,
    NAVETTE_BILLING_GRPC_URL: billing?.grpcAddress,
    NAVETTE_IDENTITY_GRPC_URL: identity?.grpcAddress,
  };
  service = await startTestService(partiesService, { env });
});
afterAll(async () => {
  await service.stop();
  await Promise.all(neighbours.map((one) => one.stop()));
});

async function create(party: Partial<Party> = {}): Promise<Party> {
  const wanted = Party.fromPartial({ kinds: ['consumer'], name: 'Petit', ...party });
  const call = await service.as(here, RIGHTS);
  const { result } = await client().createParty({ party: wanted, acceptDuplicates: true }, call);
  if (result?.$case !== 'created') throw new Error('not created');
  return result.value;
}
const erase = async ({ id, version }: Party, tenant = here, rights = RIGHTS) =>
  client().erasePerson({ partyId: id, expectedVersion: version }, await service.as(tenant, rights));
const spelt = async (word: string) =>
  (await service.admin.query('select from party_spelling where word = $1', [word])).rowCount;

describe('PA-16 a person is erased', () => {
  it('with the spellings that nobody else has, and is told of; its record stays, empty', async () => {
    const person = await create({ name: 'Wallaert', firstName: 'Apolline', comment: 'Digicode 42', tags: ['vip'] });
    await create({ name: 'Petit', firstName: 'Apolline' });
    expect([await spelt('wallaert'), await spelt('apolline')]).toEqual([1, 1]);
    const erased = await erase(person);
    expect(erased).toMatchObject({ name: '—', firstName: '', comment: '', tags: [], refusedChannels: ['mail', 'sms'] });
    expect(erased.erasedAt).not.toBe('');
    expect([await spelt('wallaert'), await spelt('apolline')]).toEqual([0, 1]);
    expect(await heard(service, PartyErasedMessage, ({ partyId }) => partyId === person.id)).toHaveLength(1);
    await expect(erase(erased)).rejects.toEqual(refusal('parties.party.erased'));
  });

  it('not while something is open, not over a change that was not seen, and no supplier is', async () => {
    const person = await create();
    busy.add(person.id);
    await expect(erase(person)).rejects.toMatchObject({
      code: 'parties.erasure.open-work',
      params: { files: 0, orders: 1, drafts: 0 },
    });
    busy.clear();
    await expect(erase({ ...person, version: '7' })).rejects.toEqual(refusal('parties.party.changed-meanwhile'));
    await expect(erase(await create({ kinds: ['supplier'] }))).rejects.toEqual(refusal('parties.erasure.supplier'));
    expect(await heard(service, PartyErasedMessage, ({ partyId }) => partyId === person.id)).toEqual([]);
  });

  it('ID-4 ID-10 and exported by who may, in its own station', async () => {
    const person = await create({ emails: ['qui@exemple.example'] });
    const forbidden = refusal('platform.request.forbidden');
    const missing = refusal('parties.party.not-found');
    const exported = async (partyId: string, tenant = here, rights = RIGHTS) =>
      client().exportPerson({ partyId }, await service.as(tenant, rights));
    await expect(erase(person, here, ['parties:person.export'])).rejects.toEqual(forbidden);
    await expect(exported(person.id, here, ['parties:person.erase'])).rejects.toEqual(forbidden);
    await expect(erase(person, elsewhere)).rejects.toEqual(missing);
    for (const id of [newId(systemClock), 'no id']) await expect(exported(id)).rejects.toEqual(missing);
    await expect(exported(person.id, elsewhere)).rejects.toEqual(missing);
    const { data, partyIds } = await exported(person.id);
    expect(partyIds).toEqual([person.id]);
    expect(JSON.parse(data?.json ?? '')).toMatchObject({
      party: [{ id: person.id, name: 'Petit' }],
      party_email: [{ email: 'qui@exemple.example' }],
    });
  });
});
