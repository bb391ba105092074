import { Client, credentials, Metadata, status, type MethodDefinition, type ServiceError } from '@grpc/grpc-js';
import { authErrors } from '../auth/errors.js';
import { assertNoTransaction } from '../database/open-transaction.js';
import { fromRpcError } from './rpc-errors.js';

/** In whose name a call is made. */
export interface CallContext {
  /** Access token: the user's at the edge, the service's own outside a user's call. Empty for public methods. */
  readonly token: string;
  readonly requestId: string;
  readonly correlationId: string;
  /** Makes a repeated command answer as the first time. */
  readonly idempotencyKey?: string;
}

/** The definitions that ts-proto generates. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a method is contravariant in its request
export type RpcDefinition = Record<string, MethodDefinition<any, any>>;

/** Callable form of a generated service definition. */
export type RpcClient<D extends RpcDefinition> = {
  readonly [M in keyof D]: D[M] extends MethodDefinition<infer Request, infer Response>
    ? (request: Request, call: CallContext) => Promise<Response>
    : never;
} & { close(): void };

/** Deadlines, from one table: questions are asked again once when that is safe, commands are not. */
const QUESTION = { pattern: /^(get|list|find|search|preview)/, deadlineMs: 800, tries: 2 };
const COMMAND = { deadlineMs: 2_000, tries: 1 };
/** Whole files, long deliveries, and servers of others that answer when they like. */
const LONG = {
  pattern: /^(import|export|validate|send|place|open|reopen|cancel|takeOver|print|sum)/,
  deadlineMs: 30_000,
  tries: 1,
};

function limitsOf(method: string): { deadlineMs: number; tries: number } {
  return [QUESTION, LONG].find(({ pattern }) => pattern.test(method)) ?? COMMAND;
}

/** Largest message either way: a despatch file of a whole network, a page of documents. */
export const MAX_MESSAGE_BYTES = 16 * 1_048_576;

/** Name of the context that serves a definition: `/navette.device_gateway.v1.…` → `device-gateway`. */
export function contextOf(definition: RpcDefinition): string {
  const [first] = Object.values(definition);
  return (first?.path.split('.')[1] ?? '').replaceAll('_', '-');
}

/**
 * Client of a service. Refuses to call inside a database transaction.
 * @throws DomainError what the callee refused, or `platform.service.unavailable` when it did not answer in time.
 */
export function createRpcClient<D extends RpcDefinition>(
  definition: D,
  address: string,
  service = contextOf(definition),
  /** Multiplies the deadlines: tests share two cores with a dozen processes. */
  patience = 1,
): RpcClient<D> {
  const client = new Client(address, credentials.createInsecure(), {
    'grpc.enable_retries': 0,
    'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
    'grpc.initial_reconnect_backoff_ms': 100,
    'grpc.max_reconnect_backoff_ms': 2_000,
  });
  const calls = Object.entries(definition).map(([name, method]) => {
    const { deadlineMs, tries } = limitsOf(name);
    const attempt = (request: unknown, metadata: Metadata) =>
      new Promise((resolve, reject) => {
        client.makeUnaryRequest(
          method.path,
          method.requestSerialize,
          method.responseDeserialize,
          request,
          metadata,
          { deadline: Date.now() + deadlineMs * patience },
          (error, response) => (error === null ? resolve(response) : reject(error)),
        );
      });
    const call = async (request: unknown, context: CallContext) => {
      assertNoTransaction(method.path);
      const metadata = metadataOf(context);
      for (let left = tries; ; left--) {
        try {
          return await attempt(request, metadata);
        } catch (error) {
          const failure = error as ServiceError;
          const refusal = fromRpcError(failure);
          if (refusal !== undefined) throw refusal;
          const away = failure.code === status.UNAVAILABLE || failure.code === status.DEADLINE_EXCEEDED;
          if (!away) throw error;
          if (left <= 1) throw authErrors.error('service.unavailable', { service }, [], error);
        }
      }
    };
    return [name, call] as const;
  });
  return { ...Object.fromEntries(calls), close: () => client.close() } as RpcClient<D>;
}

function metadataOf({ token, requestId, correlationId, idempotencyKey }: CallContext): Metadata {
  const metadata = new Metadata();
  if (token !== '') metadata.set('authorization', `Bearer ${token}`);
  metadata.set('x-request-id', requestId);
  metadata.set('x-correlation-id', correlationId);
  if (idempotencyKey !== undefined) metadata.set('idempotency-key', idempotencyKey);
  return metadata;
}
