import { IdentityServiceService, type TokenResponse } from '@navette/contracts/identity/v1/service';
import { PartiesServiceService, Party, type GetPartyRequest } from '@navette/contracts/parties/v1/service';
import { defineErrors, newId, systemClock } from '@navette/kernel';
import { authErrors } from '@navette/platform/auth';
import { PublicRpc } from '@navette/platform/rpc';
import { startTestService, type TestService } from '@navette/testing';
import { Controller } from '@nestjs/common';

const partyErrors = defineErrors('parties', { 'party.not-found': 'not-found' });

/** The two services that notifications calls, over real gRPC: who exists is told by the test. */
export const people = {
  known: new Map<string, Party>(),
  away: false,
  add(overrides: Partial<Party> = {}): Party & { email: string } {
    const id = newId(systemClock);
    const email = `zoe.${id.slice(-12)}@example.org`;
    const party = Party.fromPartial({
      id,
      version: '1',
      kinds: ['consumer'],
      civility: 'Mme',
      name: 'Lefèvre',
      firstName: 'Zoé',
      language: 'fr',
      emails: [email],
      ...overrides,
    });
    people.known.set(id, party);
    return { ...party, email };
  },
};

@Controller()
class PartiesStandIn {
  @PublicRpc(PartiesServiceService.getParty, 'a stand-in')
  async getParty({ id }: GetPartyRequest): Promise<Party> {
    if (people.away) throw authErrors.error('service.unavailable', { service: 'parties' });
    const party = people.known.get(id);
    if (party === undefined) throw partyErrors.error('party.not-found');
    return party;
  }
}

@Controller()
class IdentityStandIn {
  @PublicRpc(IdentityServiceService.issueClientToken, 'a stand-in')
  async issueClientToken(): Promise<TokenResponse> {
    return { accessToken: 'nobody looks at it here', expiresInSeconds: 300, session: undefined };
  }
}

export async function startStandIns(): Promise<{ env: NodeJS.ProcessEnv; services: TestService[] }> {
  const parties = await startTestService({
    name: 'parties',
    migrations: [],
    grpc: { definition: { getParty: PartiesServiceService.getParty }, controllers: [PartiesStandIn] },
  });
  const identity = await startTestService({
    name: 'identity',
    migrations: [],
    grpc: { definition: { issueClientToken: IdentityServiceService.issueClientToken }, controllers: [IdentityStandIn] },
  });
  return {
    env: { NAVETTE_PARTIES_GRPC_URL: parties.grpcAddress, NAVETTE_IDENTITY_GRPC_URL: identity.grpcAddress },
    services: [parties, identity],
  };
}
