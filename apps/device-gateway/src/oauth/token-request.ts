/** A refusal of RFC 6749 §5.2; these codes are that standard's, not ours. */
export interface OAuthError {
  readonly error: 'invalid_request' | 'invalid_client' | 'unsupported_grant_type' | 'invalid_scope';
  readonly description: string;
}

export interface ClientCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Rights separated by blanks; empty for all that the client has. */
  readonly scope: string;
}

/**
 * Credentials of a token request with grant type `client_credentials` (RFC 6749 §4.4): by HTTP Basic or in the form, not
 * by both (§2.3).
 * @param form the parsed `application/x-www-form-urlencoded` body; undefined for any other content
 */
export function readTokenRequest(
  authorization: string | undefined,
  form: Readonly<Record<string, unknown>> | undefined,
): ClientCredentials | OAuthError {
  const invalid = (description: string): OAuthError => ({ error: 'invalid_request', description });
  if (form === undefined) return invalid('the body must be application/x-www-form-urlencoded');
  for (const [name, value] of Object.entries(form)) {
    if (typeof value !== 'string') return invalid(`${name} is given more than once`);
  }
  const {
    grant_type: grantType = '',
    scope = '',
    client_id: id,
    client_secret: secret,
  } = form as Record<string, string>;
  if (grantType === '') return invalid('grant_type is missing');
  if (grantType !== 'client_credentials') {
    return { error: 'unsupported_grant_type', description: 'accepted: client_credentials' };
  }
  if (authorization !== undefined) {
    if (secret !== undefined) return invalid('the client authenticates in more than one way');
    return (
      basic(authorization, scope) ?? {
        error: 'invalid_client',
        description: 'the Authorization header is no HTTP Basic',
      }
    );
  }
  if (id === undefined || secret === undefined) {
    return { error: 'invalid_client', description: 'client_id and client_secret are missing' };
  }
  return { clientId: id, clientSecret: secret, scope };
}

/** Both parts are form-encoded before they are joined (RFC 6749 §2.3.1). */
function basic(authorization: string, scope: string): ClientCredentials | undefined {
  const encoded = /^Basic +([A-Za-z0-9+/]+={0,2})$/i.exec(authorization)?.[1];
  const [, id, secret] = /^([^:]*):(.*)$/s.exec(Buffer.from(encoded ?? '', 'base64').toString('utf8')) ?? [];
  if (id === undefined || secret === undefined) return undefined;
  try {
    const plain = (part: string) => decodeURIComponent(part.replaceAll('+', ' '));
    return { clientId: plain(id), clientSecret: plain(secret), scope };
  } catch {
    return undefined;
  }
}
