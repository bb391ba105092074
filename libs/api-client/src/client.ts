import createClient, { type Client } from 'openapi-fetch';
import type { components, paths } from './gen/schema.js';

/** A named schema of the edge: `Schema<'Party'>`. */
export type Schema<Name extends keyof components['schemas']> = components['schemas'][Name];

export interface ApiOptions {
  /** Where the edge is, without `/api/v1`; in a page that it serves, nothing. */
  readonly baseUrl?: string;
  /** The access token to send, asked for before each request; none where nobody is signed in. */
  readonly token?: () => string | undefined | Promise<string | undefined>;
  /** Language of refusals; the reader's browser says it unless given. */
  readonly language?: () => 'fr' | 'en';
  readonly fetch?: (request: Request) => Promise<Response>;
}

/** Typed calls of the edge: path, parameters, body and answer are those of its OpenAPI document. */
export type Api = Client<paths>;

export function createApi({ baseUrl = '', token, language, fetch }: ApiOptions = {}): Api {
  const api = createClient<paths>({ baseUrl, ...(fetch !== undefined && { fetch }) });
  api.use({
    async onRequest({ request }) {
      const bearer = await token?.();
      if (bearer !== undefined) request.headers.set('authorization', `Bearer ${bearer}`);
      if (language !== undefined) request.headers.set('accept-language', language());
      return request;
    },
  });
  return api;
}

/** A refusal of the edge (RFC 9457): what went wrong, in the reader's words, by a code that never changes meaning. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(readonly problem: Schema<'Problem'>) {
    super(problem.title);
  }
}

/**
 * The data of an answer, with the ETag that an edit of it needs.
 * @throws Refusal
 */
export async function answered<Data>(
  asked: Promise<{ data?: Data; error?: unknown; response: Response }>,
): Promise<{ data: Data; etag: string | undefined }> {
  const { data, error, response } = await asked;
  if (!response.ok) throw new Refusal(problemOf(error, response));
  return { data: data as Data, etag: response.headers.get('etag') ?? undefined };
}

/** The file that was asked for with `parseAs: 'blob'`, whatever its route's type says of it. @throws Refusal */
export async function answeredFile(
  asked: Promise<{ data?: unknown; error?: unknown; response: Response }>,
): Promise<Blob> {
  return (await answered(asked)).data as Blob;
}

/** What stands before the edge (a proxy, a cut line) answers as it likes. */
function problemOf(error: unknown, response: Response): Schema<'Problem'> {
  if (typeof error === 'object' && error !== null && 'code' in error) return error as Schema<'Problem'>;
  return {
    type: 'about:blank',
    title: response.statusText,
    status: response.status,
    code: 'platform.service.unavailable',
    params: {},
    requestId: response.headers.get('x-request-id') ?? '',
  };
}
