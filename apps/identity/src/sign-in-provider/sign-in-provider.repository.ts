import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { providerErrors, type SignInProvider } from './sign-in-provider.js';

export interface KeptProvider extends SignInProvider {
  readonly version: number;
  readonly sealedSecret: Buffer;
}

/** The OpenID provider of the network of the transaction. */
@Injectable()
export class SignInProviderRepository {
  /** The network whose active provider answers for a domain, whichever it is. */
  async search(tx: Tx, domain: string): Promise<{ networkId: string; name: string } | undefined> {
    return tx.first('select network_id as "networkId", name from search_sign_in_domain($1)', [domain]);
  }

  /** @param lock until the transaction ends */
  async find(tx: Tx, lock: '' | 'for update' = ''): Promise<KeptProvider | undefined> {
    const { networkId } = tx.scope;
    const row = await tx.first<Omit<KeptProvider, 'roles' | 'domains'>>(
      `select version, name, issuer, client_id as "clientId", sealed_secret as "sealedSecret", scopes,
         email_claim as "emailClaim", roles_claim as "rolesClaim", passwords_allowed as "passwordsAllowed",
         proves_second_factor as "provesSecondFactor", active
       from sign_in_provider where network_id = $1 ${lock}`,
      [networkId],
    );
    if (row === undefined) return undefined;
    const domains = await tx.rows<{ domain: string }>(
      'select domain from sign_in_domain where network_id = $1 order by domain',
      [networkId],
    );
    const roles = await tx.rows<SignInProvider['roles'][number]>(
      'select value, station_id as "stationId", role from sign_in_role where network_id = $1 order by position',
      [networkId],
    );
    return { ...row, roles, domains: domains.map(({ domain }) => domain) };
  }

  /** @returns false where somebody else set the first one meanwhile */
  async save(tx: Tx, provider: SignInProvider, sealedSecret: Buffer, version: number): Promise<boolean> {
    const { networkId } = tx.scope;
    const saved = await tx.run(
      `insert into sign_in_provider (network_id, version, name, issuer, client_id, sealed_secret, scopes, email_claim,
         roles_claim, passwords_allowed, proves_second_factor, active)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
       on conflict (network_id) do update set version = excluded.version, name = excluded.name, issuer = excluded.issuer,
         client_id = excluded.client_id, sealed_secret = excluded.sealed_secret, scopes = excluded.scopes,
         email_claim = excluded.email_claim, roles_claim = excluded.roles_claim,
         passwords_allowed = excluded.passwords_allowed, proves_second_factor = excluded.proves_second_factor,
         active = excluded.active
       where sign_in_provider.version = excluded.version - 1`,
      [
        networkId,
        version,
        provider.name,
        provider.issuer,
        provider.clientId,
        sealedSecret,
        provider.scopes,
        provider.emailClaim,
        provider.rolesClaim,
        provider.passwordsAllowed,
        provider.provesSecondFactor,
        provider.active,
      ],
    );
    if (saved === 0) return false;
    await tx.run('delete from sign_in_domain where network_id = $1', [networkId]);
    await tx.run('insert into sign_in_domain (network_id, domain) select $1, unnest($2::text[])', [
      networkId,
      provider.domains,
    ]);
    await tx.run('delete from sign_in_role where network_id = $1', [networkId]);
    await tx.run(
      `insert into sign_in_role (network_id, position, value, station_id, role)
       select $1, position, value, station_id, role
       from unnest($2::text[], $3::uuid[], $4::text[]) with ordinality as given (value, station_id, role, position)`,
      [
        networkId,
        provider.roles.map(({ value }) => value),
        provider.roles.map(({ stationId }) => stationId),
        provider.roles.map(({ role }) => role),
      ],
    );
    return true;
  }
}

/** What a constraint of the database refused, as it is told. */
export function providerErrorOf(error: unknown): never {
  const { constraint } = error as { constraint?: string };
  if (constraint === 'sign_in_domain_key') throw providerErrors.error('sign-in-provider.domain-taken', {}, [], error);
  throw error;
}
