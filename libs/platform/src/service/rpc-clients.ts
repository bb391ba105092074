import { randomUUID } from 'node:crypto';
import { ServiceTokens } from '../auth/service-tokens.js';
import type { Scope } from '../database/scope.js';
import { contextOf, createRpcClient, type CallContext, type RpcClient, type RpcDefinition } from '../rpc/rpc-client.js';

/** Clients of the other services, one connection each, made when first used. */
export class RpcClients {
  readonly #clients = new Map<string, { close(): void }>();

  constructor(
    private readonly addressOf: (service: string) => string,
    private readonly tokens: ServiceTokens,
  ) {}

  get<D extends RpcDefinition>(definition: D): RpcClient<D> {
    return this.at(contextOf(definition), definition);
  }

  /** Client of a definition that many services serve (operations), at one of them. */
  at<D extends RpcDefinition>(service: string, definition: D): RpcClient<D> {
    const key = `${service}/${contextOf(definition)}`;
    let client = this.#clients.get(key) as RpcClient<D> | undefined;
    if (client === undefined) {
      client = createRpcClient(definition, this.addressOf(service), service);
      this.#clients.set(key, client);
    }
    return client;
  }

  /** Call context of this service acting by itself in a scope's station (sagas, timers, handlers). */
  async asService(scope: Scope, callee: RpcDefinition): Promise<CallContext> {
    return {
      token: await this.tokens.get(contextOf(callee), scope.stationId),
      requestId: scope.requestId || randomUUID(),
      correlationId: scope.correlationId,
    };
  }

  close(): void {
    for (const client of this.#clients.values()) client.close();
  }
}
