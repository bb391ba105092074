import { randomBytes } from 'node:crypto';
import {
  IdentityServiceService,
  PasswordLinkMail,
  type GetPasswordLinkMailRequest,
  type TokenResponse,
} from '@navette/contracts/identity/v1/service';
import { PartiesServiceService, Party, type GetPartyRequest } from '@navette/contracts/parties/v1/service';
import { StockServiceService } from '@navette/contracts/stock/v1/service';
import type { GetSupplierOrderDocumentRequest, SupplierOrderDocument } from '@navette/contracts/stock/v1/order_papers';
import { defineErrors, newId, systemClock } from '@navette/kernel';
import { authErrors } from '@navette/platform/auth';
import { PublicRpc } from '@navette/platform/rpc';
import { startTestService, type TestService } from '@navette/testing';
import { Controller } from '@nestjs/common';

const linkErrors = defineErrors('identity', { 'password-link.not-found': 'not-found' });
const orderErrors = defineErrors('stock', { 'supplier-order.not-found': 'not-found' });
const partyErrors = defineErrors('parties', { 'party.not-found': 'not-found' });

/** The services that notifications calls, over real gRPC: who exists is told by the test. */
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

/** Links to set a password, as identity tells of them. */
export const links = {
  known: new Map<string, PasswordLinkMail>(),
  away: false,
  add(overrides: Partial<PasswordLinkMail> = {}): PasswordLinkMail & { linkId: string; userId: string } {
    const [linkId, userId] = [newId(systemClock), newId(systemClock)];
    const link: PasswordLinkMail = {
      state: 'open',
      language: 'fr',
      email: `user.${linkId.slice(-12)}@houplin.example`,
      name: 'Inès Lambert',
      login: 'ines',
      secret: randomBytes(16).toString('base64url'),
      expiresAt: '2026-11-28T18:30:00Z',
      timeZone: 'Europe/Paris',
      ...overrides,
    };
    links.known.set(linkId, link);
    return { ...link, linkId, userId };
  },
  change(linkId: string, change: Partial<PasswordLinkMail>): void {
    links.known.set(linkId, { ...(links.known.get(linkId) ?? PasswordLinkMail.create()), ...change });
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

  @PublicRpc(IdentityServiceService.getPasswordLinkMail, 'a stand-in')
  async getPasswordLinkMail({ linkId }: GetPasswordLinkMailRequest): Promise<PasswordLinkMail> {
    if (links.away) throw authErrors.error('service.unavailable', { service: 'identity' });
    const link = links.known.get(linkId);
    if (link === undefined) throw linkErrors.error('password-link.not-found');
    return link;
  }
}

/** Supplier orders, as stock prints them. */
export const orders = {
  known: new Map<string, { number: string; state: string }>(),
  away: false,
  add(state = 'sent'): { orderId: string; number: string } {
    const orderId = newId(systemClock);
    const number = `LIL-CF-2026-${orderId.slice(-6)}`;
    orders.known.set(orderId, { number, state });
    return { orderId, number };
  },
};

@Controller()
class StockStandIn {
  @PublicRpc(StockServiceService.getSupplierOrderDocument, 'a stand-in')
  async getSupplierOrderDocument({ format, id }: GetSupplierOrderDocumentRequest): Promise<SupplierOrderDocument> {
    if (orders.away) throw authErrors.error('service.unavailable', { service: 'stock' });
    const order = orders.known.get(id);
    if (order === undefined) throw orderErrors.error('supplier-order.not-found');
    const { number, state } = order;
    return { content: Buffer.from(`${format} of ${number}`), fileName: `${number}.${format}`, state };
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
    grpc: {
      definition: {
        issueClientToken: IdentityServiceService.issueClientToken,
        getPasswordLinkMail: IdentityServiceService.getPasswordLinkMail,
      },
      controllers: [IdentityStandIn],
    },
  });
  const stock = await startTestService({
    name: 'stock',
    migrations: [],
    grpc: {
      definition: { getSupplierOrderDocument: StockServiceService.getSupplierOrderDocument },
      controllers: [StockStandIn],
    },
  });
  return {
    env: {
      NAVETTE_PARTIES_GRPC_URL: parties.grpcAddress,
      NAVETTE_IDENTITY_GRPC_URL: identity.grpcAddress,
      NAVETTE_STOCK_GRPC_URL: stock.grpcAddress,
    },
    services: [parties, identity, stock],
  };
}
