import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  MachineClientRevokedMessage,
  ManufacturerListedMessage,
  PartyClientChangedMessage,
  StationChangedMessage,
} from '@navette/contracts';
import { StationChanged } from '@navette/contracts/identity/v1/events';
import {
  IdentityServiceService as Identity,
  MachineClient,
  type ListMachineClientsResponse,
  type TokenResponse,
} from '@navette/contracts/identity/v1/service';
import { PartiesServiceService, type Manufacturer } from '@navette/contracts/parties/v1/service';
import { authErrors } from '@navette/platform/auth';
import { PublicRpc } from '@navette/platform/rpc';
import { eventually, handled, heard, say, startTestService, testTenant, type TestService } from '@navette/testing';
import { Controller } from '@nestjs/common';
import { partiesService } from '../parties.service.js';

const [lille, lens] = [testTenant('lille'), testTenant('lens')];
const OPERATOR = ['parties:manufacturer.read', 'parties:manufacturer.list'];

let isIdentityAway = false;

/** Identity, over real gRPC: the network's clients, one of them revoked. */
@Controller()
class IdentityStandIn {
  @PublicRpc(Identity.issueClientToken, 'a stand-in')
  async issueClientToken(): Promise<TokenResponse> {
    return { accessToken: 'nobody looks at it here', expiresInSeconds: 300, session: undefined };
  }

  @PublicRpc(Identity.listMachineClients, 'a stand-in')
  async listMachineClients(): Promise<ListMachineClientsResponse> {
    if (isIdentityAway) throw authErrors.error('service.unavailable', { service: 'identity' });
    const clients = ['one', 'two', 'three', 'four'].map((clientId) => MachineClient.fromPartial({ clientId }));
    return {
      clients: [...clients, MachineClient.fromPartial({ clientId: 'gone', revokedAt: '2026-11-01T00:00:00Z' })],
    };
  }
}

let service: TestService;
let identity: TestService;
const client = () => service.client(PartiesServiceService);

beforeAll(async () => {
  const { issueClientToken, listMachineClients } = Identity;
  const definition = { issueClientToken, listMachineClients };
  identity = await startTestService({ name: 'identity', migrations: [], grpc: { definition, controllers: [IdentityStandIn] } }); // prettier-ignore
  service = await startTestService(partiesService, { env: { NAVETTE_IDENTITY_GRPC_URL: identity.grpcAddress } });
  for (const tenant of [lille, lens]) await join(tenant);
}, 120_000);
afterAll(async () => {
  await service.stop();
  await identity.stop();
});

async function join(tenant: typeof lille): Promise<void> {
  const said = { tenant, aggregateId: tenant.stationId, version: 1 };
  const told = await say(service, StationChangedMessage, StationChanged.fromPartial({ stationId: tenant.stationId }), said); // prettier-ignore
  await handled(service, 'manufacturers-of-station', told);
}

const add = async (alphaCode: string, name: string, machineClientId = '') =>
  client().addManufacturer(
    { alphaCode, name, machineClientId, documentationUrl: '' },
    await service.as(lille, OPERATOR),
  );
const set = async ({ alphaCode, id, name, version }: Manufacturer, machineClientId: string) => {
  const request = { id, expectedVersion: version, alphaCode, name, machineClientId, documentationUrl: '' };
  return client().changeManufacturer(request, await service.as(lille, OPERATOR));
};
/** Which clients stations were told of for a manufacturer's party: before and now, station by station. */
const told = async (id: string) => {
  const { rows } = await service.admin.query<{ id: string }>('select id from party where listed_id = $1', [id]);
  const parties = rows.map((row) => row.id);
  const changes = await heard(service, PartyClientChangedMessage, ({ partyId }) => parties.includes(partyId));
  return changes.map(({ clientId, formerClientId }) => `${formerClientId} → ${clientId}`).sort();
};
const becomes = (id: string, expected: readonly string[]) =>
  eventually(async () => (JSON.stringify(await told(id)) === JSON.stringify(expected) ? true : undefined));

