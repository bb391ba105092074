import { expect } from '@jest/globals';
import {
  IssueFileDocumentsMessage,
  PartyBillingTermsChangedMessage,
  PartyCreatedMessage,
  SagaReplyMessage,
  StationChangedMessage,
  type MessageType,
} from '@navette/contracts';
import { BillableFile } from '@navette/contracts/billing/v1/service';
import { BillingServiceService, type CustomerOrder } from '@navette/contracts/billing/v1/service';
import type { DocumentHeader, ItemOutcome, SagaReply } from '@navette/contracts/common/v1/common';
import { StationChanged } from '@navette/contracts/identity/v1/events';
import {
  IdentityServiceService,
  Station,
  type GetStationLogoResponse,
  type TokenResponse,
} from '@navette/contracts/identity/v1/service';
import {
  BillingTerms,
  PartiesServiceService,
  Party,
  type CreatePartyRequest,
  Representative,
  type CreatePartyResponse,
  type GetDocumentHeaderRequest,
  type GetPartyRequest,
  type GetRepresentativeRequest,
} from '@navette/contracts/parties/v1/service';
import {
  PreparedPart,
  type ListPreparedPartsRequest,
  type ListPreparedPartsResponse,
} from '@navette/contracts/stock/v1/preparation';
import {
  FindCatalogueItemsResponse,
  StockServiceService,
  type FindCatalogueItemsRequest,
} from '@navette/contracts/stock/v1/service';
import { derivedId, DomainError, newId, systemClock, type Clock } from '@navette/kernel';
import { headerOf } from '@navette/platform/document-header';
import { authErrors } from '@navette/platform/auth';
import { Bus, replySubject } from '@navette/platform/messaging';
import { PublicRpc, type RpcMetadata } from '@navette/platform/rpc';
import {
  startTestService,
  testTenant,
  type TestService,
  type TestTenant,
  handled,
  heard,
  say,
  type Said as AnySaid,
} from '@navette/testing';
import { Controller } from '@nestjs/common';
import { billingService } from '../billing.service.js';

export const RIGHTS = [
  'billing:customer-order.create',
  'billing:customer-order.read',
  'billing:customer-order.edit',
  'billing:customer-order.cancel',
  'billing:suspension.override',
  'billing:customer.read',
  'billing:document.read',
  'billing:draft-invoice.read',
  'billing:draft-invoice.edit',
  'billing:draft-invoice.accept',
  'billing:delivery-slip.issue',
];
export const here = testTenant('here');
export const elsewhere = testTenant('elsewhere');
const REPLIES = replySubject('stock', 'order-receipt-to-allocation');

export const id = () => newId(systemClock);
export const refusal = (code: string) => expect.objectContaining({ code });
export const partId = (reference: string) => derivedId('test-part', reference);

/** A consumer and a manufacturer that the bench makes known in each station. */
export const CONSUMER = derivedId('test-party', 'zoe');
export const MANUFACTURER = derivedId('test-party', 'electrobel');
/** Representatives that parties knows (PA-13). */
export const [ACTIVE, ASIDE] = ['active', 'aside'].map((name) => derivedId('test-representative', name)) as [
  string,
  string,
];
/** Known to parties, whose event has not come. */
export const NEWCOMER = derivedId('test-party', 'newcomer');

/** Stock as billing calls it: P… are parts, S… special items; P-DEAR has no price. */
@Controller()
class StockStandIn {
  /** What it has ready, by order. */
  static readonly prepared = new Map<string, PreparedPart[]>();

  @PublicRpc(StockServiceService.listPreparedParts, 'a stand-in')
  async listPreparedParts({ originIds }: ListPreparedPartsRequest): Promise<ListPreparedPartsResponse> {
    return { parts: originIds.flatMap((originId) => StockStandIn.prepared.get(originId) ?? []) };
  }

