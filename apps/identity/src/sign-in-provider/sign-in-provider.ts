import type { RoleOfClaim, SignInProviderDetails } from '@navette/contracts/identity/v1/service';
import { defineErrors, type FieldError } from '@navette/kernel';
import { ROLES, type Role } from '@navette/reference';

export const providerErrors = defineErrors('identity', {
  'sign-in-provider.invalid': { kind: 'invalid', params: [] },
  // That of another network alike (ID-10).
  'sign-in-provider.not-found': { kind: 'not-found', params: [] },
  'sign-in-provider.changed-meanwhile': { kind: 'stale', params: ['expected', 'actual'] },
  // Whoever holds the provider can be anybody of the network, so it takes the right in every station.
  'sign-in-provider.other-stations': { kind: 'forbidden', params: ['stations'] },
  'sign-in-provider.right-not-held': { kind: 'forbidden', params: ['rights'] },
  'sign-in-provider.text-wrong': { kind: 'invalid', params: ['max'] },
  'sign-in-provider.issuer-wrong': { kind: 'invalid', params: [] },
  'sign-in-provider.secret-required': { kind: 'invalid', params: [] },
  'sign-in-provider.scope-wrong': { kind: 'invalid', params: ['required'] },
  'sign-in-provider.role-not-accepted': { kind: 'invalid', params: ['accepted'] },
  'sign-in-provider.station-not-accepted': { kind: 'invalid', params: ['accepted'] },
  'sign-in-provider.domain-wrong': { kind: 'invalid', params: [] },
  'sign-in-provider.domain-required': { kind: 'invalid', params: [] },
  // The domain is the installation's: who signs in has named no network yet.
  'sign-in-provider.domain-taken': { kind: 'conflict', params: [] },
  'sign-in-provider.not-offered': { kind: 'precondition', params: [] },
  'sign-in-provider.unreachable': { kind: 'unavailable', params: [] },
  // No flow, one that is too old, or of another browser.
  'sign-in-provider.flow-over': { kind: 'unauthenticated', params: [] },
  'sign-in-provider.cancelled': { kind: 'unauthenticated', params: [] },
  // State, nonce, issuer, audience, signature, a code that is spent or expired: nothing the person could mend.
  'sign-in-provider.answer-refused': { kind: 'unauthenticated', params: [] },
  'sign-in-provider.email-unverified': { kind: 'unauthenticated', params: [] },
  // One of another network alike (ID-10).
  'sign-in-provider.user-unknown': { kind: 'unauthenticated', params: [] },
  'sign-in-provider.user-ambiguous': { kind: 'unauthenticated', params: [] },
  'sign-in-provider.user-inactive': { kind: 'unauthenticated', params: [] },
  'sign-in-provider.no-station': { kind: 'unauthenticated', params: [] },
  'sign-in-provider.second-factor-missing': { kind: 'unauthenticated', params: [] },
});

/** The role that a value of the claim gives in a station. */
export interface MappedRole {
  readonly value: string;
  readonly stationId: string;
  readonly role: Role;
}

/** An OpenID provider as a network has set it (ID-7). */
export interface SignInProvider extends Omit<SignInProviderDetails, 'roles' | 'domains'> {
  readonly roles: readonly MappedRole[];
  /** In lower case. */
  readonly domains: readonly string[];
}

const MAX = { name: 60, claim: 100, text: 200, secret: 1_000 } as const;

/**
 * A provider as somebody typed it: texts trimmed, domains in lower case.
 * @param stations of the network, by id, with their codes
 * @param http whether an issuer may be reached without TLS
 * @throws DomainError `identity.sign-in-provider.invalid` with every field that is not accepted
 */
