import {
  ChangeMissionOrderMessage,
  ReceiveMissionOrderMessage,
  StationChangedMessage,
  WithdrawMissionOrderMessage,
  type MessageType,
} from '@navette/contracts';
import { StationChanged } from '@navette/contracts/identity/v1/events';
import { IdentityServiceService, type IssueClientTokenRequest } from '@navette/contracts/identity/v1/service';
import { defineErrors, newId, systemClock } from '@navette/kernel';
import { PublicRpc } from '@navette/platform/rpc';
import { eventually, say, startTestService, type TestService, testTenant, type TestTenant } from '@navette/testing';
import { Controller } from '@nestjs/common';
import { deviceGatewayService } from '../device-gateway.service.js';
import { assertPublished, type Published } from './published-contract.js';

export const lille = testTenant('Lille');
export const lens = testTenant('Lens');
/** Of another network. */
export const nice = testTenant('Nice', 'another network');
export const SEND = 'device-gateway:mission-order.send';
export const READ = 'device-gateway:mission-order.read';
export const CHANGE = 'device-gateway:mission-order.change';
export const WITHDRAW = 'device-gateway:mission-order.withdraw';
export const PARTS_READ = 'device-gateway:parts-order.read';
export const COLLECT = 'device-gateway:parts-order.collect';
const ALL = [SEND, READ, CHANGE, WITHDRAW, PARTS_READ, COLLECT];

/** Who calls, by default the manufacturer in its home station with all its rights and a new key. */
export interface Asked {
  readonly client?: string;
  readonly tenant?: TestTenant;
  readonly rights?: readonly string[];
  readonly audience?: string;
  readonly key?: string;
  readonly actor?: 'client' | 'user';
  /** The only rights its token is good for. */
  readonly scope?: string;
}

interface Answer {
  readonly status: number;
  readonly location: string | null;
  readonly type: string | null;
  readonly body: Record<string, unknown> & {
    readonly id: string;
    readonly code: string;
    readonly state: string;
    readonly errors?: readonly { readonly pointer: string; readonly code: string }[];
  };
}

const identityErrors = defineErrors('identity', {
  'client.refused': { kind: 'unauthenticated', params: [] },
  'client.scope-not-accepted': { kind: 'invalid', params: ['scope', 'accepted'] },
});
let running: Gateway;

/** Identity, over real gRPC. */
@Controller()
class IdentityStandIn {
  @PublicRpc(IdentityServiceService.issueClientToken, 'a stand-in')
  async issueClientToken({ clientId, clientSecret, audience, scope }: IssueClientTokenRequest) {
    if (clientId !== 'electrobel' || clientSecret !== 's3cret') throw identityErrors.error('client.refused');
    if (![...ALL, ''].includes(scope)) {
      throw identityErrors.error('client.scope-not-accepted', { scope, accepted: ALL });
    }
    const actor = { kind: 'client', id: clientId } as const;
    const options = { audience, ...(scope !== '' && { scope }) };
    return { accessToken: await running.service.tokens.sign(lille, actor, options), expiresInSeconds: 300 };
  }
}

/** The gateway that knows the stations LIL and LEN of one network, and NCE of another. */
export class Gateway {
  private constructor(
    readonly service: TestService,
    private readonly identity: TestService,
    private readonly published: Published,
  ) {}

  static async start(): Promise<Gateway> {
    const { issueClientToken } = IdentityServiceService;
    const identity = await startTestService({
      name: 'identity',
      migrations: [],
      grpc: { definition: { issueClientToken }, controllers: [IdentityStandIn] },
    });
    const env = { NAVETTE_IDENTITY_GRPC_URL: identity.grpcAddress };
    const service = await startTestService(deviceGatewayService, { env });
    const document = await fetch(`${service.httpUrl}/v1/openapi.json`);
    running = new Gateway(service, identity, (await document.json()) as Published);
    const stations = [
      [lille, 'LIL'],
      [lens, 'LEN'],
      [nice, 'NCE'],
    ] as const;
    const events = stations.map(([tenant, code]) =>
      running.happen(StationChangedMessage, StationChanged.fromPartial({ stationId: tenant.stationId, code }), tenant),
    );
    await running.handled(...(await Promise.all(events)));
    return running;
  }

