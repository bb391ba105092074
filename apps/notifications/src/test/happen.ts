import type { MessageType } from '@navette/contracts';
import { newId, systemClock } from '@navette/kernel';
import { Bus } from '@navette/platform/messaging';
import type { TestService, TestTenant } from '@navette/testing';

interface Happening {
  readonly tenant: TestTenant;
  readonly aggregateId: string;
  readonly version?: number;
  /** Given twice, it is the same message delivered twice. */
  readonly messageId?: string;
}

/** Publishes an event as its owner would; the message's id. */
export async function happen<T>(
  service: TestService,
  type: MessageType<T>,
  message: T,
  { tenant, aggregateId, version = 1, messageId = newId(systemClock) }: Happening,
): Promise<string> {
  const subject = `${type.subject}.${tenant.stationId.replaceAll('-', '')}`;
  // JetStream must not take a second copy for the first: dropping it is the inbox's work.
  const deliveryId = newId(systemClock);
  await service.running.get(Bus).publish(subject, type.encode(message), deliveryId, {
    'Navette-Id': messageId,
    'Navette-Type': type.type,
    'Navette-Aggregate-Type': 'aggregate',
    'Navette-Aggregate-Id': aggregateId,
    'Navette-Aggregate-Version': String(version),
    'Navette-Station': tenant.stationId,
    'Navette-Network': tenant.networkId,
    'Navette-Actor': 'user:anne',
    'Navette-Occurred-At': systemClock.now().toString(),
    'Navette-Correlation': 'c-1',
    'Navette-Request-Id': 'r-1',
  });
  return messageId;
}