  @PublicRpc(StockServiceService.findCatalogueItems, 'a stand-in')
  async findCatalogueItems({ references }: FindCatalogueItemsRequest): Promise<FindCatalogueItemsResponse> {
    const known = references.filter((reference) => /^[PS]/.test(reference));
    return FindCatalogueItemsResponse.fromPartial({
      items: known.map((reference) => ({
        part: {
          id: partId(reference),
          reference,
          designation: `Article ${reference}`,
          kind: reference.startsWith('P') ? 'part' : 'special_item',
          ventilationCode: 'PIECE',
          vatCategory: 'standard',
          unitCode: reference.startsWith('P-WHOLE') ? 'PCE' : '',
          unitDecimals: reference.startsWith('P-WHOLE') ? 0 : 4,
        },
        salePrice: reference === 'P-DEAR' ? '' : '42.0000',
        explanation: { price: '42.00', basis: 'purchase', basisPrice: '20.0000', rule: 'band', bandFrom: '0.00' },
      })),
      unknownReferences: references.filter((reference) => !known.includes(reference)),
    });
  }
}

/** Parties as billing calls it: those that the bench told of and NEWCOMER; who is called Connu has a double. */
@Controller()
class PartiesStandIn {
  static readonly known = new Map([[NEWCOMER, Party.fromPartial({ id: NEWCOMER, name: 'Nouveau' })]]);
  static away = false;
  /** By idempotency key. */
  static readonly made = new Map<string, Party>();

  @PublicRpc(PartiesServiceService.getDocumentHeader, 'a stand-in')
  async getDocumentHeader({ partyId }: GetDocumentHeaderRequest): Promise<DocumentHeader> {
    const party = PartiesStandIn.known.get(partyId);
    if (party === undefined) throw new DomainError('parties.party.not-found', {}, [], { kind: 'not-found' });
    return headerOf(party);
  }

  @PublicRpc(PartiesServiceService.getParty, 'a stand-in')
  async getParty({ id: wanted }: GetPartyRequest): Promise<Party> {
    if (PartiesStandIn.away) throw authErrors.error('service.unavailable', { service: 'parties' });
    const party = PartiesStandIn.known.get(wanted);
    if (party === undefined) throw new DomainError('parties.party.not-found', {}, [], { kind: 'not-found' });
    return party;
  }

  @PublicRpc(PartiesServiceService.getRepresentative, 'a stand-in')
  async getRepresentative({ id: wanted }: GetRepresentativeRequest): Promise<Representative> {
    if (wanted !== ACTIVE && wanted !== ASIDE) {
      throw new DomainError('parties.representative.not-found', {}, [], { kind: 'not-found' });
    }
    return Representative.fromPartial({ id: wanted, name: 'Vasseur', active: wanted === ACTIVE });
  }

  @PublicRpc(PartiesServiceService.createParty, 'a stand-in')
  async createParty({ party, acceptDuplicates }: CreatePartyRequest, call: RpcMetadata): Promise<CreatePartyResponse> {
    const given = party as Party;
    if (given.phones.includes('12')) {
      const wrong = { pointer: '/phones/0', code: 'parties.party.phone-wrong', params: { phone: '12', accepted: '' } };
      throw new DomainError('parties.party.invalid', {}, [wrong], { kind: 'invalid' });
    }
    if (given.name === 'Connu' && !acceptDuplicates) {
      return { result: { $case: 'duplicates', value: { duplicates: [] } } };
    }
    const key = String(call.get('idempotency-key')[0]);
    const created = PartiesStandIn.made.get(key) ?? { ...given, id: id(), version: '1' };
    PartiesStandIn.made.set(key, created);
    return { result: { $case: 'created', value: created } };
  }
}

/** A PNG of one red point. */
const LOGO = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC',
  'base64',
);

@Controller()
class IdentityStandIn {
  @PublicRpc(IdentityServiceService.issueClientToken, 'a stand-in')
  async issueClientToken(): Promise<TokenResponse> {
    return { accessToken: 'nobody looks at it here', expiresInSeconds: 300, session: undefined };
  }

  @PublicRpc(IdentityServiceService.getStation, 'a stand-in')
  async getStation(): Promise<Station> {
    return Station.fromPartial({ logoSha256: 'a' });
  }

  @PublicRpc(IdentityServiceService.getStationLogo, 'a stand-in')
  async getStationLogo(): Promise<GetStationLogoResponse> {
    return { content: LOGO, sha256: 'a' };
  }
}

type Said = Partial<AnySaid>;

