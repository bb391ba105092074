import { ReceiveMissionOrderMessage, StationChangedMessage, type MessageType } from '@navette/contracts';
import { StationChanged } from '@navette/contracts/identity/v1/events';
import { IdentityServiceService, type IssueClientTokenRequest } from '@navette/contracts/identity/v1/service';
import { defineErrors, newId, systemClock } from '@navette/kernel';
import { Bus } from '@navette/platform/messaging';
import { PublicRpc } from '@navette/platform/rpc';
import { eventually, startTestService, testTenant, type TestService, type TestTenant } from '@navette/testing';
import { Controller } from '@nestjs/common';
import { deviceGatewayService } from '../device-gateway.service.js';

export const lille = testTenant('Lille');
export const lens = testTenant('Lens');
/** Of another network. */
export const nice = testTenant('Nice', 'another network');
export const SEND = 'device-gateway:mission-order.send';
export const READ = 'device-gateway:mission-order.read';

/** Who calls, by default the manufacturer in its home station with all its rights and a new key. */
export interface Asked {
  readonly client?: string;
  readonly tenant?: TestTenant;
  readonly rights?: readonly string[];
  readonly audience?: string;
  readonly key?: string;
  readonly actor?: 'client' | 'user';
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

const identityErrors = defineErrors('identity', { 'client.refused': { kind: 'unauthenticated', params: [] } });
let running: Gateway;

/** Identity, over real gRPC. */
@Controller()
class IdentityStandIn {
  @PublicRpc(IdentityServiceService.issueClientToken, 'a stand-in')
  async issueClientToken({ clientId, clientSecret, audience }: IssueClientTokenRequest) {
    if (clientId !== 'electrobel' || clientSecret !== 's3cret') throw identityErrors.error('client.refused');
    const actor = { kind: 'client', id: clientId } as const;
    return { accessToken: await running.service.tokens.sign(lille, actor, { audience }), expiresInSeconds: 300 };
  }
}

/** The gateway that knows the stations LIL and LEN of one network, and NCE of another. */
export class Gateway {
  private constructor(
    readonly service: TestService,
    private readonly identity: TestService,
  ) {}

  static async start(): Promise<Gateway> {
    const { issueClientToken } = IdentityServiceService;
    const identity = await startTestService({
      name: 'identity',
      migrations: [],
      grpc: { definition: { issueClientToken }, controllers: [IdentityStandIn] },
    });
    const env = { NAVETTE_IDENTITY_GRPC_URL: identity.grpcAddress };
    running = new Gateway(await startTestService(deviceGatewayService, { env }), identity);
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
  async happen<T>(type: MessageType<T>, message: T, tenant: TestTenant): Promise<string> {
    const messageId = newId(systemClock);
    const subject = `${type.subject}.${tenant.stationId.replaceAll('-', '')}`;
    await this.service.running.get(Bus).publish(subject, type.encode(message), messageId, {
      'Navette-Id': messageId,
      'Navette-Type': type.type,
      'Navette-Aggregate-Type': 'aggregate',
      'Navette-Aggregate-Id': tenant.stationId,
      'Navette-Aggregate-Version': '1',
      'Navette-Station': tenant.stationId,
      'Navette-Network': tenant.networkId,
      'Navette-Actor': 'user:anne',
      'Navette-Occurred-At': systemClock.now().toString(),
      'Navette-Correlation': 'c-1',
      'Navette-Request-Id': 'r-1',
    });
    return messageId;
  }

  /** Waits until these events were handled, for tests of what they must not do. */
  async handled(...events: readonly string[]): Promise<void> {
    await eventually(async () => {
      const { rowCount } = await this.service.admin.query('select from inbox where message_id = any ($1)', [events]);
      return rowCount === events.length ? true : undefined;
    });
  }

  async headers({ client = 'electrobel', tenant = lille, rights = [SEND, READ], ...rest }: Asked = {}) {
    const { audience = 'device-gateway', key = newId(systemClock), actor: kind = 'client' } = rest;
    const actor = { kind, id: client };
    await this.service.as(tenant, rights, { actor });
    const token = await this.service.tokens.sign(tenant, actor, { audience });
    return {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      ...(key !== '' && { 'idempotency-key': key }),
    };
  }

  /** `POST /v1/mission-orders`; text and bytes are sent as they are. */
  async post(content: object | string, asked: Asked = {}): Promise<Answer> {
    const body = typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content);
    const headers = await this.headers(asked);
    return answerOf(await fetch(`${this.service.httpUrl}/v1/mission-orders`, { method: 'POST', headers, body }));
  }

  async get(id: string, asked: Asked = {}): Promise<Answer> {
    const headers = await this.headers(asked);
    return answerOf(await fetch(`${this.service.httpUrl}/v1/mission-orders/${id}`, { headers }));
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

async function answerOf(response: Response): Promise<Answer> {
  const { status, headers } = response;
  const body = (await response.json()) as Answer['body'];
  return { status, location: headers.get('location'), type: headers.get('content-type'), body };
}
