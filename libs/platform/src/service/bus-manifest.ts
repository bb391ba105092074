import { GrantsSubscriber } from '../auth/grants.js';
import type { Bus } from '../messaging/bus.js';
import { eventContexts } from '../messaging/event-follower.js';
import {
  advisoriesDurable,
  busUser,
  inboxPrefix,
  prefixedSubject,
  replySubject,
  streamName,
} from '../messaging/subjects.js';
import { consumptionOf, type Consumption, type Subscriber, type Subscription } from '../messaging/subscription.js';
import type { SagaDefinition, SagaEffects, Json } from '../saga/saga-definition.js';
import { onReplies } from '../saga/saga-runner.js';
import type { ServiceDefinition } from './service-definition.js';

/** A NATS user as the server's configuration declares it. */
export interface BusUser {
  readonly user: string;
  readonly permissions: {
    readonly publish: { readonly allow: readonly string[] };
    readonly subscribe: { readonly allow: readonly string[] };
  };
}

/** What a service subscribes to, replies to its sagas aside. */
export function subscriptionsOf({ subscribers = [], migrations }: ServiceDefinition): Subscription<never>[] {
  return [...subscribers, ...(migrations === undefined ? [] : [GrantsSubscriber])].flatMap(
    (type) => declared<Subscriber>(type).subscriptions,
  );
}

/** The sagas it orchestrates. */
export function sagasOf({ sagas = [] }: ServiceDefinition): SagaDefinition<Json>[] {
  return sagas.map((type) => declared<SagaEffects>(type).saga);
}

/** Subscribers and effects declare in their fields; what they need is touched only when they handle. */
function declared<T>(type: unknown): T {
  return new (type as new () => T)();
}

/** All that it takes from the bus. */
export function consumptionsOf(definition: ServiceDefinition): Consumption[] {
  const { name } = definition;
  const replies = sagasOf(definition).map(({ type }) => onReplies(name, type, async () => undefined));
  return [...subscriptionsOf(definition), ...replies].map((subscription) => consumptionOf(name, subscription));
}

/**
 * Subjects that it publishes to, without the installation's prefix: its own events, the commands of its sagas and those it
 * `sends`, replies to the sagas that command it.
 */
export function publicationsOf(definition: ServiceDefinition, all: readonly ServiceDefinition[]): string[] {
  const { name, migrations, sends = [] } = definition;
  if (migrations === undefined) return [];
  const commands = [...sends, ...sagasOf(definition).flatMap(commandsOf)].map(({ subject }) => `${subject}.*`);
  const replies = all.flatMap((orchestrator) =>
    sagasOf(orchestrator)
      .filter((saga) => commandsOf(saga).some(({ context }) => context === name))
      .map(({ type }) => `${replySubject(orchestrator.name, type)}.*`),
  );
  return [...new Set([`navette.${name}.*.evt.>`, ...commands, ...replies])];
}

const commandsOf = ({ steps }: SagaDefinition<Json>) => Object.values(steps).map(({ command }) => command);

/** The user of a service and all it may do: foreign messages it neither sends nor hears, streams it does not make. */
export function busUserOf(definition: ServiceDefinition, all: readonly ServiceDefinition[], prefix: string): BusUser {
  const { name } = definition;
  const consumed = consumptionsOf(definition);
  const followed = definition.followsEvents ? eventContexts() : [];
  const streams = new Set([
    ...consumed.map(({ kind, context }) => streamName(prefix, kind, context)),
    ...followed.map((context) => streamName(prefix, 'evt', context)),
  ]);
  const own =
    definition.migrations === undefined ? [] : [streamName(prefix, 'evt', name), streamName(prefix, 'adv', name)];
  const pulls = consumed.flatMap(({ kind, context, durable, filter }) =>
    pull(streamName(prefix, kind, context), durable, prefixedSubject(prefix, filter)),
  );
  const api = [
    '$JS.API.INFO',
    ...[...new Set([...own, ...streams])].map((stream) => `$JS.API.STREAM.INFO.${stream}`),
    // What JetStream gave up is read again for its dead letter; what is followed is read as it comes.
    ...[...streams].map((stream) => `$JS.API.STREAM.MSG.GET.${stream}`),
    ...pulls,
    ...(own.length === 0 ? [] : pull(streamName(prefix, 'adv', name), advisoriesDurable(name))),
  ];
  const said = publicationsOf(definition, all).map((subject) => prefixedSubject(prefix, subject));
  return {
    user: busUser(prefix, name),
    permissions: {
      publish: { allow: [...said, ...api] },
      subscribe: {
        allow: [
          `${inboxPrefix(prefix, name)}.>`,
          ...(definition.followsEvents ? [prefixedSubject(prefix, 'navette.*.*.evt.>')] : []),
        ],
      },
    },
  };
}

function pull(stream: string, durable: string, filter?: string): string[] {
  return [
    `$JS.API.CONSUMER.CREATE.${[stream, durable, ...(filter === undefined ? [] : [filter])].join('.')}`,
    `$JS.API.CONSUMER.INFO.${stream}.${durable}`,
    `$JS.API.CONSUMER.MSG.NEXT.${stream}.${durable}`,
    `$JS.ACK.${stream}.${durable}.>`,
  ];
}

/** Makes or updates every stream, as a user who may. */
export async function makeStreams(bus: Bus, all: readonly ServiceDefinition[]): Promise<void> {
  for (const definition of all.filter(({ migrations }) => migrations !== undefined)) {
    await bus.ensureStream('evt', definition.name);
    const consumers = [];
    for (const { kind, context, durable } of consumptionsOf(definition)) {
      consumers.push({ stream: await bus.ensureStream(kind, context), durable });
    }
    await bus.ensureAdvisoryStream(definition.name, consumers);
  }
}