/** Billing with stand-ins of those it calls, and what its neighbours say to it and hear from it. */
export class Bench {
  private constructor(
    readonly service: TestService,
    private readonly standIns: readonly TestService[],
  ) {}

  static async start(clock?: Clock): Promise<Bench> {
    const standIns = await Promise.all([
      startTestService({
        name: 'stock',
        migrations: [],
        grpc: {
          definition: {
            find: StockServiceService.findCatalogueItems,
            prepared: StockServiceService.listPreparedParts,
          },
          controllers: [StockStandIn],
        },
      }),
      startTestService({
        name: 'parties',
        migrations: [],
        grpc: {
          definition: {
            header: PartiesServiceService.getDocumentHeader,
            party: PartiesServiceService.getParty,
            create: PartiesServiceService.createParty,
            representative: PartiesServiceService.getRepresentative,
          },
          controllers: [PartiesStandIn],
        },
      }),
      startTestService({
        name: 'identity',
        migrations: [],
        grpc: {
          definition: {
            issue: IdentityServiceService.issueClientToken,
            station: IdentityServiceService.getStation,
            logo: IdentityServiceService.getStationLogo,
          },
          controllers: [IdentityStandIn],
        },
      }),
    ]);
    const [stock, parties, identity] = standIns;
    const env = {
      NAVETTE_STOCK_GRPC_URL: stock?.grpcAddress,
      NAVETTE_PARTIES_GRPC_URL: parties?.grpcAddress,
      NAVETTE_IDENTITY_GRPC_URL: identity?.grpcAddress,
    };
    const service = await startTestService(billingService, { env, ...(clock !== undefined && { clock }) });
    const bench = new Bench(service, standIns);
    await service.running.get(Bus).ensureStream('rep', 'stock');
    for (const [tenant, code] of [
      [here, 'LIL'],
      [elsewhere, 'LEN'],
    ] as const) {
      await bench.station(tenant, { code });
      await bench.party(tenant, consumer());
      await bench.party(tenant, Party.fromPartial({ id: MANUFACTURER, kinds: ['manufacturer'], name: 'Electrobel' }), {
        billingType: 'billable_delivery_note',
      });
    }
    return bench;
  }

  async stop(): Promise<void> {
    await this.service.stop();
    await Promise.all(this.standIns.map((one) => one.stop()));
  }

  get client() {
    return this.service.client(BillingServiceService);
  }

  /** Parties as billing asks for them: none answers, or this one is as it is here. */
  set partiesAway(away: boolean) {
    PartiesStandIn.away = away;
  }

  reads(partyId: string, language: string): void {
    PartiesStandIn.known.set(partyId, Party.fromPartial({ ...PartiesStandIn.known.get(partyId), language }));
  }

  /** Parties that orders made on the way. */
  get made(): Party[] {
    return [...PartiesStandIn.made.values()];
  }

  as(tenant: TestTenant = here, rights: readonly string[] = RIGHTS, idempotencyKey?: string) {
    return this.service.as(tenant, rights, idempotencyKey === undefined ? {} : { idempotencyKey });
  }

  async station(tenant: TestTenant, changes: Partial<StationChanged>, version = 1): Promise<void> {
    const message = StationChanged.fromPartial({ ...stationIdentity(), stationId: tenant.stationId, ...changes });
    await this.tell('station', StationChangedMessage, message, { tenant, version });
  }

  async party(tenant: TestTenant, party: Party, terms: Partial<BillingTerms> = {}): Promise<void> {
    PartiesStandIn.known.set(party.id, party);
    const first = BillingTerms.fromPartial({ billingType: 'none', vatRegime: 'domestic' });
    await this.tell('party-created', PartyCreatedMessage, { party: { ...party, billingTerms: first } }, { tenant });
    await this.terms(tenant, party.id, terms, 2);
  }

  async terms(tenant: TestTenant, partyId: string, terms: Partial<BillingTerms>, version: number): Promise<void> {
    const all = BillingTerms.fromPartial({ billingType: 'none', vatRegime: 'domestic', ...terms });
    const message = { partyId, version: String(version), terms: all };
    await this.tell('party-billing-terms', PartyBillingTermsChangedMessage, message, { tenant, version });
  }

