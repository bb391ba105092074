import type { MessageType } from '@navette/contracts';
import { newId, systemClock, type Temporal } from '@navette/kernel';
import { Bus, durableName, replyToHeader, stationToken } from '@navette/platform/messaging';
import type { TestTenant } from './tenants.js';
import { eventually } from './eventually.js';
import type { TestService } from './test-service.js';

/** How a neighbour of the service under test says something. */
export interface Said {
  readonly tenant: TestTenant;
  readonly aggregateId?: string;
  readonly version?: number;
  /** Given twice, it is the same message delivered twice. */
  readonly messageId?: string;
  readonly replyTo?: string;
  /** Instead of the type's own (replies). */
  readonly subject?: string;
  readonly at?: Temporal.Instant;
}

/** Publishes a message as its owner would; its id. */
export async function say<T>(service: TestService, type: MessageType<T>, message: T, said: Said): Promise<string> {
  const { tenant, aggregateId, version = 1, messageId = newId(systemClock), at = systemClock.now() } = said;
  const subject = `${said.subject ?? type.subject}.${stationToken(tenant.stationId)}`;
  // JetStream must not take a second copy for the first: dropping it is the inbox's work.
  const deliveryId = newId(systemClock);
  await service.running.get(Bus).publish(subject, type.encode(message), deliveryId, {
    'Navette-Id': messageId,
    'Navette-Type': type.type,
    'Navette-Aggregate-Type': 'aggregate',
    'Navette-Aggregate-Id': aggregateId ?? newId(systemClock),
    'Navette-Aggregate-Version': String(version),
    'Navette-Station': tenant.stationId,
    'Navette-Network': tenant.networkId,
    'Navette-Actor': 'system:test',
    'Navette-Occurred-At': at.toString(),
    'Navette-Correlation': 'c-1',
    'Navette-Request-Id': 'r-1',
    ...(said.replyTo !== undefined && replyToHeader(said.replyTo)),
  });
  return messageId;
}

/** Waits until a handler has taken a message. */
export async function handled(service: TestService, handler: string, messageId: string): Promise<void> {
  const consumer = durableName(service.running.name, handler);
  await eventually(async () => {
    const sql = 'select 1 from inbox where consumer = $1 and message_id = $2';
    const { rowCount } = await service.admin.query(sql, [consumer, messageId]);
    return rowCount === 1 ? true : undefined;
  });
}

/** Messages of a type that left the service, in order. */
export async function heard<T>(
  service: TestService,
  type: MessageType<T>,
  where: (message: T) => boolean = () => true,
  subject = type.subject,
): Promise<T[]> {
  const { rows } = await service.admin.query<{ payload: Buffer }>(
    'select payload from outbox where subject like $1 order by seq',
    [`${subject}.%`],
  );
  return rows.map(({ payload }) => type.decode(payload)).filter(where);
}
