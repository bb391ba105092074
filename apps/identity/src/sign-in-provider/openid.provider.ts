import { Injectable, Inject } from '@nestjs/common';
import {
  allowInsecureRequests,
  AuthorizationResponseError,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  ClientError,
  ClientSecretBasic,
  ClientSecretPost,
  discovery,
  fetchUserInfo,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
  ResponseBodyError,
  type Configuration,
} from 'openid-client';
import { IDENTITY_CONFIG, type IdentityConfig } from '../identity.config.js';
import { providerErrors, type SignInProvider } from './sign-in-provider.js';

/** What one browser on its way to the provider and back must prove when it returns. */
export interface Checks {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

/** Seconds until a provider that does not answer counts as away. */
const PATIENCE = 5;

/** ID-7: talks to an OpenID provider: authorization code with PKCE (RFC 7636), state and nonce always checked. */
@Injectable()
export class OpenidProvider {
  constructor(@Inject(IDENTITY_CONFIG) private readonly config: IdentityConfig) {}

  /**
   * @param secret of the client, in clear
   * @throws DomainError `identity.sign-in-provider.unreachable`
   */
  async start(
    provider: SignInProvider,
    secret: string,
    redirectUri: string,
  ): Promise<Checks & { readonly url: string }> {
    const server = await this.#discover(provider, secret);
    const checks = { state: randomState(), nonce: randomNonce(), codeVerifier: randomPKCECodeVerifier() };
    const url = buildAuthorizationUrl(server, {
      redirect_uri: redirectUri,
      scope: provider.scopes.join(' '),
      state: checks.state,
      nonce: checks.nonce,
      code_challenge: await calculatePKCECodeChallenge(checks.codeVerifier),
      code_challenge_method: 'S256',
    });
    return { ...checks, url: url.href };
  }

  /**
   * @param answered where the browser came back to, with what the provider sent it back with
   * @returns the claims of the ID token, and those that only the userinfo endpoint tells
   * @throws DomainError `identity.sign-in-provider.cancelled`, `.answer-refused`, `.unreachable`
   */
  async finish(
    provider: SignInProvider,
    secret: string,
    answered: URL,
    { state, nonce, codeVerifier }: Checks,
  ): Promise<Record<string, unknown>> {
    const server = await this.#discover(provider, secret);
    const checks = {
      expectedState: state,
      expectedNonce: nonce,
      pkceCodeVerifier: codeVerifier,
      idTokenExpected: true,
    };
    try {
      const tokens = await authorizationCodeGrant(server, answered, checks);
      const claims: Record<string, unknown> = { ...tokens.claims() };
      const { emailClaim, rolesClaim } = provider;
      const wanted = [emailClaim, 'email_verified', ...(rolesClaim === '' ? [] : [rolesClaim])];
      if (wanted.every((claim) => claim in claims) || server.serverMetadata().userinfo_endpoint === undefined)
        return claims;
      // Never over those that the signature covers.
      return { ...(await fetchUserInfo(server, tokens.access_token, String(claims['sub']))), ...claims };
    } catch (error) {
      throw refusalOf(error);
    }
  }

  async #discover({ issuer, clientId }: SignInProvider, secret: string): Promise<Configuration> {
    const [basic, post] = [ClientSecretBasic(secret), ClientSecretPost(secret)];
    try {
      return await discovery(
        new URL(issuer),
        clientId,
        undefined,
        // OpenID Connect Discovery § 3: basic where the provider does not say.
        (server, ...rest) => {
          const methods = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
          (methods.includes('client_secret_basic') ? basic : post)(server, ...rest);
        },
        {
          timeout: PATIENCE,
          ...(this.config.providerHttp && { execute: [allowInsecureRequests] }),
        },
      );
    } catch (error) {
      throw providerErrors.error('sign-in-provider.unreachable', {}, [], error);
    }
  }
}

function refusalOf(error: unknown): Error {
  if (error instanceof AuthorizationResponseError && error.error === 'access_denied')
    return providerErrors.error('sign-in-provider.cancelled', {}, [], error);
  // `fetch` itself failed, or took too long: nothing was answered.
  const away = error instanceof TypeError && error.message === 'fetch failed';
  if (away || (error instanceof ClientError && error.code === 'OAUTH_TIMEOUT'))
    return providerErrors.error('sign-in-provider.unreachable', {}, [], error);
  const answered = [ClientError, ResponseBodyError, AuthorizationResponseError, TypeError];
  if (answered.some((kind) => error instanceof kind))
    return providerErrors.error('sign-in-provider.answer-refused', {}, [], error);
  return error instanceof Error ? error : new Error('sign-in provider', { cause: error });
}
