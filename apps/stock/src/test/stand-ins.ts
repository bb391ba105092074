import {
  IdentityServiceService as Identity,
  Station,
  type GetStationLogoResponse,
  type GetStationRequest,
  type TokenResponse,
} from '@navette/contracts/identity/v1/service';
import { PartiesServiceService as Parties, Party, type GetPartyRequest } from '@navette/contracts/parties/v1/service';
import { defineErrors } from '@navette/kernel';
import { authErrors } from '@navette/platform/auth';
import { PublicRpc } from '@navette/platform/rpc';
import { startTestService, type TestService } from '@navette/testing';
import { Controller } from '@nestjs/common';

const partyErrors = defineErrors('parties', { 'party.not-found': 'not-found' });

/** A PNG of one red point. */
const LOGO = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC',
  'base64',
);

/** Those whom stock asks for what stands on its papers, over real gRPC: who exists is told by the test. */
export const neighbours = {
  parties: new Map<string, Party>(),
  stations: new Map<string, Partial<Station>>(),
  /** Parties do not answer. */
  away: false,
  isIdentityAway: false,
};

@Controller()
class PartiesStandIn {
  @PublicRpc(Parties.getParty, 'a stand-in')
  async getParty({ id }: GetPartyRequest): Promise<Party> {
    if (neighbours.away) throw authErrors.error('service.unavailable', { service: 'parties' });
    const party = neighbours.parties.get(id);
    if (party === undefined) throw partyErrors.error('party.not-found');
    return party;
  }
}

@Controller()
class IdentityStandIn {
  @PublicRpc(Identity.issueClientToken, 'a stand-in')
  async issueClientToken(): Promise<TokenResponse> {
    return { accessToken: 'nobody looks at it here', expiresInSeconds: 300, session: undefined };
  }

  @PublicRpc(Identity.getStation, 'a stand-in')
  async getStation({ id }: GetStationRequest): Promise<Station> {
    if (neighbours.isIdentityAway) throw authErrors.error('service.unavailable', { service: 'identity' });
    return Station.fromPartial({
      id,
      name: 'Houplin Lille',
      companyName: 'Houplin SARL',
      legalForm: 'SARL',
      shareCapital: '8000.00',
      rcsCity: 'Lille',
      siret: '55210055400013',
      vatNumber: 'FR96552100554',
      timeZone: 'Europe/Paris',
      address: { line1: '12 rue Nationale', line2: '', postcode: '59000', city: 'Lille', country: 'FR' },
      logoSha256: 'a',
      ...neighbours.stations.get(id),
    });
  }

  @PublicRpc(Identity.getStationLogo, 'a stand-in')
  async getStationLogo(): Promise<GetStationLogoResponse> {
    return { content: LOGO, sha256: 'a' };
  }
}

/** Where stock finds them, and what is to be stopped in the end. */
export async function startStandIns(): Promise<{ env: NodeJS.ProcessEnv; services: TestService[] }> {
  const { getStation, getStationLogo, issueClientToken } = Identity;
  const parties = await startTestService({
    name: 'parties',
    migrations: [],
    grpc: { definition: { getParty: Parties.getParty }, controllers: [PartiesStandIn] },
  });
  const identity = await startTestService({
    name: 'identity',
    migrations: [],
    grpc: { definition: { issueClientToken, getStation, getStationLogo }, controllers: [IdentityStandIn] },
  });
  const env = { NAVETTE_PARTIES_GRPC_URL: parties.grpcAddress, NAVETTE_IDENTITY_GRPC_URL: identity.grpcAddress };
  return { env, services: [parties, identity] };
}
