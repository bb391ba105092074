import { describe, expect, it } from '@jest/globals';
import { readTokenRequest } from './token-request.js';

const grant = { grant_type: 'client_credentials' };
const basic = (id: string, secret: string) =>
  `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')}`;

describe('GW-1 a token request', () => {
  it('authenticates in the form or by HTTP Basic', () => {
    const credentials = { clientId: 'electrobel', clientSecret: 's:é +%', scope: '' };
    const form = { ...grant, client_id: 'electrobel', client_secret: 's:é +%' };
    expect(readTokenRequest(undefined, form)).toEqual(credentials);
    expect(readTokenRequest(basic('electrobel', 's:é +%'), grant)).toEqual(credentials);
    const scope = 'device-gateway:mission-order.read';
    expect(readTokenRequest(undefined, { ...form, scope })).toEqual({ ...credentials, scope });
    expect(readTokenRequest(basic('electrobel', 's:é +%'), { ...grant, scope })).toEqual({ ...credentials, scope });
  });

  it.each([
    ['other content', undefined, undefined, 'invalid_request'],
    ['no grant type', undefined, { client_id: 'a', client_secret: 'b' }, 'invalid_request'],
    ['a field given twice', undefined, { ...grant, client_id: ['a', 'b'] }, 'invalid_request'],
    ['two ways at once', basic('a', 'b'), { ...grant, client_id: 'a', client_secret: 'b' }, 'invalid_request'],
    ['another grant', undefined, { grant_type: 'password' }, 'unsupported_grant_type'],
    ['no credentials', undefined, grant, 'invalid_client'],
    ['no secret', undefined, { ...grant, client_id: 'a' }, 'invalid_client'],
    ['another scheme', 'Bearer abc', grant, 'invalid_client'],
    ['a Basic without colon', `Basic ${Buffer.from('abc').toString('base64')}`, grant, 'invalid_client'],
    ['a Basic with a broken escape', `Basic ${Buffer.from('a:%zz').toString('base64')}`, grant, 'invalid_client'],
  ])('refuses %s', (_title, authorization, form, error) => {
    expect(readTokenRequest(authorization, form)).toMatchObject({ error });
  });
});
