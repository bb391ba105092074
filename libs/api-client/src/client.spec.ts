import { describe, expect, it } from '@jest/globals';
import { answered, createApi, Refusal } from './client.js';

/** An edge that notes what it is asked and answers what it is told. */
function edge(status: number, body: unknown, headers: Record<string, string> = {}) {
  const asked: Request[] = [];
  const api = createApi({
    baseUrl: 'http://edge.test',
    token: () => Promise.resolve('t-1'),
    language: () => 'en',
    fetch: async (request) => {
      asked.push(request);
      return new Response(JSON.stringify(body), {
        status,
        headers: { 'content-type': 'application/json', ...headers },
      });
    },
  });
  return { api, asked };
}

describe('WE-12 the client of the edge', () => {
  it('asks at the path of the operation, with its parameters, in the name of who is signed in', async () => {
    const { api, asked } = edge(200, { id: 'p 1' }, { etag: '"p-1.3"' });
    const { data, etag } = await answered(api.GET('/api/v1/parties/{id}', { params: { path: { id: 'p 1' } } }));
    expect(data.id).toBe('p 1');
    expect(etag).toBe('"p-1.3"');
    expect(asked.map(({ method, url }) => `${method} ${url}`)).toEqual(['GET http://edge.test/api/v1/parties/p%201']);
    expect(asked[0]?.headers.get('authorization')).toBe('Bearer t-1');
    expect(asked[0]?.headers.get('accept-language')).toBe('en');
  });

  it('throws the problem of a refusal, and one of its own where something else answered', async () => {
    const problem = { title: 'No such party', code: 'parties.party.not-found', status: 404 };
    const read = (one: ReturnType<typeof edge>) =>
      answered(one.api.GET('/api/v1/parties/{id}', { params: { path: { id: 'x' } } }));
    await expect(read(edge(404, problem))).rejects.toMatchObject({ name: 'Refusal', message: problem.title, problem });
    const proxy = read(edge(502, 'Bad gateway'));
    await expect(proxy).rejects.toBeInstanceOf(Refusal);
    await expect(proxy).rejects.toMatchObject({ problem: { code: 'platform.service.unavailable', status: 502 } });
  });
});
