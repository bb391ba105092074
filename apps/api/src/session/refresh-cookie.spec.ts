import { describe, expect, it } from '@jest/globals';
import type { Request, Response } from 'express';
import { RefreshCookie } from './refresh-cookie.js';

/** As much of Express's as cookies are written by. */
function recorder() {
  const cookies: [string, string | undefined, object][] = [];
  const response = {
    setHeader: () => undefined,
    cookie: (name: string, value: string, options: object) => cookies.push([name, value, options]),
    clearCookie: (name: string, options: object) => cookies.push([name, undefined, options]),
  };
  return { cookies, response: response as unknown as Response };
}

const requestWith = (headers: Record<string, string>) =>
  ({ headers, protocol: 'http', get: (name: string) => headers[name] }) as unknown as Request;

describe('ID-7 what a browser keeps while it is at its provider', () => {
  it('is out of reach of scripts and other sites, and by https of this host alone', () => {
    const { cookies, response } = recorder();
    new RefreshCookie({ NAVETTE_API_PUBLIC_URL: 'https://navette.example' }).writeFlow(response, 'sealed', 600);
    new RefreshCookie({}).writeFlow(response, 'sealed', 600);
    const common = { httpOnly: true, sameSite: 'strict', maxAge: 600_000 };
    expect(cookies).toEqual([
      ['__Host-navette-sign-in', 'sealed', { ...common, secure: true, path: '/' }],
      ['navette-sign-in', 'sealed', { ...common, path: '/api/v1' }],
    ]);
  });

  it('is good for one answer, and no other cookie is taken for it', () => {
    const { cookies, response } = recorder();
    const cookie = new RefreshCookie({});
    const headers = { cookie: 'x-navette-sign-in=theirs; navette-refresh=token; navette-sign-in=sealed' };
    expect(cookie.takeFlow(requestWith(headers), response)).toBe('sealed');
    expect(cookies).toMatchObject([['navette-sign-in', undefined, { path: '/api/v1' }]]);
    expect(cookie.takeFlow(requestWith({ cookie: 'navette-refresh=token' }), response)).toBe('');
  });

  it('comes back to the address of the configuration, whatever the request says', () => {
    const cookie = new RefreshCookie({ NAVETTE_API_PUBLIC_URL: 'https://navette.example' });
    const request = requestWith({ origin: 'https://attacker.example', host: 'attacker.example' });
    expect(cookie.returnAddress(request)).toBe('https://navette.example/signed-in');
    expect(() => {
      cookie.assertOurs(requestWith({ origin: 'https://attacker.example', host: 'navette.example' }));
    }).toThrow(expect.objectContaining({ code: 'identity.session.foreign-origin' }));
    expect(new RefreshCookie({}).returnAddress(requestWith({ host: '127.0.0.1:4000' }))).toBe(
      'http://127.0.0.1:4000/signed-in',
    );
  });
});
