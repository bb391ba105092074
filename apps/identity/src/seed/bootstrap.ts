import { randomBytes } from 'node:crypto';
import type { CompanyDetails, StationDetails } from '@navette/contracts/identity/v1/service';
import { defineErrors, newId, systemClock } from '@navette/kernel';
import { readConfig } from '@navette/platform/config';
import { Database, type Scope, type Tx } from '@navette/platform/database';
import { seeding } from '@navette/platform/seed';
import { Injectable } from '@nestjs/common';
import { ClientRepository } from '../clients/client.repository.js';
import { ConfiguredSecret } from '../clients/configured-secret.js';
import { GrantRepository } from '../grants/grant.repository.js';
import { SetGrant } from '../grants/set-grant.js';
import { installationScope } from '../installation-scope.js';
import { AnnounceStation } from '../stations/announce-station.js';
import { NAME_LENGTH, readCompany } from '../stations/company.js';
import { StationRepository } from '../stations/station.repository.js';
import { checkedStation, isEmail, typedStation } from '../stations/station.js';
import { hashPassword } from '../users/password.hash.js';
import { hashOfSecret, shownSecret } from '../users/password-link.secret.js';
import { PasswordLinkRepository } from '../users/password-link.repository.js';
import { UserRepository } from '../users/user.repository.js';
import { normalisedLogin } from '../users/user.js';
import { secretOf, serviceSecretVariables } from './seed-identity.js';

const bootstrapErrors = defineErrors('identity', {
  'bootstrap.invalid': { kind: 'invalid', params: [] },
  'bootstrap.network-exists': { kind: 'conflict', params: ['network'] },
  'bootstrap.network-name-wrong': { kind: 'invalid', params: ['max'] },
  'bootstrap.administrator-name-wrong': { kind: 'invalid', params: ['max'] },
  'bootstrap.login-wrong': { kind: 'invalid', params: ['max'] },
  'bootstrap.login-taken': { kind: 'invalid', params: [] },
  'bootstrap.email-wrong': { kind: 'invalid', params: [] },
});

/** What a first network is made of. */
export interface BootstrapAnswers {
  readonly network: string;
  readonly company: CompanyDetails;
  readonly station: StationDetails;
  readonly administrator: { readonly login: string; readonly name: string; readonly email: string };
}

/** What the other services declare, which identity cannot know by itself. */
export interface BootstrapOptions {
  /** Every declared right: what the administrator gets. */
  readonly rights: readonly string[];
  /** Rights that each service needs of others. Names every service, since each has a client. */
  readonly serviceCalls: ReadonlyMap<string, readonly string[]>;
}

export interface Bootstrapped {
  readonly networkId: string;
  readonly stationId: string;
  readonly userId: string;
  /** Of the one-time link by which the administrator sets a password. */
  readonly secret: string;
  /** RFC 3339. */
  readonly expiresAt: string;
}

/**
 * ID-12: the first network with its company, station and administrator, all of it or nothing; in the database of a system
 * that runs or was just migrated. A station that stands alone is a network of one.
 *
 * @param env the database and its passwords as for the running service; `NAVETTE_<SERVICE>_CLIENT_SECRET` of each service
 * @throws ConfigError naming every variable that is missing or malformed
 * @throws DomainError `identity.bootstrap.network-exists`, `.invalid`, `identity.company.invalid`, `identity.station.invalid`
 */
export async function bootstrapIdentity(
  env: NodeJS.ProcessEnv,
  answers: BootstrapAnswers,
  options: BootstrapOptions,
): Promise<Bootstrapped> {
  const secrets = readConfig(serviceSecretVariables([...options.serviceCalls.keys()]), env) as Record<string, string>;
  let made: Bootstrapped | undefined;
  await seeding('identity', env, async (db) => {
    const stations = new StationRepository();
    made = await new Bootstrap(
      db,
      stations,
      new AnnounceStation(stations),
      new UserRepository(),
      new ConfiguredSecret(new ClientRepository()),
      new SetGrant(new GrantRepository()),
      new PasswordLinkRepository(),
    ).execute(answers, options, (name) => secrets[secretOf(name)] as string);
  });
  return made as Bootstrapped;
}