  /** Publishes a message as its owner would; its id. */
  say<T>(type: MessageType<T>, message: T, said: Said = {}): Promise<string> {
    return say(this.service, type, message, { tenant: here, ...said });
  }

  /** Says something to a handler and waits until it was taken. */
  async tell<T>(handler: string, type: MessageType<T>, message: T, said: Said = {}): Promise<void> {
    await handled(this.service, handler, await this.say(type, message, said));
  }

  /** Messages of a type that left the service, in order. */
  heard<T>(type: MessageType<T>, where?: (message: T) => boolean, subject?: string): Promise<T[]> {
    return heard(this.service, type, where, subject);
  }

  /** Sends a command as a saga would and waits for its answer: the outcomes of its request, the latest answer. */
  async ask<T extends { request: { requestId: string } | undefined }>(
    handler: string,
    type: MessageType<T>,
    command: T,
    said: Said = {},
  ): Promise<ItemOutcome[]> {
    await this.tell(handler, type, command, { ...said, replyTo: REPLIES });
    const mine = (reply: SagaReply) => reply.requestId === command.request?.requestId;
    return (await this.heard(SagaReplyMessage, mine, REPLIES)).at(-1)?.outcomes ?? [];
  }

  async issue(file: BillableFile, requestId = id(), tenant = here): Promise<ItemOutcome> {
    const command = { request: { sagaId: file.fileId, requestId }, itemKey: 'file', file };
    const [outcome] = await this.ask('issue-file-documents', IssueFileDocumentsMessage, command, { tenant });
    return outcome as ItemOutcome;
  }

  /** Stock has so much of an order's parts ready from now on, by reference. */
  prepare({ id: originId, lines }: CustomerOrder, ready: Readonly<Record<string, string>>, countedBy = ''): void {
    const parts = lines.flatMap(
      ({ id: needId, partId, reference }) =>
      reference in ready ? [PreparedPart.fromPartial({ needId, originId, partId, reference, ready: ready[reference] ?? '', countedBy })] : [], // prettier-ignore
    );
    StockStandIn.prepared.set(originId, parts);
  }

  async order(lines: readonly [reference: string, quantity: string][], type = ''): Promise<CustomerOrder> {
    return this.client.createCustomerOrder(
      {
        type,
        customerPartyId: CONSUMER,
        lines: lines.map(([reference, quantity]) => ({ reference, quantity, unitPrice: '' })),
      },
      await this.as(),
    );
  }

  async get(orderId: string): Promise<CustomerOrder> {
    return this.client.getCustomerOrder({ id: orderId }, await this.as());
  }
}

export function consumer(overrides: Partial<Party> = {}): Party {
  return Party.fromPartial({
    id: CONSUMER,
    kinds: ['consumer'],
    firstName: 'Zoé',
    name: 'Lefèvre',
    mainAddress: { line1: '3 rue des Acacias', postcode: '59000', city: 'Lille' },
    ...overrides,
  });
}

export function stationIdentity(): StationChanged {
  return StationChanged.fromPartial({
    code: 'LIL',
    name: 'Houplin Lille',
    siret: '00005962600010',
    timeZone: 'Europe/Paris',
    vatTerritory: 'mainland',
    companyName: 'Houplin Électroménager',
    legalForm: 'SARL',
    siren: '000059626',
    vatNumber: 'FR12000059626',
    shareCapital: '20000.00',
    rcsCity: 'Lille Métropole',
    address: { line1: '14 rue de la Courroie', postcode: '59000', city: 'Lille', country: 'FR' },
    fiscalYearStartMonth: 1,
  });
}

/** A file with one line of 3 × 4.08 at the standard rate for each payer. */
export function billableFile(
  payers: readonly string[] = [CONSUMER],
  overrides: Partial<BillableFile> = {},
): BillableFile {
  return BillableFile.fromPartial({
    fileId: id(),
    fileNumber: 'LIL-DI-2026-000001',
    payers: payers.map((partyId) => ({
      partyId,
      lines: [
        {
          lineId: id(),
          reference: 'P-1',
          designation: 'Joint',
          quantity: '3.0000',
          unitPrice: '4.0800',
          discount: '',
          vatCategory: 'standard',
          ventilationCode: 'PIECE',
        },
      ],
    })),
    ...overrides,
  });
}
