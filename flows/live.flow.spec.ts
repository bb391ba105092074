import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { answered, createApi, liveChanges, type Api, type Change } from '@navette/api-client';
import { eventually } from '@navette/testing';
import { System } from './support/system.js';

let system: System;
let token: string;
let api: Api;

beforeAll(async () => {
  system = await System.start();
  token = await system.signIn();
  api = createApi({ baseUrl: system.url('api'), token: () => token, language: () => 'en' });
});
afterAll(() => system.remove());

describe('WE-3 a page that shows a record', () => {
  it('hears who changes it, reads it anew, and is told when it edits what is gone', async () => {
    const changes: Change[] = [];
    const abort = new AbortController();
    const listening = (async () => {
      const stream = liveChanges({ baseUrl: system.url('api'), token: () => token, signal: abort.signal });
      for await (const one of stream) if (one.kind === 'change') changes.push(one);
    })();
    const header = () => ({ 'Idempotency-Key': randomUUID() });
    const body = { kinds: ['reseller'], name: `Delannoy ${randomUUID()}`, acceptDuplicates: true };
    // Until the stream is open nothing is heard.
    const id = await eventually(async () => {
      const asked = api.POST('/api/v1/parties', { params: { header: header() }, body: { ...body } });
      const { data } = await answered(asked);
      return 'created' in data && changes.length > 0 ? data.created.id : undefined;
    });
    const path = { id };
    const read = () => answered(api.GET('/api/v1/parties/{id}', { params: { path } }));
    const rename = async (etag: string | undefined, name: string) => {
      const seen = { ...header(), 'If-Match': etag ?? '' };
      return answered(
        api.PUT('/api/v1/parties/{id}', { params: { path, header: seen }, body: { kinds: ['reseller'], name } }),
      );
    };
    const mine = await read();
    await rename(mine.etag, 'Delannoy et fils');
    await eventually(() => {
      const heard = changes
        .filter((one) => one.id === id)
        .map(({ type, aggregate, version }) => [type, aggregate, version]);
      return heard.length > 1 && heard.at(-1)?.[0] === 'navette.parties.v1.PartyChanged' ? true : undefined;
    });
    expect(changes.filter((one) => one.id === id).map(({ aggregate, version }) => [aggregate, version])).toEqual([
      ['party', 1],
      ['party', 2],
    ]);
    await expect(rename(mine.etag, 'Delannoy SARL')).rejects.toMatchObject({
      problem: { status: 412, code: 'parties.party.changed-meanwhile', params: { expected: 1, actual: 2 } },
    });
    const now = await read();
    expect(now.data).toMatchObject({ name: 'Delannoy et fils', version: '2' });
    expect((await rename(now.etag, 'Delannoy SARL')).data.version).toBe('3');
    abort.abort();
    await listening;
  });
});

describe('WE-4 a page that shows a list', () => {
  it('filters, sorts and pages it by the one grammar, and is told what a list does not have', async () => {
    const mark = randomUUID();
    for (const name of ['Bruyère', 'Caron', 'Aubry']) {
      const body = { kinds: ['reseller'], name: `${mark} ${name}`, acceptDuplicates: true };
      await answered(api.POST('/api/v1/parties', { params: { header: { 'Idempotency-Key': randomUUID() } }, body }));
    }
    const names: (string | undefined)[] = [];
    let cursor = '';
    do {
      const query = {
        'filter[name][prefix]': mark.toUpperCase(),
        'filter[kind][in]': 'reseller,supplier',
        sort: '-name',
        limit: 2,
        ...(cursor !== '' && { cursor }),
      };
      const { data } = await answered(api.GET('/api/v1/parties', { params: { query } }));
      names.push(...data.parties.map(({ name }) => name.split(' ').at(-1)));
      cursor = data.nextCursor;
    } while (cursor !== '');
    expect(names).toEqual(['Caron', 'Bruyère', 'Aubry']);
    const { status, body } = await system.api('GET', '/customer-orders?filter[colour][eq]=red&sort=size');
    expect([status, body.errors]).toMatchObject([
      400,
      [
        {
          pointer: '/filter[colour][eq]',
          params: { accepted: ['state', 'type', 'customerPartyId', 'number', 'placedAt'] },
        },
        { pointer: '/sort', params: { accepted: ['placedAt', 'number'] } },
      ],
    ]);
    expect((await system.api('GET', '/customer-orders?filter[state][eq]=ready&sort=number')).status).toBe(200);
  });
});