  async stop(): Promise<void> {
    await Promise.all([this.service.stop(), this.identity.stop()]);
  }

  /** Publishes an event as its owner would; its id. */
  happen<T>(type: MessageType<T>, message: T, tenant: TestTenant): Promise<string> {
    return say(this.service, type, message, { tenant, aggregateId: tenant.stationId });
  }

  /** Waits until these events were handled, for tests of what they must not do. */
  async handled(...events: readonly string[]): Promise<void> {
    await eventually(async () => {
      const { rowCount } = await this.service.admin.query('select from inbox where message_id = any ($1)', [events]);
      return rowCount === events.length ? true : undefined;
    });
  }

  async headers({ client = 'electrobel', tenant = lille, rights = ALL, scope, ...rest }: Asked = {}) {
    const { audience = 'device-gateway', key = newId(systemClock), actor: kind = 'client' } = rest;
    const actor = { kind, id: client };
    await this.service.as(tenant, rights, { actor });
    const token = await this.service.tokens.sign(tenant, actor, { audience, ...(scope !== undefined && { scope }) });
    return {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      ...(key !== '' && { 'idempotency-key': key }),
    };
  }

  /** `POST /v1/mission-orders`; text and bytes are sent as they are. */
  post(content: object | string, asked: Asked = {}): Promise<Answer> {
    return this.ask('POST', '', asked, content);
  }

  get(id: string, asked: Asked = {}): Promise<Answer> {
    return this.ask('GET', `/${id}`, asked);
  }

  /** A request below `/v1/mission-orders`. */
  ask(method: string, below: string, asked: Asked = {}, content?: object | string): Promise<Answer> {
    return this.request(method, `/v1/mission-orders${below}`, asked, content);
  }

  /** A request; whatever is answered must be as the published contract says (GW-1). */
  async request(method: string, path: string, asked: Asked = {}, content?: object | string): Promise<Answer> {
    const body = typeof content !== 'object' || Buffer.isBuffer(content) ? content : JSON.stringify(content);
    const headers = await this.headers(asked);
    const init = { method, headers, ...(body !== undefined && { body }) };
    const response = await fetch(`${this.service.httpUrl}${path}`, init);
    const { status, headers: answered } = response;
    const answer = {
      status,
      location: answered.get('location'),
      type: answered.get('content-type'),
      body: (await response.json()) as Answer['body'],
    };
    assertPublished(this.published, method, path, answer);
    return answer;
  }

  /** The changes and withdrawals of an order that were forwarded, in their order. */
  async requests(id: string) {
    const { rows } = await this.service.admin.query<{ payload: Buffer; subject: string }>(
      `select payload, subject from outbox where aggregate_id = $1 and subject not like '%receive-mission-order%' order by seq`,
      [id],
    );
    return rows.map(({ payload, subject }) => {
      const isChange = subject.includes('cmd.change-mission-order');
      const command = (isChange ? ChangeMissionOrderMessage : WithdrawMissionOrderMessage).decode(payload);
      return { kind: isChange ? 'change' : 'withdrawal', subject, command };
    });
  }

  /** What was forwarded under a number of the sender. */
  async commands(number: string) {
    const { rows } = await this.service.admin.query<{ payload: Buffer; subject: string; published_at: Date | null }>(
      `select payload, subject, published_at from outbox where subject like '%receive-mission-order%' order by seq`,
    );
    return rows
      .map(({ payload, ...row }) => ({ ...row, command: ReceiveMissionOrderMessage.decode(payload) }))
      .filter(({ command }) => command.externalNumber === number);
  }
}

let count = 0;

/** A mission order for Lens, its number its own. */
export function order(overrides: object = {}) {
  return {
    station: 'LEN',
    number: `EB-${String(++count)}`,
    consumer: { name: 'Lefèvre', firstName: 'Zoé', phone: '06 39 98 00 01', email: 'zoe@example.org' },
    appliance: { category: 'Lave-linge', brand: 'Electrobel' },
    symptom: 'Ne chauffe plus',
    underWarranty: true,
    ...overrides,
  };
}
