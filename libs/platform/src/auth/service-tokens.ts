/** Asks identity for a token of this service, for one callee and station. */
export type IssueToken = (audience: string, stationId: string) => Promise<{ token: string; expiresInSeconds: number }>;

interface Kept {
  readonly token: string;
  readonly renewAt: number;
  readonly until: number;
}

/**
 * Tokens with which a service calls another outside a user's call. Renewed from half their life on, while they still serve:
 * identity may be away for a while and nobody notices.
 */
export class ServiceTokens {
  readonly #tokens = new Map<string, Kept>();
  readonly #asked = new Map<string, Promise<string>>();

  constructor(
    private readonly issue: IssueToken,
    /** In milliseconds, from any beginning. */
    private readonly now: () => number = () => performance.now(),
  ) {}

  async get(audience: string, stationId: string): Promise<string> {
    const key = `${audience}/${stationId}`;
    const known = this.#tokens.get(key);
    if (known === undefined || known.until <= this.now()) return this.#renewed(key, audience, stationId);
    // Nobody waits for a renewal that is not needed yet, nor for its failure.
    if (known.renewAt <= this.now()) void this.#renewed(key, audience, stationId).catch(() => undefined);
    return known.token;
  }

  /** One question at a time for a token. */
  #renewed(key: string, audience: string, stationId: string): Promise<string> {
    const asked = this.#asked.get(key) ?? this.#ask(key, audience, stationId).finally(() => this.#asked.delete(key));
    this.#asked.set(key, asked);
    return asked;
  }

  async #ask(key: string, audience: string, stationId: string): Promise<string> {
    const { token, expiresInSeconds } = await this.issue(audience, stationId);
    const now = this.now();
    const until = now + (expiresInSeconds - 30) * 1_000;
    this.#tokens.set(key, { token, renewAt: now + expiresInSeconds * 500, until });
    return token;
  }
}
