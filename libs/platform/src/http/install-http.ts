import { isUtf8 } from 'node:buffer';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import express, { type NextFunction, type Request, type Response } from 'express';
import helmet from 'helmet';
import { ACCESS, type Access } from '../auth/access.js';
import { authErrors } from '../auth/errors.js';
import type { Grants } from '../auth/grants.js';
import { assertPerson, type Caller, type TokenVerifier } from '../auth/tokens.js';
import type { Logger, Metrics } from '../observability/index.js';
import type { CallContext } from '../rpc/rpc-client.js';
import type { RateLimits, Standing } from '../redis/rate-limits.js';
import { httpErrors } from './errors.js';
import { OPERATION, type Operation } from './operation.js';
import { ProblemFilter, requestIdOf } from './problem.js';
import { EtagInterceptor } from './versions.js';

const BODY_LIMIT = 1_048_576;

/**
 * Headers of every answer (WE-12). Data are no page: they may load and run nothing and stand in no frame; a route that
 * serves a page sets a policy of its own. No route allows other origins, so browsers keep foreign pages out (CORS).
 */
const securityHeaders = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: { defaultSrc: ["'none'"], baseUri: ["'none'"], formAction: ["'none'"], frameAncestors: ["'none'"] },
  },
  strictTransportSecurity: { includeSubDomains: false },
  xFrameOptions: { action: 'deny' },
});

/** Readiness of a service: what it depends on, asked when probed. */
export class Health {
  readonly #checks = new Map<string, () => unknown>();
  #started = false;
  #failed: string | undefined;

  check(name: string, ask: () => unknown): void {
    this.#checks.set(name, ask);
  }

  started(): void {
    this.#started = true;
  }

  fail(reason: string): void {
    this.#failed = reason;
  }

  /** Each dependency's state; ready when all are `up`. */
  async report(): Promise<{ ready: boolean; checks: Record<string, string> }> {
    const checks: Record<string, string> = {};
    for (const [name, ask] of this.#checks) {
      try {
        checks[name] = (await ask()) === false ? 'down' : 'up';
      } catch {
        checks[name] = 'down';
      }
    }
    const up = Object.values(checks).every((state) => state === 'up');
    return { ready: this.#started && this.#failed === undefined && up, checks };
  }
}

interface HttpParts {
  /** Addresses of proxies whose `X-Forwarded-*` are believed. */
  readonly trustedProxies: string;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly tokens: TokenVerifier;
  readonly grants: Grants;
  readonly limits: RateLimits;
  readonly health: Health;
}

/** Body parsing with limits, health and metrics, problem+json, and the guard that verifies tokens and rights. */
export function installHttp(
  app: NestExpressApplication,
  { trustedProxies, logger, metrics, tokens, grants, limits, health }: HttpParts,
): void {
  if (trustedProxies !== '') app.set('trust proxy', trustedProxies);
  app.use((request: Request, response: Response, next: NextFunction) => {
    response.setHeader('x-request-id', requestIdOf(request));
    // What was read may be kept by the reader's browser alone, and be shown again only when it is still true (304).
    response.setHeader('cache-control', request.method === 'GET' ? 'private, no-cache' : 'no-store');
    next();
  });
  app.use(securityHeaders);
  app.use(express.json({ limit: BODY_LIMIT, verify: refuseBrokenUtf8 }));
  app.use(express.urlencoded({ limit: BODY_LIMIT, extended: false, verify: refuseBrokenUtf8 }));
  app.use((request: Request, _response: Response, next: NextFunction) => {
    if (!isReadable(decodeURIComponent(request.url)) || !isReadable(request.body)) {
      throw httpErrors.error('request.invalid-encoding');
    }
    next();
  });
  app.use('/healthz', (_request: Request, response: Response) => response.json({ alive: true }));
  app.use('/readyz', async (_request: Request, response: Response) => {
    const report = await health.report();
    response.status(report.ready ? 200 : 503).json(report);
  });
  app.use('/metrics', async (_request: Request, response: Response) => {
    response.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  });
  app.useGlobalFilters(new ProblemFilter(logger));
  app.useGlobalInterceptors(new EtagInterceptor());
  app.useGlobalGuards(new HttpGuard(tokens, grants, limits));
}

/** The parser would put U+FFFD in place of broken bytes: what was typed would be lost without a word. */
function refuseBrokenUtf8(_request: unknown, _response: unknown, body: Buffer): void {
  if (!isUtf8(body)) throw httpErrors.error('request.invalid-encoding');
}

/** Whether every text in it can be kept: PostgreSQL refuses NUL, and half a character is written as another. */
function isReadable(input: unknown): boolean {
  const open = [input];
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value === 'string' && /[\0\p{Surrogate}]/u.test(value)) return false;
    if (typeof value === 'object' && value !== null) {
      for (const entry of Object.entries(value)) open.push(...entry);
    }
  }
  return true;
}

