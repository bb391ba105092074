import { expect } from '@jest/globals';
import {
  FindOrCreatePartyMessage,
  ReceiveMissionOrderMessage,
  SagaReplyMessage,
  StationChangedMessage,
  type MessageType,
} from '@navette/contracts';
import type { ItemOutcome, SagaReply } from '@navette/contracts/common/v1/common';
import { StationChanged } from '@navette/contracts/identity/v1/events';
import { IdentityServiceService, type TokenResponse } from '@navette/contracts/identity/v1/service';
import { ReceiveMissionOrder } from '@navette/contracts/interventions/v1/commands';
import { InterventionsServiceService, type InterventionFile } from '@navette/contracts/interventions/v1/service';
import { PartiesServiceService, Representative, type GetRepresentativeRequest } from '@navette/contracts/parties/v1/service'; // prettier-ignore
import {
  FindCatalogueItemsResponse,
  StockServiceService,
  type FindCatalogueItemsRequest,
} from '@navette/contracts/stock/v1/service';
import { derivedId, newId, systemClock, type Clock, DomainError } from '@navette/kernel';
import { Bus, replySubject } from '@navette/platform/messaging';
import { PublicRpc } from '@navette/platform/rpc';
import {
  eventually,
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
import { interventionsService } from '../interventions.service.js';

export const RIGHTS = [
  'interventions:mission-order.read',
  'interventions:mission-order.accept',
  'interventions:mission-order.refuse',
  'interventions:mission-order.complete',
  'interventions:suspension.override',
  'interventions:settings.read',
  'interventions:settings.update',
  'interventions:file.read',
  'interventions:file.edit',
  'interventions:file.cancel',
  'interventions:file.finish',
  'interventions:file.bill',
  'interventions:file.ship',
  'interventions:file.status',
  'interventions:status-code.read',
  'interventions:status-code.update',
];
export const here = testTenant('here');
export const elsewhere = testTenant('elsewhere');
/** Representatives that parties knows (PA-13). */
export const [ACTIVE, ASIDE] = ['active', 'aside'].map((name) => derivedId('test', name)) as [string, string];
export const MANUFACTURER = derivedId('test', 'electrobel');
const CONFIRMS = replySubject('stock', 'order-receipt-to-allocation');

export const id = () => newId(systemClock);
export const refusal = (code: string) => expect.objectContaining({ code });
export const partId = (reference: string) => derivedId('test-part', reference);

/** Stock as the service calls it: references that begin with P are parts, with S special items; DEAR has no price. */
@Controller()
class StockStandIn {
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
          unitDecimals: reference.startsWith('P-WHOLE') ? 0 : 4,
        },
        salePrice: reference === 'P-DEAR' ? '' : '42.0000',
        explanation: { price: '42.00', basis: 'purchase', basisPrice: '20.0000', rule: 'band', bandFrom: '0.00' },
      })),
      unknownReferences: references.filter((reference) => !known.includes(reference)),
    });
  }
}

@Controller()
class PartiesStandIn {
  @PublicRpc(PartiesServiceService.getRepresentative, 'a stand-in')
  async getRepresentative({ id: wanted }: GetRepresentativeRequest): Promise<Representative> {
    if (wanted !== ACTIVE && wanted !== ASIDE) {
      throw new DomainError('parties.representative.not-found', {}, [], { kind: 'not-found' });
    }
    return Representative.fromPartial({ id: wanted, name: 'Vasseur', active: wanted === ACTIVE });
  }
}

@Controller()
class IdentityStandIn {
  @PublicRpc(IdentityServiceService.issueClientToken, 'a stand-in')
  async issueClientToken(): Promise<TokenResponse> {
    return { accessToken: 'nobody looks at it here', expiresInSeconds: 300, session: undefined };
  }
}

type Said = Partial<AnySaid>;

/** The service with stand-ins of those it calls, and what its neighbours say to it and hear from it. */
export class Bench {
  private constructor(
    readonly service: TestService,
    private readonly standIns: readonly TestService[],
  ) {}

  static async start(clock?: Clock): Promise<Bench> {
    const stock = await startTestService({
      name: 'stock',
      migrations: [],
      grpc: { definition: { findCatalogueItems: StockServiceService.findCatalogueItems }, controllers: [StockStandIn] },
    });
    const parties = await startTestService({
      name: 'parties',
      migrations: [],
      grpc: {
        definition: { getRepresentative: PartiesServiceService.getRepresentative },
        controllers: [PartiesStandIn],
      },
    });
    const identity = await startTestService({
      name: 'identity',
      migrations: [],
      grpc: {
        definition: { issueClientToken: IdentityServiceService.issueClientToken },
        controllers: [IdentityStandIn],
      },
    });
    const env = {
      NAVETTE_STOCK_GRPC_URL: stock.grpcAddress,
      NAVETTE_PARTIES_GRPC_URL: parties.grpcAddress,
      NAVETTE_IDENTITY_GRPC_URL: identity.grpcAddress,
    };
    const bench = new Bench(await startTestService(interventionsService, { env, ...(clock && { clock }) }), [
      stock,
      parties,
      identity,
    ]);
    const bus = bench.service.running.get(Bus);
    for (const context of ['parties', 'stock', 'billing']) await bus.ensureStream('cmd', context);
    await bus.ensureStream('rep', 'stock');
    for (const [tenant, code] of [[here, 'LIL'], [elsewhere, 'LEN']] as const) await bench.station(tenant, code); // prettier-ignore
    return bench;
  }

  async stop(): Promise<void> {
    await Promise.all([this.service, ...this.standIns].map((one) => one.stop()));
  }

  get client() {
    return this.service.client(InterventionsServiceService);
  }

