import { createHash } from 'node:crypto';
import { type Metadata, type MethodDefinition, status } from '@grpc/grpc-js';
import {
  applyDecorators,
  Catch,
  type CanActivate,
  type ExecutionContext,
  type RpcExceptionFilter,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { GrpcMethod } from '@nestjs/microservices';
import { DomainError } from '@navette/kernel';
import { throwError, type Observable } from 'rxjs';
import { ACCESS, Needs, Own, Public, type Access } from '../auth/access.js';
import { authErrors } from '../auth/errors.js';
import type { Grants } from '../auth/grants.js';
import { assertPerson, type TokenVerifier } from '../auth/tokens.js';
import { isLostConnection } from '../database/lost-connection.js';
import type { Scope } from '../database/scope.js';
import type { RateLimits } from '../redis/rate-limits.js';
import { errorFields, type Logger } from '../observability/index.js';
import type { RpcDefinition } from './rpc-client.js';
import { toRpcError } from './rpc-errors.js';

const METHOD = 'navette:rpc-method';

/** Marks the handler of a method of a generated definition, with the right it needs. */
export function Rpc<Request, Response>(method: MethodDefinition<Request, Response>, right: string) {
  return rpc(method, Needs(right));
}

/** Marks the handler of a method that whoever is signed in may call about themselves; `operation` names it in the trail. */
export function OwnRpc<Request, Response>(method: MethodDefinition<Request, Response>, operation: string) {
  return rpc(method, Own(operation));
}

/** Marks the handler of a method that anybody may call; `why` stands in the docs. */
export function PublicRpc<Request, Response>(method: MethodDefinition<Request, Response>, why: string) {
  return rpc(method, Public(why));
}

type Method = RpcDefinition[string];

function rpc(definition: Method, access: MethodDecorator): MethodDecorator {
  const [service = '', method = ''] = definition.path.slice(1).split('/');
  return applyDecorators(access, GrpcMethod(service.split('.').at(-1) as string, method), ((
    _target: object,
    _key: string | symbol,
    descriptor: PropertyDescriptor,
  ) => {
    Reflect.defineMetadata(METHOD, definition, descriptor.value as object);
  }) as MethodDecorator);
}

type Controllers = readonly (abstract new (...args: never[]) => object)[];

/**
 * The methods that controllers handle, by their paths, and what each asks of its caller.
 * @throws Error naming a method that declares no right
 */
export function accessOfMethods(controllers: Controllers): Map<string, Access> {
  const served = new Map<string, Access>();
  for (const controller of controllers) {
    for (const name of Object.getOwnPropertyNames(controller.prototype)) {
      const handler = Object.getOwnPropertyDescriptor(controller.prototype, name)?.value as object | undefined;
      if (typeof handler !== 'function') continue;
      const method = Reflect.getMetadata(METHOD, handler) as Method | undefined;
      if (method === undefined) continue;
      const access = Reflect.getMetadata(ACCESS, handler) as Access | undefined;
      if (access === undefined) throw new Error(`${method.path} declares no right`);
      served.set(method.path, access);
    }
  }
  return served;
}

/**
 * Proves at start that every method of the definition has a handler and every handler declares its right.
 * @throws Error naming those that do not.
 */
export function assertServed(definition: RpcDefinition, controllers: Controllers): void {
  const served = accessOfMethods(controllers);
  const missing = Object.values(definition)
    .map(({ path }) => path)
    .filter((path) => !served.has(path));
  if (missing.length > 0) throw new Error(`no handler for ${missing.join(', ')}`);
}

/** Nest wants proto-loader's shape of packages; this is it, made from generated definitions (no .proto at run time). */
export function packageDefinition(definitions: readonly RpcDefinition[]): {
  package: string[];
  packageDefinition: object;
} {
  const services = definitions.map((definition) => {
    const methods = Object.entries(definition);
    const service = methods[0]?.[1].path.slice(1).split('/')[0] ?? '';
    const shaped = methods.map(([name, method]) => [method.path.split('/')[2], { ...method, originalName: name }]);
    return { name: service, methods: Object.fromEntries(shaped) as object };
  });
  return {
    package: services.map(({ name }) => name.split('.').slice(0, -1).join('.')),
    packageDefinition: Object.fromEntries(services.map(({ name, methods }) => [name, methods])),
  };
}

const scopes = new WeakMap<Metadata, Scope>();
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** Scope of a call: station and actor from its verified token. */
export function scopeOfCall(metadata: Metadata): Scope {
  const scope = scopes.get(metadata);
  if (scope === undefined) throw new Error('the call went past the guard');
  return scope;
}

/** Verifies the token, checks the declared right and gives the call its scope. */
export class RpcGuard implements CanActivate {
  readonly #reflector = new Reflector();

  constructor(
    private readonly tokens: TokenVerifier,
    private readonly grants: Grants,
    private readonly limits: RateLimits,
    private readonly service: string,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'rpc') return true;
    const access = this.#reflector.get<Access | undefined>(ACCESS, context.getHandler());
    const method = Reflect.getMetadata(METHOD, context.getHandler()) as Method;
    const { path } = method;
    if (access === undefined) throw new Error(`${path} declares no right`);
    const metadata = context.switchToRpc().getContext<Metadata>();
    const requestId = text(metadata, 'x-request-id');
    const common = {
      requestId,
      correlationId: text(metadata, 'x-correlation-id') || requestId,
      causationId: '',
    };
    if ('public' in access) {
      const actor = { kind: 'system', id: this.service } as const;
      scopes.set(metadata, { stationId: NOBODY, networkId: NOBODY, actor, operation: path, ...common });
      return true;
    }
    const token = /^Bearer (.+)$/.exec(text(metadata, 'authorization'))?.[1];
    if (token === undefined) throw authErrors.error('request.unauthenticated');
    const caller = await this.tokens.verify(token);
    // As over HTTP (GW-1); people's calls were counted at the edge, our own services' are not.
    if (caller.actor.kind === 'client') await this.limits.take(`client:${caller.actor.id}`);
    if ('right' in access) await this.grants.check(caller, access.right);
    else assertPerson(caller, access.own);
    const key = text(metadata, 'idempotency-key');
    scopes.set(metadata, {
      stationId: caller.stationId,
      networkId: caller.networkId,
      actor: caller.actor,
      operation: 'right' in access ? access.right : access.own,
      ...common,
      ...(key !== '' && { idempotency: { key, inputHash: hashOf(method, context.switchToRpc().getData()) } }),
    });
    return true;
  }
}

/** Turns what a handler threw into a status; an unexpected error is logged and hidden. */
@Catch()
export class RpcErrorFilter implements RpcExceptionFilter {
  constructor(
    private readonly logger: Logger,
    private readonly service: string,
  ) {}

  catch(error: unknown): Observable<never> {
    if (error instanceof DomainError) return throwError(() => toRpcError(error));
    if (isLostConnection(error)) {
      const refusal = authErrors.error('service.unavailable', { service: this.service }, [], error);
      return throwError(() => toRpcError(refusal));
    }
    this.logger.error('call failed', errorFields(error));
    return throwError(() => ({ code: status.INTERNAL, message: 'internal error' }));
  }
}

function text(metadata: Metadata, name: string): string {
  const value = metadata.get(name)[0];
  return typeof value === 'string' ? value : '';
}

/** Of the encoded request: an upload of megabytes would be several times as much as JSON. */
function hashOf({ path, requestSerialize }: Method, request: unknown): string {
  return createHash('sha256').update(path).update('\0').update(requestSerialize(request)).digest('base64url');
}
