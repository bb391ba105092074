import { randomUUID } from 'node:crypto';
import { envName, readConfig, text, type Variables } from '@navette/platform/config';
import { Database, type Scope, type Tx } from '@navette/platform/database';
import { seeding } from '@navette/platform/seed';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { ClientRepository } from '../clients/client.repository.js';
import { ConfiguredSecret } from '../clients/configured-secret.js';
import { effectiveRights, type Assignment } from '../grants/effective-rights.js';
import { GrantRepository } from '../grants/grant.repository.js';
import { SetGrant } from '../grants/set-grant.js';
import { installationScope } from '../installation-scope.js';
import { AnnounceStation } from '../stations/announce-station.js';
import { checkedCompany } from '../stations/company.js';
import { StationRepository } from '../stations/station.repository.js';
import { checkedStation } from '../stations/station.js';
import { hashPassword, passwordMatches } from '../users/password.hash.js';
import { UserRepository } from '../users/user.repository.js';
import { demoClientId, demoCompanies, demoNetworkId, demoNetworkName, demoStations, demoUser } from './demo.js';

/** What the other services declare, which identity cannot know by itself. */
export interface SeedOptions {
  /** Every declared right (`declaredRights()` with all services loaded): what the administrator gets. */
  readonly rights: readonly string[];
  /** What the manufacturer's client may do. */
  readonly manufacturerRights: readonly string[];
  /** Rights that each service needs of others. Names every service, since each has a client: none is `[]`. */
  readonly serviceCalls: ReadonlyMap<string, readonly string[]>;
}

const PASSWORD = 'NAVETTE_SEED_USER_PASSWORD';
const MANUFACTURER_SECRET = 'NAVETTE_SEED_MANUFACTURER_CLIENT_SECRET';
export const identitySeedVariables = {
  [PASSWORD]: { schema: z.string().min(12), about: 'password of the demo user, 12 characters or more', secret: true },
  [MANUFACTURER_SECRET]: { schema: text, about: "secret of the demo manufacturer's client, random", secret: true },
} satisfies Variables;

export const secretOf = (service: string) => `NAVETTE_${envName(service)}_CLIENT_SECRET`;

/**
 * ID-12: the demo network, with a person, a manufacturer's client and the clients of our own services. May be repeated:
 * what is there already is left alone and told to nobody.
 *
 * @param env the database and its passwords as for the running service; `NAVETTE_SEED_USER_PASSWORD` of the user `demo`,
 *   `NAVETTE_SEED_MANUFACTURER_CLIENT_SECRET` of the client `electrobel`, `NAVETTE_<SERVICE>_CLIENT_SECRET` of each service
 * @throws ConfigError naming every variable that is missing or malformed
 */
export async function seedIdentity(env: NodeJS.ProcessEnv, options: SeedOptions): Promise<void> {
  const secrets = readSecrets(env, [...options.serviceCalls.keys()]);
  await seeding('identity', env, async (db) => {
    const grants = new SetGrant(new GrantRepository());
    const stations = new StationRepository();
    const announce = new AnnounceStation(stations);
    await new SeedDemo(
      db,
      stations,
      announce,
      new UserRepository(),
      new ConfiguredSecret(new ClientRepository()),
      grants,
    ).execute(options, (name) => secrets[name] as string);
  });
}

@Injectable()
class SeedDemo {
  constructor(
    private readonly db: Database,
    private readonly stations: StationRepository,
    private readonly announce: AnnounceStation,
    private readonly users: UserRepository,
    private readonly secrets: ConfiguredSecret,
    private readonly grants: SetGrant,
  ) {}

  async execute(options: SeedOptions, secret: (variable: string) => string): Promise<void> {
    const correlationId = randomUUID();
    const password = await this.#password(secret(PASSWORD));
    await this.#tx(demoStations.LIL, correlationId, async (tx) => {
      await this.#organisation(tx);
      const userChanged = await this.users.save(tx, demoUser, password.hash);
      if (password.isNew) await this.users.replacePassword(tx, demoUser.id, password.hash);
      if (userChanged || password.isNew) tx.audit('user', demoUser.id);
      const home = { networkId: demoNetworkId, stationId: demoStations.LIL };
      await this.secrets.within(tx, {
        clientId: demoClientId,
        kind: 'manufacturer',
        subject: demoClientId,
        name: 'Electrobel',
        secret: secret(MANUFACTURER_SECRET),
        home,
      });
      for (const service of options.serviceCalls.keys()) {
        const name = { clientId: `service-${service}`, kind: 'service', subject: service } as const;
        await this.secrets.within(tx, { ...name, secret: secret(secretOf(service)) });
      }
    });
    const assignment: Assignment = { role: demoUser.role, addedRights: [], removedRights: [] };
    for (const [position, stationId] of Object.values(demoStations).entries()) {
      await this.#tx(stationId, correlationId, async (tx) => {
        if (await this.users.assign(tx, demoUser.id, position, assignment)) tx.audit('user-station', demoUser.id);
        await this.grants.within(tx, demoUser.id, effectiveRights(assignment, options.rights));
        await this.grants.within(tx, demoClientId, options.manufacturerRights);
        for (const [service, rights] of options.serviceCalls) await this.grants.within(tx, service, rights);
      });
    }
  }

  /** Network, companies and stations in one transaction: a company's change is told of each of its stations. */
  async #organisation(tx: Tx): Promise<void> {
    if (await this.stations.saveNetwork(tx, demoNetworkName)) tx.audit('network', demoNetworkId);
    for (const { company, stations } of demoCompanies) {
      const companyChanged = await this.stations.saveCompany(tx, checkedCompany(company));
      if (companyChanged) tx.audit('company', company.id);
      for (const station of stations) {
        const changed = await this.stations.saveStation(
          tx,
          checkedStation(station, company),
          company.id,
          companyChanged,
        );
        if (changed) await this.announce.within(tx, station.id);
      }
    }
  }

  /** Hash of the user's password: the one they have, where it is of this password. Outside a transaction: it takes its time. */
  async #password(password: string): Promise<{ hash: string; isNew: boolean }> {
    const known = await this.db.tenantRead(installationScope('identity:demo.seed'), (tx) =>
      this.users.searchSignIn(tx, demoUser.login),
    );
    const hash = known?.passwordHash ?? null;
    if (hash !== null && (await passwordMatches(password, hash))) return { hash, isNew: false };
    return { hash: await hashPassword(password), isNew: true };
  }

  #tx(stationId: string, correlationId: string, work: (tx: Tx) => Promise<void>): Promise<void> {
    const scope: Scope = {
      ...installationScope('identity:demo.seed'),
      stationId,
      networkId: demoNetworkId,
      requestId: correlationId,
      correlationId,
    };
    return this.db.tenantTx(scope, async (tx) => {
      await work(tx);
      if (tx.audited.length === 0) tx.changesNothing();
    });
  }
}

function readSecrets(env: NodeJS.ProcessEnv, services: readonly string[]): Record<string, string> {
  return readConfig({ ...identitySeedVariables, ...serviceSecretVariables(services) }, env) as Record<string, string>;
}

/** The client secrets of our own services, by variable. */
export function serviceSecretVariables(services: readonly string[]): Variables {
  return Object.fromEntries(
    services.map((service) => [
      secretOf(service),
      { schema: text, about: `client secret of ${service}, random`, secret: true },
    ]),
  );
}
