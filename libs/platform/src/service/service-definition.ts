import type { MessageType } from '@navette/contracts';
import type { Provider, Type } from '@nestjs/common';
import type { Variables } from '../config/config.js';
import type { Migration } from '../database/migration.js';
import type { Subscriber } from '../messaging/subscription.js';
import type { SagaEffects } from '../saga/saga-definition.js';
import type { RpcDefinition } from '../rpc/rpc-client.js';
import type { TimerHandler } from '../timers/timers.js';

/** All that makes a deployable a service; the platform does the rest. */
export interface ServiceDefinition {
  /** kebab-case name of the context, e.g. `device-gateway`. */
  readonly name: string;
  /** Migrations of its database; absent where it has none (the HTTP edge). */
  readonly migrations?: readonly Migration[];
  readonly grpc?: { readonly definition: RpcDefinition; readonly controllers: readonly Type[] };
  /** HTTP controllers on the service's own port; only `api`, the gateway and identity have some. */
  readonly http?: readonly Type[];
  readonly subscribers?: readonly Type<Subscriber>[];
  readonly timers?: readonly Type<TimerHandler>[];
  /** Effects of the sagas it orchestrates; each names its saga. */
  readonly sagas?: readonly Type<SagaEffects>[];
  /** It follows the events of all contexts as they happen (`EventFollower`), without handling them. */
  readonly followsEvents?: true;
  /** Commands it sends to other contexts outside of its sagas. */
  readonly sends?: readonly Pick<MessageType, 'subject'>[];
  readonly providers?: readonly Provider[];
  /** Environment variables of its own beside those of every service; checked at start, listed by `./navette config`. */
  readonly variables?: Variables;
  /** Rights it needs of other services when it calls them by itself. */
  readonly calls?: readonly string[];
}
