import { HttpClient } from './http-client.mjs';

/** Client of the seeded manufacturer (identity's demo network). */
const MANUFACTURER = 'electrobel';

/** A person of the station. @param {import('../system.mjs').System} system */
export const asPerson = ({ api, signIn }) =>
  new HttpClient(api, {
    path: '/session',
    body: JSON.stringify(signIn),
    type: 'application/json',
    read: ({ accessToken, expiresInSeconds }) => ({ token: accessToken, seconds: expiresInSeconds }),
  });

/** The manufacturer's own system, by OAuth 2 client credentials. @param {import('../system.mjs').System} system */
export const asManufacturer = ({ gateway, manufacturerSecret }) =>
  new HttpClient(gateway, {
    path: '/oauth/token',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: MANUFACTURER,
      client_secret: manufacturerSecret,
    }).toString(),
    type: 'application/x-www-form-urlencoded',
    read: ({ access_token, expires_in }) => ({ token: access_token, seconds: expires_in }),
  });
