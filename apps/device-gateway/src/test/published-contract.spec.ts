import { describe, expect, it } from '@jest/globals';
import { gatewayDocument } from '../openapi.http.js';
import { assertPublished, type Published } from './published-contract.js';

describe('GW-1 an answer held against the published contract', () => {
  const body = { id: 'a', number: 'b', state: 'received', reason: '', updatedAt: 'c', station: 'LIL' };
  const document = JSON.parse(JSON.stringify(gatewayDocument())) as Published;
  const held =
    (overrides: { status?: number; type?: string; body?: unknown }, path = '/v1/mission-orders/x') =>
    () => {
      const answer = { status: 200, type: 'application/json; charset=utf-8', body, ...overrides };
      assertPublished(document, 'GET', path, answer);
    };

  it('passes where it is as published', () => {
    expect(held({})).not.toThrow();
    expect(held({ body: { missionOrders: [body], nextCursor: '' } }, '/v1/mission-orders?limit=1')).not.toThrow();
  });

  it.each<[string, Parameters<typeof held>[0]]>([
    ['a field missing', { body: { ...body, number: undefined } }],
    ['a field too many', { body: { ...body, phone: '06' } }],
    ['a field too many further down', { body: { ...body, lastRequest: { revision: 2, kind: 'change', state: 'done', reason: '', x: 1 } } }],
    ['an unknown state', { body: { ...body, state: 'lost' } }],
    ['another media type', { type: 'text/html' }],
    ['a problem without its fields', { status: 404, type: 'application/problem+json', body: { code: 'x' } }],
  ])('fails on %s', (_title, answer) => {
    expect(held(answer)).toThrow();
  }); // prettier-ignore

  it('fails on a path that is not there', () => {
    expect(held({}, '/v1/nothing')).toThrow('not published');
  });
});