  as(tenant: TestTenant = here, rights: readonly string[] = RIGHTS) {
    return this.service.as(tenant, rights);
  }

  async station(tenant: TestTenant, code: string, version = 1): Promise<void> {
    const message = StationChanged.fromPartial({ ...tenant, code, timeZone: 'Europe/Paris' });
    await this.handled('stations', await this.say(StationChangedMessage, message, { tenant, version }));
  }

  /** Publishes a message as its owner would; its id. */
  say<T>(type: MessageType<T>, message: T, said: Said = {}): Promise<string> {
    return say(this.service, type, message, { tenant: here, ...said });
  }

  /** Waits until the service has taken a message. */
  handled(handler: string, messageId: string): Promise<void> {
    return handled(this.service, handler, messageId);
  }

  /** Says something to a handler and waits until it was taken. */
  async tell<T>(handler: string, type: MessageType<T>, message: T, said: Said = {}): Promise<void> {
    await this.handled(handler, await this.say(type, message, said));
  }

  /** Messages of a type that left the service about an aggregate, or all, in order. */
  heard<T>(type: MessageType<T>, where?: (message: T) => boolean, subject?: string): Promise<T[]> {
    return heard(this.service, type, where, subject);
  }

  /** The answers to commands of saga order-receipt-to-allocation, by request. */
  async answers(requestId: string): Promise<ItemOutcome[][]> {
    const replies = await this.heard(SagaReplyMessage, (reply: SagaReply) => reply.requestId === requestId, CONFIRMS);
    return replies.map(({ outcomes }) => outcomes);
  }

  /** Sends a command as saga order-receipt-to-allocation would, and waits for its answer: the outcomes by item. */
  async ask<T extends { request: unknown }>(
    handler: string,
    type: MessageType<T>,
    command: T,
    said: Said = {},
  ): Promise<Record<string, string>> {
    await this.tell(handler, type, command, { ...said, replyTo: CONFIRMS });
    const { requestId } = command.request as { requestId: string };
    const outcomes = (await this.answers(requestId)).at(-1) ?? [];
    return Object.fromEntries(outcomes.map(({ itemKey, outcome }) => [itemKey, outcome]));
  }

  /** Waits for a command of one of the service's sagas and answers it as its participant would. */
  async answer<T extends { request: { sagaId: string; requestId: string } | undefined; itemKey: string }>(
    saga: string,
    type: MessageType<T>,
    itemKey: string,
    outcome: string,
    data: Record<string, string> = {},
  ): Promise<T> {
    const command = await eventually(async () => (await this.heard(type, (one) => one.itemKey === itemKey)).at(-1));
    const { sagaId, requestId } = command.request as { sagaId: string; requestId: string };
    const reply = { sagaId, requestId, outcomes: [{ itemKey, outcome, data }] };
    const subject = replySubject('interventions', saga);
    await this.tell(`saga-${saga}`, SagaReplyMessage, reply, { subject, aggregateId: sagaId });
    return command;
  }

  /** A mission order that has been received; its id. */
  async missionOrder(overrides: Partial<ReceiveMissionOrder> = {}, said: Said = {}): Promise<string> {
    const missionOrderId = overrides.missionOrderId ?? id();
    await this.tell(
      'receive-mission-order',
      ReceiveMissionOrderMessage,
      missionOrder({ ...overrides, missionOrderId }),
      said,
    );
    return missionOrderId;
  }

  /** A file of an accepted order, opened by the saga. */
  async file(overrides: Partial<ReceiveMissionOrder> = {}): Promise<InterventionFile> {
    const missionOrderId = await this.missionOrder(overrides);
    await this.client.acceptMissionOrder(
      { id: missionOrderId, consumerPartyId: '', newConsumer: false },
      await this.as(),
    );
    const answer = { party_id: derivedId('test', missionOrderId), created: 'true' };
    await this.answer('mission-to-file', FindOrCreatePartyMessage, missionOrderId, 'done', answer);
    const { fileId } = await this.client.getMissionOrder({ id: missionOrderId }, await this.as());
    return this.get(fileId);
  }

  async get(fileId: string): Promise<InterventionFile> {
    return this.client.getInterventionFile({ id: fileId }, await this.as());
  }

  /** Adds lines of one unit, parts or special items by their reference. */
  async addLines(fileId: string, ...references: string[]): Promise<InterventionFile> {
    const lines = references.map((reference) => ({
      kind: reference.startsWith('S') ? 'special_item' : 'part',
      reference,
      quantity: '1',
      unitPrice: '',
      payer: '',
      offStock: false,
      discount: '',
      note: '',
    }));
    return this.client.addFileLines({ fileId, lines }, await this.as());
  }
}

export function missionOrder(overrides: Partial<ReceiveMissionOrder> = {}): ReceiveMissionOrder {
  const missionOrderId = overrides.missionOrderId ?? id();
  return ReceiveMissionOrder.fromPartial({
    missionOrderId,
    externalNumber: `EB-${missionOrderId}`,
    clientId: 'electrobel',
    consumer: {
      name: 'Lefèvre',
      firstName: 'Zoé',
      phone: '06 12 34 56 78',
      email: 'zoe@example.org',
      address: { line1: '3 rue des Acacias', postcode: '59000', city: 'Lille' },
    },
    product: { category: 'Toaster', brand: 'Unknown', purchaseDate: '2025-03-01' },
    symptom: 'Ne chauffe plus',
    comment: 'Poignée cassée',
    underWarranty: true,
    fileType: 'workshop',
    orderingPartyId: MANUFACTURER,
    ...overrides,
  } as never);
}

export const keys = (file: InterventionFile) => file.statuses.map(({ key }) => key);
