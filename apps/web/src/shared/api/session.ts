import { answered, createApi, Refusal, type Api, type Schema } from '@navette/api-client';
import { createContext, useContext, useSyncExternalStore } from 'react';

export type Self = Schema<'Self'>;

/**
 * `asking`: the browser may still hold a session; `out`: nobody is signed in; `due`: somebody is, who must enrol a second factor
 * before anything else (ID-5).
 */
export type SessionState =
  | { readonly name: 'asking' }
  | { readonly name: 'out'; readonly why?: WhyOut; readonly refusal?: unknown }
  | { readonly name: 'due' }
  | { readonly name: 'in'; readonly self: Self };

type WhyOut = 'idle' | 'signed-out' | 'password-set';

interface Token {
  readonly text: string;
  readonly renewAt: number;
}

/** Of a token's life, after which the next one is asked for. */
const FRESH = 0.8;

/**
 * ID-6: who is signed in. The access token lives in memory; the refresh token in a cookie that no script can read. Windows
 * of one browser take turns to refresh, and all leave when one signs out.
 */
export class Session {
  readonly api: Api;
  #state: SessionState = { name: 'asking' };
  #token: Token | undefined;
  /** The token is good for enrolling a second factor, and for nothing else. */
  #isDue = false;
  #renewing: Promise<void> | undefined;
  readonly #listeners = new Set<() => void>();
  readonly #windows = new BroadcastChannel('navette-session');

  constructor(readonly language: () => 'fr' | 'en') {
    this.api = createApi({ language, token: async () => (await this.token()) || undefined });
    this.#windows.onmessage = () => {
      this.#leave('signed-out');
    };
  }

  readonly state = (): SessionState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Takes up the session that the browser holds, where it holds one. */
  async resume(): Promise<void> {
    try {
      await this.#renew();
      await this.#know();
    } catch {
      this.#leave();
    }
  }

  /** @throws Refusal */
  async signIn(given: { login: string; password: string; code?: string }): Promise<void> {
    await this.#take(given);
    await this.#know();
  }

  /**
   * ID-7: goes to the provider of a domain; the browser comes back to `/signed-in`.
   * @throws Refusal
   */
  async goToProvider(domain: string): Promise<void> {
    const { data } = await answered(this.api.POST('/api/v1/session/by-provider', { body: { domain } }));
    location.assign(data.url);
  }

  /** Signs in by what the provider sent the browser back with; a refusal is shown where one signs in. */
  async finishAtProvider(answer: string): Promise<void> {
    try {
      await this.#take({ answer }, '/by-provider/answer');
      await this.#know();
    } catch (refusal) {
      this.#token = undefined;
      this.#set({ name: 'out', refusal });
    }
  }

  async signOut(why: WhyOut = 'signed-out'): Promise<void> {
    this.#leave(why);
    this.#windows.postMessage('out');
    await fetch('/api/v1/session', { method: 'DELETE' });
  }

  /** A link set the password: whoever was signed in here is not any more. */
  passwordWasSet(): void {
    this.#leave('password-set');
  }

  /** Works in another of the person's stations from now on. */
  async switchStation(code: string): Promise<void> {
    await this.#renew(code);
    await this.#know();
  }

  /** An access token that is good for a while yet; empty where nobody is signed in. */
  async token(): Promise<string> {
    if (this.#token !== undefined && Date.now() >= this.#token.renewAt) await this.#renew();
    return this.#token?.text ?? '';
  }

  async #know(): Promise<void> {
    if (this.#isDue) return;
    const { data } = await answered(this.api.GET('/api/v1/session'));
    this.#set({ name: 'in', self: data });
  }

  async #renew(station?: string): Promise<void> {
    // A refresh under way stays in the station it began in.
    if (station !== undefined) await this.#renewing?.catch(() => undefined);
    this.#renewing ??= navigator.locks
      .request('navette-refresh', () => this.#take(station === undefined ? {} : { station }, '/refresh'))
      .finally(() => (this.#renewing = undefined));
    await this.#renewing;
  }

  async #take(body: object, path = ''): Promise<void> {
    const response = await fetch(`/api/v1/session${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'accept-language': this.language() },
      body: JSON.stringify(body),
    });
    const answer: unknown = await response.json().catch(() => undefined);
    if (!response.ok) {
      if (response.status === 401 && path !== '' && this.#state.name === 'in') this.#leave('idle');
      throw new Refusal(answer as Schema<'Problem'>);
    }
    const { accessToken, expiresInSeconds, secondFactorDue } = answer as Schema<'AccessToken'>;
    this.#isDue = secondFactorDue;
    if (secondFactorDue) this.#set({ name: 'due' });
    this.#token = { text: accessToken, renewAt: Date.now() + expiresInSeconds * 1_000 * FRESH };
  }

  #leave(why?: WhyOut): void {
    this.#token = undefined;
    this.#set(why === undefined ? { name: 'out' } : { name: 'out', why });
  }

  #set(state: SessionState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

export const SessionContext = createContext<Session | undefined>(undefined);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === undefined) throw new Error('outside of the app');
  return session;
}

export function useSessionState(): SessionState {
  const session = useSession();
  return useSyncExternalStore(session.subscribe, session.state);
}

/** Typed calls in the name of who is signed in. */
export const useApi = (): Api => useSession().api;

/** Who is signed in; on pages that only they see. */
export function useSelf(): Self {
  const state = useSessionState();
  if (state.name !== 'in') throw new Error('nobody is signed in');
  return state.self;
}

export function useMay(): (right: string) => boolean {
  const { rights } = useSelf();
  return (right) => rights.includes(right);
}
