import { expect } from '@jest/globals';
import {
  DocumentIssuedMessage,
  PartyCreatedMessage,
  StationChangedMessage,
  type MessageType,
} from '@navette/contracts';
import { AccountingServiceService, type Chart, type Entry } from '@navette/contracts/accounting/v1/service';
import { DocumentIssued } from '@navette/contracts/billing/v1/events';
import { StationChanged } from '@navette/contracts/identity/v1/events';
import {
  IdentityServiceService,
  ListStationsResponse,
  type TokenResponse,
} from '@navette/contracts/identity/v1/service';
import { Party } from '@navette/contracts/parties/v1/service';
import { derivedId, newId, systemClock, type Clock } from '@navette/kernel';
import { Bus } from '@navette/platform/messaging';
import { PublicRpc } from '@navette/platform/rpc';
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
import { accountingService } from '../accounting.service.js';

export const RIGHTS = [
  'accounting:entry.read',
  'accounting:waiting-document.read',
  'accounting:chart.read',
  'accounting:chart.update',
  'accounting:fec.export',
];

/** Two stations of one company, and one of another. */
export const lille = testTenant('lille');
export const lens = testTenant('lens');
export const arras = testTenant('arras');
export const SIREN = '000059626';
const STATIONS = [
  { tenant: lille, code: 'LIL', siren: SIREN, fiscalYearStartMonth: 1 },
  { tenant: lens, code: 'LEN', siren: SIREN, fiscalYearStartMonth: 1 },
  { tenant: arras, code: 'ARR', siren: '000062596', fiscalYearStartMonth: 7 },
];

export const id = () => newId(systemClock);
export const refusal = (code: string) => expect.objectContaining({ code });
export const CONSUMER = derivedId('test-party', 'zoe');

@Controller()
class IdentityStandIn {
  @PublicRpc(IdentityServiceService.issueClientToken, 'a stand-in')
  async issueClientToken(): Promise<TokenResponse> {
    return { accessToken: 'nobody looks at it here', expiresInSeconds: 300, session: undefined };
  }

  @PublicRpc(IdentityServiceService.listStations, 'a stand-in')
  async listStations(): Promise<ListStationsResponse> {
    const stations = STATIONS.map(({ tenant, code, siren }) => ({ id: tenant.stationId, code, siren }));
    return ListStationsResponse.fromPartial({ stations });
  }
}

type Said = Partial<AnySaid>;

/** Accounting with a stand-in of identity, and what its neighbours say to it and hear from it. */
export class Bench {
  private constructor(
    readonly service: TestService,
    private readonly identity: TestService,
  ) {}

  static async start(clock?: Clock): Promise<Bench> {
    const { issueClientToken: issue, listStations: list } = IdentityServiceService;
    const identity = await startTestService({
      name: 'identity',
      migrations: [],
      grpc: { definition: { issue, list }, controllers: [IdentityStandIn] },
    });
    const env = { NAVETTE_IDENTITY_GRPC_URL: identity.grpcAddress };
    const service = await startTestService(accountingService, { env, ...(clock !== undefined && { clock }) });
    const bench = new Bench(service, identity);
    await service.running.get(Bus).ensureStream('evt', 'billing');
    for (const { tenant, ...changes } of STATIONS) await bench.station(tenant, changes);
    return bench;
  }

  async stop(): Promise<void> {
    await this.service.stop();
    await this.identity.stop();
  }

  get client() {
    return this.service.client(AccountingServiceService);
  }

  as(tenant: TestTenant = lille, rights: readonly string[] = RIGHTS) {
    return this.service.as(tenant, rights);
  }

  async station(tenant: TestTenant, changes: Partial<StationChanged>, version = 1): Promise<void> {
    const message = StationChanged.fromPartial({ stationId: tenant.stationId, timeZone: 'Europe/Paris', ...changes });
    await this.tell('station', StationChangedMessage, message, { tenant, version });
  }

  async party(tenant: TestTenant, party: Partial<Party>, version = 1): Promise<void> {
    await this.tell('party-created', PartyCreatedMessage, { party: Party.fromPartial(party) }, { tenant, version });
  }

  /** A document issued by billing, taken. */
  async issued(overrides: Partial<DocumentIssued>, said: Said = {}): Promise<DocumentIssued> {
    const document = invoice(overrides);
    await this.tell('document-issued', DocumentIssuedMessage, document, said);
    return document;
  }

  say<T>(type: MessageType<T>, message: T, said: Said = {}): Promise<string> {
    return say(this.service, type, message, { tenant: lille, ...said });
  }

  /** Waits until a handler has taken a message. */
  handled(handler: string, messageId: string): Promise<void> {
    return handled(this.service, handler, messageId);
  }

  async tell<T>(handler: string, type: MessageType<T>, message: T, said: Said = {}): Promise<void> {
    await this.handled(handler, await this.say(type, message, said));
  }

  heard<T>(type: MessageType<T>): Promise<T[]> {
    return heard(this.service, type);
  }

  async entries(tenant: TestTenant, journal = ''): Promise<Entry[]> {
    const { entries } = await this.client.listEntries(
      { journal, page: { limit: 200, cursor: '' } },
      await this.as(tenant),
    );
    return entries;
  }

  async waiting(tenant: TestTenant) {
    return (await this.client.listWaitingDocuments({ page: undefined }, await this.as(tenant))).documents;
  }

  async changeChart(tenant: TestTenant, change: (chart: Chart) => Chart): Promise<Chart> {
    const call = await this.as(tenant);
    return this.client.setChart({ chart: change(await this.client.getChart({}, call)) }, call);
  }

  /** The whole file, and in how many pages it came. */
  async fec(tenant: TestTenant, year: number): Promise<{ fileName: string; text: string; pages: number }> {
    const call = await this.as(tenant);
    let text = '';
    let cursor = '';
    for (let pages = 1; ; pages++) {
      const page = await this.client.exportFecPage({ year, cursor }, call);
      text += Buffer.from(page.content).toString('utf8');
      cursor = page.nextCursor;
      if (cursor === '') return { fileName: page.fileName, text, pages };
    }
  }
}

/** An invoice of 3 × 4.08 at 20 %, for a part. */
export function invoice(overrides: Partial<DocumentIssued> = {}): DocumentIssued {
  return DocumentIssued.fromPartial({
    documentId: id(),
    kind: 'invoice',
    number: 'LIL-FA-2026-000001',
    issuedOn: '2026-11-22',
    customerPartyId: CONSUMER,
    vatRegime: 'domestic',
    originKind: 'intervention_file',
    originId: id(),
    lines: [{ reference: 'P-1', designation: 'Joint', net: '12.24', vatRate: '0.2000', ventilationCode: 'PIECE' }],
    vat: [{ rate: '0.2000', base: '12.24', vat: '2.45' }],
    totalExcludingVat: '12.24',
    totalVat: '2.45',
    total: '14.69',
    ...overrides,
  });
}
