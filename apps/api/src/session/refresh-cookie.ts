import { defineErrors } from '@navette/kernel';
import { url, readConfig, type Variables } from '@navette/platform/config';
import type { CookieOptions, Request, Response } from 'express';

const originErrors = defineErrors('identity', {
  'session.foreign-origin': { kind: 'forbidden', params: [] },
});

export const sessionVariables = {
  NAVETTE_API_PUBLIC_URL: {
    schema: url.optional(),
    about: 'address under which browsers reach the API, https in production: cookies are then Secure',
  },
} satisfies Variables;

/** While somebody is at their OpenID provider: what binds the answer to this browser (ID-7). */
const FLOW = 'navette-sign-in';

/** Of a phone that counts an inventory by a link (ST-14). */
const COUNT = 'navette-count';

/**
 * Where the refresh token stays: out of reach of scripts, sent to our own pages alone (ID-6). The page that a provider sends
 * the browser back to is ours: what it sends has the cookies, though what opened it had not.
 */
export class RefreshCookie {
  readonly #origin: string | undefined;
  readonly #name: string;
  readonly #flowName: string;
  readonly #countName: string;
  readonly #options: CookieOptions;

  constructor(env: NodeJS.ProcessEnv) {
    const address = readConfig(sessionVariables, env).NAVETTE_API_PUBLIC_URL;
    this.#origin = address === undefined ? undefined : new URL(address).origin;
    const secure = this.#origin?.startsWith('https:') === true;
    const common = { httpOnly: true, sameSite: 'strict' } as const;
    // `__Host-`: only this host can have set it, by https. The prefix demands the path `/`, and the other path keeps nobody out.
    this.#name = secure ? '__Host-navette-refresh' : 'navette-refresh';
    this.#flowName = secure ? `__Host-${FLOW}` : FLOW;
    this.#countName = secure ? `__Host-${COUNT}` : COUNT;
    this.#options = secure ? { ...common, secure, path: '/' } : { ...common, path: '/api/v1' };
  }

  /** Under which browsers reach us; empty where that is not said. */
  get origin(): string {
    return this.#origin ?? '';
  }

  /** Empty where there is none. */
  read(request: Request): string {
    return valueOf(request, this.#name);
  }

  /** Keeps what the browser must prove when it is back from the provider. */
  writeFlow(response: Response, flow: string, seconds: number): void {
    response.setHeader('cache-control', 'no-store');
    response.cookie(this.#flowName, flow, { ...this.#options, maxAge: seconds * 1_000 });
  }

  /** The same, once: whatever becomes of it, another sign-in begins anew. */
  takeFlow(request: Request, response: Response): string {
    response.clearCookie(this.#flowName, this.#options);
    return valueOf(request, this.#flowName);
  }

  /**
   * Where a provider sends the browser back to. Of a request that `assertOurs` let pass: without an address in the
   * configuration it is the one that the browser used.
   */
  returnAddress(request: Request): string {
    const origin = this.#origin ?? request.get('origin') ?? `${request.protocol}://${request.get('host') ?? ''}`;
    return `${origin}/signed-in`;
  }

  write(response: Response, session: { refreshToken: string; lifetimeSeconds: number } | undefined): void {
    response.setHeader('cache-control', 'no-store');
    if (session === undefined) return;
    response.cookie(this.#name, session.refreshToken, { ...this.#options, maxAge: session.lifetimeSeconds * 1_000 });
  }

  /** Empty where the browser counts nothing. */
  readCount(request: Request): string {
    return valueOf(request, this.#countName);
  }

  writeCount(response: Response, token: string, seconds: number): void {
    response.setHeader('cache-control', 'no-store');
    response.cookie(this.#countName, token, { ...this.#options, maxAge: seconds * 1_000 });
  }

  clear(response: Response): void {
    response.clearCookie(this.#name, this.#options);
  }

  /**
   * Refuses what another site's page sends. `SameSite=Strict` keeps the cookie from it already; this holds for a sign-in
   * too, which needs no cookie, and for sites of the same domain. Programs send no Origin.
   * @throws DomainError `identity.session.foreign-origin`
   */
  assertOurs(request: Request): void {
    const origin = request.get('origin');
    const site = request.get('sec-fetch-site') ?? 'same-origin';
    const ours = origin === undefined || origin === this.#origin || hostOf(origin) === request.get('host');
    if (!ours || !['same-origin', 'none'].includes(site)) throw originErrors.error('session.foreign-origin');
  }
}

function valueOf(request: Request, name: string): string {
  const cookies = request.headers.cookie?.split('; ') ?? [];
  return cookies.find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1) ?? '';
}

/** Undefined for `null`, the origin of sandboxed pages. */
function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