describe('ST-21 the machine client that stands for a manufacturer', () => {
  it('is kept with it, and each station is told which of its parties is meant, once', async () => {
    const made = await add('ONE', 'Premier', 'one');
    expect(made).toMatchObject({ machineClientId: 'one', version: '1' });
    await becomes(made.id, [' → one', ' → one']);
    const renamed = await client().changeManufacturer(
      {
        id: made.id,
        expectedVersion: '1',
        alphaCode: 'ONE',
        name: 'Le Premier',
        machineClientId: 'one',
        documentationUrl: '',
      },
      await service.as(lille, OPERATOR),
    );
    const changed = await set(renamed, 'two');
    await becomes(made.id, [' → one', ' → one', 'one → two', 'one → two']);
    // Late and again.
    const late = await say(service, ManufacturerListedMessage, { manufacturer: made }, { tenant: lens, aggregateId: made.id, version: 1 }); // prettier-ignore
    const again = await say(service, ManufacturerListedMessage, { manufacturer: changed }, { tenant: lens, aggregateId: made.id, version: 3 }); // prettier-ignore
    for (const one of [late, again]) await handled(service, 'manufacturer-listed', one);
    expect(await told(made.id)).toHaveLength(4);
    const { rows } = await service.admin.query(
      `select count(*)::int as n from audit where entity_type = 'manufacturer' and entity_id = $1`,
      [made.id],
    );
    expect(rows).toEqual([{ n: 3 }]);
  });

  it('is one of the network that is not revoked, and stands for no other manufacturer', async () => {
    const made = await add('TWO', 'Deuxième', 'three');
    const field = { pointer: '/machineClientId', code: 'parties.manufacturer.client-unknown' };
    for (const wrong of ['gone', 'nobody']) {
      await expect(set(made, wrong)).rejects.toMatchObject({ code: 'parties.manufacturer.invalid', fields: [field] });
    }
    await expect(add('TRE', 'Troisième', 'three')).rejects.toMatchObject({
      code: 'parties.manufacturer.client-taken',
      params: { name: 'Deuxième' },
    });
    const other = await add('TRE', 'Troisième');
    const both = await Promise.allSettled([set(other, 'four'), set(made, 'four')]);
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('is asked of identity; while that is away nothing new is connected, and the rest goes on', async () => {
    const made = await add('FOU', 'Quatrième');
    isIdentityAway = true;
    await expect(set(made, 'one')).rejects.toMatchObject({ code: 'platform.service.unavailable' });
    expect(await set({ ...made, name: 'Le Quatrième' }, '')).toMatchObject({ name: 'Le Quatrième' });
    isIdentityAway = false;
  });

  it('stands for nobody once it is revoked, or its manufacturer has left the list', async () => {
    const listed = (await client().listManufacturers({ partyId: '' }, await service.as(lille, OPERATOR))).manufacturers;
    const connected = listed.find(({ machineClientId }) => machineClientId === 'two') as Manufacturer;
    const said = { tenant: lens, aggregateId: 'two' };
    for (let i = 0; i < 2; i++) {
      const gone = await say(service, MachineClientRevokedMessage, { clientId: 'two' }, said);
      await handled(service, 'machine-client-revoked', gone);
    }
    const after = await client().getManufacturer({ id: connected.id }, await service.as(lille, OPERATOR));
    expect(after).toEqual({ ...connected, machineClientId: '', version: String(Number(connected.version) + 1) });
    await becomes(connected.id, [' → one', ' → one', 'one → two', 'one → two', 'two → ', 'two → ']);

    const leaving = await add('FIV', 'Cinquième', 'one');
    await becomes(leaving.id, [' → one', ' → one']);
    const { rows } = await service.admin.query<{ id: string }>('select id from party where listed_id = $1', [
      leaving.id,
    ]);
    const remove = { id: leaving.id, expectedVersion: leaving.version };
    await client().removeManufacturer(remove, await service.as(lille, OPERATOR));
    await eventually(async () => {
      const parties = rows.map(({ id }) => id);
      const changes = await heard(service, PartyClientChangedMessage, ({ partyId }) => parties.includes(partyId));
      return changes.filter(({ clientId, formerClientId }) => clientId === '' && formerClientId === 'one').length === 2
        ? true
        : undefined;
    });
    const { rows: kept } = await service.admin.query(`select 1 from party where listed_client_id = 'one'`);
    expect(kept).toEqual([]);
  });
});