const callers = new WeakMap<Request, { caller: Caller; call: CallContext }>();

/** Who calls a route, and the context to call services with in the caller's name. */
export function callerOfRequest(request: Request): { caller: Caller; call: CallContext } {
  const known = callers.get(request);
  if (known === undefined) throw new Error('the route is public or went past the guard');
  return known;
}

/** An empty key is none; gRPC metadata, which takes it to the services, has printable ASCII alone. */
function idempotencyKeyOf(request: Request): string | undefined {
  const key = request.get('idempotency-key') || undefined;
  if (key === undefined || /^[\x20-\x7e]{1,200}$/.test(key)) return key;
  const expected = '1 to 200 printable ASCII characters';
  throw httpErrors.error('request.invalid', {}, [httpErrors.field('/idempotency-key', 'field.pattern', { expected })]);
}

function tellStanding(response: Response, { limit, remaining, resetSeconds }: Standing): void {
  response.setHeader('ratelimit-limit', limit);
  response.setHeader('ratelimit-remaining', remaining);
  response.setHeader('ratelimit-reset', resetSeconds);
}

class HttpGuard implements CanActivate {
  readonly #reflector = new Reflector();

  constructor(
    private readonly tokens: TokenVerifier,
    private readonly grants: Grants,
    private readonly limits: RateLimits,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const handler = context.getHandler();
    const access = this.#reflector.get<Access | undefined>(ACCESS, handler);
    const request = context.switchToHttp().getRequest<Request>();
    const tell = (standing: Standing) => tellStanding(context.switchToHttp().getResponse<Response>(), standing);
    if (access === undefined) throw new Error(`${request.path} declares no right`);
    if ('public' in access) {
      await this.limits.take(`address:${request.ip}`, tell);
      return true;
    }
    const token = /^Bearer (.+)$/.exec(request.get('authorization') ?? '')?.[1] ?? '';
    const caller = await this.tokens.verify(token).catch(async (refusal: unknown) => {
      // Whoever tries tokens is counted too.
      if (authErrors.is(refusal, 'request.unauthenticated')) await this.limits.take(`address:${request.ip}`, tell);
      throw refusal;
    });
    await this.limits.take(`${caller.actor.kind}:${caller.actor.id}`, tell);
    if ('right' in access) await this.grants.check(caller, access.right);
    else assertPerson(caller, access.own);
    const operation = this.#reflector.get<Operation | undefined>(OPERATION, handler);
    const idempotencyKey = idempotencyKeyOf(request);
    if (operation?.idempotent === true && idempotencyKey === undefined)
      throw httpErrors.error('idempotency-key.missing');
    const requestId = requestIdOf(request);
    const call = {
      token,
      requestId,
      correlationId: requestId,
      ...(idempotencyKey !== undefined && { idempotencyKey }),
    };
    callers.set(request, { caller, call });
    return true;
  }
}