@Injectable()
class Bootstrap {
  constructor(
    private readonly db: Database,
    private readonly stations: StationRepository,
    private readonly announce: AnnounceStation,
    private readonly users: UserRepository,
    private readonly secrets: ConfiguredSecret,
    private readonly grants: SetGrant,
    private readonly links: PasswordLinkRepository,
  ) {}

  async execute(
    { network, company, station, administrator }: BootstrapAnswers,
    { rights, serviceCalls }: BootstrapOptions,
    secretOfClient: (service: string) => string,
  ): Promise<Bootstrapped> {
    const [networkId, companyId, stationId, userId] = [0, 1, 2, 3].map(() => newId(systemClock)) as [string, string, string, string]; // prettier-ignore
    const checkedCompany = readCompany(companyId, company);
    const checked = checkedStation(typedStation(stationId, station), checkedCompany);
    const user = { ...checkedAdministrator(network, administrator), id: userId, colour: '#2f6f9f' };
    // Nobody has this password: the link is the way in.
    const passwordHash = await hashPassword(randomBytes(32).toString('base64url'));
    const scope: Scope = { ...installationScope('identity:network.bootstrap'), stationId, networkId };
    return this.db.tenantTx(scope, async (tx) => {
      await this.#refuseTaken(tx, network.trim(), user.login);
      await this.stations.saveNetwork(tx, network.trim());
      tx.audit('network', networkId);
      await this.stations.saveCompany(tx, checkedCompany);
      tx.audit('company', companyId);
      await this.stations.saveStation(tx, checked, companyId, false);
      await this.announce.within(tx, stationId);
      await this.users.save(tx, user, passwordHash);
      tx.audit('user', userId);
      await this.users.assign(tx, userId, 0, { role: 'administrator', addedRights: [], removedRights: [] });
      tx.audit('user-station', userId);
      await this.grants.within(tx, userId, rights);
      for (const [service, needed] of serviceCalls) {
        const client = { clientId: `service-${service}`, kind: 'service', subject: service } as const;
        await this.secrets.within(tx, { ...client, secret: secretOfClient(service) });
        await this.grants.within(tx, service, needed);
      }
      const secret = shownSecret();
      const link = { id: tx.newId(), userId, hash: hashOfSecret(secret), isMailed: false };
      const expiresAt = await this.links.replace(tx, link);
      tx.audit('password-link', userId);
      return { networkId, stationId, userId, secret, expiresAt: expiresAt.toString() };
    });
  }

  /** Two who make the same network at once come one after the other. */
  async #refuseTaken(tx: Tx, network: string, login: string): Promise<void> {
    await tx.rows('select pg_advisory_xact_lock($1)', [LOCK]);
    if ((await tx.first('select id from search_network($1)', [network])) !== undefined) {
      throw bootstrapErrors.error('bootstrap.network-exists', { network });
    }
    if ((await this.users.searchSignIn(tx, login)) !== undefined) {
      throw bootstrapErrors.error('bootstrap.invalid', {}, [
        bootstrapErrors.field('/administrator/login', 'bootstrap.login-taken'),
      ]);
    }
  }
}

const LOCK = 0x626f6f74; // "boot"

function checkedAdministrator(network: string, typed: BootstrapAnswers['administrator']) {
  const [login, name, email] = [normalisedLogin(typed.login), typed.name.trim(), typed.email.trim()];
  const long = (text: string) => text === '' || text.length > NAME_LENGTH;
  const fields = [
    ...(long(network.trim()) ? [bootstrapErrors.field('/network', 'bootstrap.network-name-wrong', { max: NAME_LENGTH })] : []), // prettier-ignore
    ...(long(login) || /\s/u.test(login)
      ? [bootstrapErrors.field('/administrator/login', 'bootstrap.login-wrong', { max: NAME_LENGTH })]
      : []),
    ...(long(name)
      ? [bootstrapErrors.field('/administrator/name', 'bootstrap.administrator-name-wrong', { max: NAME_LENGTH })]
      : []),
    ...(isEmail(email) ? [] : [bootstrapErrors.field('/administrator/email', 'bootstrap.email-wrong')]),
  ];
  if (fields.length > 0) throw bootstrapErrors.error('bootstrap.invalid', {}, fields);
  return { login, name, email };
}