export function checkedProvider(
  typed: SignInProviderDetails,
  secret: string,
  stations: ReadonlyMap<string, string>,
  http: boolean,
): SignInProvider {
  const fields: FieldError[] = [];
  const text = (pointer: string, value: string, max: number, required = true) => {
    const trimmed = value.trim();
    if ((required && trimmed === '') || trimmed.length > max || /\p{Cc}/u.test(trimmed))
      fields.push(providerErrors.field(pointer, 'sign-in-provider.text-wrong', { max }));
    return trimmed;
  };
  const provider = {
    name: text('/name', typed.name, MAX.name),
    issuer: typed.issuer.trim(),
    clientId: text('/clientId', typed.clientId, MAX.text),
    scopes: [...new Set(typed.scopes.map((scope) => scope.trim()))],
    emailClaim: text('/emailClaim', typed.emailClaim, MAX.claim),
    rolesClaim: text('/rolesClaim', typed.rolesClaim, MAX.claim, typed.roles.length > 0),
    roles: typed.roles.map((one, index) => {
      const value = text(`/roles/${index}/value`, one.value, MAX.text);
      return { value, ...mapped(one, `/roles/${index}`, stations, fields) };
    }),
    passwordsAllowed: typed.passwordsAllowed,
    provesSecondFactor: typed.provesSecondFactor,
    domains: [...new Set(typed.domains.map((domain) => domain.trim().toLowerCase()))],
    active: typed.active,
  };
  text('/clientSecret', secret, MAX.secret, false);
  if (!isIssuer(provider.issuer, http)) fields.push(providerErrors.field('/issuer', 'sign-in-provider.issuer-wrong'));
  // RFC 6749 § 3.3; without `openid` no ID token comes.
  if (
    !provider.scopes.includes('openid') ||
    !provider.scopes.every((one) => /^[\x21\x23-\x5b\x5d-\x7e]{1,100}$/.test(one))
  )
    fields.push(providerErrors.field('/scopes', 'sign-in-provider.scope-wrong', { required: 'openid' }));
  if (provider.domains.length === 0) fields.push(providerErrors.field('/domains', 'sign-in-provider.domain-required'));
  for (const [index, domain] of provider.domains.entries()) {
    if (!/^(?=.{1,190}$)[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(domain))
      fields.push(providerErrors.field(`/domains/${index}`, 'sign-in-provider.domain-wrong'));
  }
  if (fields.length > 0) throw providerErrors.error('sign-in-provider.invalid', {}, fields);
  return provider;
}

function mapped(
  { stationId, role }: RoleOfClaim,
  pointer: string,
  stations: ReadonlyMap<string, string>,
  fields: FieldError[],
): Omit<MappedRole, 'value'> {
  const accepted = ROLES.find((one) => one === role);
  if (accepted === undefined)
    fields.push(providerErrors.field(`${pointer}/role`, 'sign-in-provider.role-not-accepted', { accepted: ROLES }));
  if (!stations.has(stationId)) {
    const codes = [...stations.values()];
    fields.push(
      providerErrors.field(`${pointer}/stationId`, 'sign-in-provider.station-not-accepted', { accepted: codes }),
    );
  }
  return { stationId, role: accepted ?? 'technician' };
}

/** OpenID Connect Core § 2: a URL by TLS without query or fragment. */
function isIssuer(issuer: string, http: boolean): boolean {
  if (!URL.canParse(issuer) || issuer.length > 500) return false;
  const { protocol, search, hash, username, password } = new URL(issuer);
  const reachable = protocol === 'https:' || (http && protocol === 'http:');
  return reachable && search === '' && hash === '' && username === '' && password === '';
}

/** What a provider says of who signed in there. */
export interface Claims {
  readonly email: string;
  readonly emailVerified: boolean;
  /** Of the claim that names roles. */
  readonly values: readonly string[];
  /** It asked for a second factor (RFC 8176). */
  readonly secondFactor: boolean;
}

/** What counts among the claims of an answer; a claim may be a list, or one value alone. */
export function readClaims(claims: Readonly<Record<string, unknown>>, provider: SignInProvider): Claims {
  const { emailClaim, rolesClaim, provesSecondFactor } = provider;
  const email = claims[emailClaim];
  return {
    email: typeof email === 'string' ? email.trim() : '',
    emailVerified: claims['email_verified'] === true,
    values: rolesClaim === '' ? [] : textsOf(claims[rolesClaim]),
    secondFactor: provesSecondFactor || textsOf(claims['amr']).includes('mfa'),
  };
}

const textsOf = (claim: unknown): string[] =>
  (Array.isArray(claim) ? (claim as unknown[]) : [claim]).filter((one): one is string => typeof one === 'string');

/** The role that values of the claim give in each station that the mapping names; undefined takes away what is there. */
export function rolesOf(roles: readonly MappedRole[], values: readonly string[]): Map<string, Role | undefined> {
  const given = new Map<string, Role | undefined>();
  for (const { stationId, role, value } of roles)
    given.set(stationId, given.get(stationId) ?? (values.includes(value) ? role : undefined));
  return given;
}
