/** Asks identity for a token of this service, for one callee and station. */
export type IssueToken = (audience: string, stationId: string) => Promise<{ token: string; expiresInSeconds: number }>;

/** Tokens with which a service calls another outside a user's call; kept until shortly before they expire. */
export class ServiceTokens {
  readonly #tokens = new Map<string, { token: string; until: number }>();

  constructor(private readonly issue: IssueToken) {}

  async get(audience: string, stationId: string): Promise<string> {
    const key = `${audience}/${stationId}`;
    const known = this.#tokens.get(key);
    if (known !== undefined && known.until > performance.now()) return known.token;
    const { token, expiresInSeconds } = await this.issue(audience, stationId);
    this.#tokens.set(key, { token, until: performance.now() + (expiresInSeconds - 30) * 1_000 });
    return token;
  }
}
