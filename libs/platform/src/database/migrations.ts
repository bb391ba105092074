import type { Logger } from '../observability/index.js';
import pg from 'pg';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createDataSource, roleName, type Database, type DatabaseConfig, type Role } from './database.js';
import type { Migration } from './migration.js';
import { migrationsReadable } from './migrations/202611220720-migrations-readable.js';
import { platformMigrations } from './migrations/index.js';
import { MigrationTools } from './tenant-tables.js';

const LOCK = 0x6e617665; // "nave"
const UNDEFINED_TABLE = '42P01';
const INSUFFICIENT_PRIVILEGE = '42501';
const LOGIN_ROLES: readonly Role[] = ['owner', 'app', 'engine', 'network'];

/**
 * Makes the roles and the database of a service where they are missing, as the server's administrator. Harmless when
 * repeated; existing passwords are set to the configured ones.
 */
export async function provision(adminUrl: string, config: DatabaseConfig): Promise<void> {
  await asAdmin(adminUrl, async (admin) => {
    for (const role of LOGIN_ROLES) {
      const name = pg.escapeIdentifier(roleName(config, role));
      const password = pg.escapeLiteral(config.passwords[role] ?? '');
      if (!(await exists(admin, 'pg_roles', 'rolname', roleName(config, role))))
        await admin.query(`create role ${name}`);
      await admin.query(
        `alter role ${name} login nosuperuser nocreatedb nocreaterole nobypassrls password ${password}`,
      );
    }
    const search = roleName(config, 'search');
    if (!(await exists(admin, 'pg_roles', 'rolname', search)))
      await admin.query(`create role ${pg.escapeIdentifier(search)}`);
    await admin.query(`alter role ${pg.escapeIdentifier(search)} nologin bypassrls`);
    // So that migrations may hand it the search functions.
    await admin.query(`grant ${pg.escapeIdentifier(search)} to ${pg.escapeIdentifier(roleName(config, 'owner'))}`);

    const database = databaseName(config);
    const owner = pg.escapeIdentifier(roleName(config, 'owner'));
    if (!(await exists(admin, 'pg_database', 'datname', database))) {
      await admin.query(
        `create database ${pg.escapeIdentifier(database)} owner ${owner} template template0 encoding 'UTF8'`,
      );
    }
    await admin.query(`revoke all on database ${pg.escapeIdentifier(database)} from public`);
    for (const role of LOGIN_ROLES) {
      await admin.query(
        `grant connect on database ${pg.escapeIdentifier(database)} to ${pg.escapeIdentifier(roleName(config, role))}`,
      );
    }
  });
}

/** Removes the database and roles of a service; nothing else on the server is touched. */
export async function unprovision(adminUrl: string, config: DatabaseConfig): Promise<void> {
  await asAdmin(adminUrl, async (admin) => {
    await admin.query(`drop database if exists ${pg.escapeIdentifier(databaseName(config))} with (force)`);
    for (const role of [...LOGIN_ROLES, 'search'] as const) {
      await admin.query(`drop role if exists ${pg.escapeIdentifier(roleName(config, role))}`);
    }
  });
}

/** Runs the migrations not yet run, each in its own transaction, one runner at a time. */
export async function migrate(config: DatabaseConfig, migrations: readonly Migration[], logger: Logger): Promise<void> {
  const all = [...platformMigrations, ...migrations];
  const source = createDataSource(config, 'owner');
  source.setOptions({
    migrations: all.map(toTypeOrm),
    migrationsTransactionMode: 'each',
    migrationsTableName: 'migration',
  });
  await source.initialize();
  const lock = source.createQueryRunner();
  try {
    await lock.query('select pg_advisory_lock($1)', [LOCK]);
    const done = await source.runMigrations();
    for (const { name } of done) logger.info('migrated', { service: config.service, operation: name });
    await lock.query('select pg_advisory_unlock($1)', [LOCK]);
  } finally {
    await lock.release();
    await source.destroy();
  }
}

/** Rows of all stations, as the owner of a service's database: for what an upgrade does, never for what a running service asks. */
export async function readAsOwner<T>(config: DatabaseConfig, sql: string): Promise<T[]> {
  const source = createDataSource(config, 'owner');
  await source.initialize();
  try {
    return await source.query<T[]>(sql);
  } finally {
    await source.destroy();
  }
}

/**
 * Refuses a database that is behind the code. One that is ahead is fine: a newer release is on its way, and its migrations
 * leave this one what it reads and writes (expand, migrate, contract).
 * @throws Error naming the service, its database, the migrations that are missing and what to do
 */
export async function refuseUnmigrated(db: Database, migrations: readonly Migration[]): Promise<void> {
  const missing = await missingFrom(db, [...platformMigrations, ...migrations]);
  if (missing.length === 0) return;
  const { service } = db.config;
  throw new Error(
    `database ${databaseName(db.config)} is behind the code of ${service}: missing are ${missing.join(', ')}. ` +
      `Run ./navette migrate (the image's role migrate), then start ${service} again`,
  );
}

async function missingFrom(db: Database, all: readonly Migration[]): Promise<string[]> {
  try {
    const applied = await db.engineTx((tx) => tx.rows<{ name: string }>('select name from migration'));
    const names = new Set(applied.map(({ name }) => name));
    return all.filter((one) => !names.has(nameOf(one))).map(({ id }) => id);
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === UNDEFINED_TABLE) return all.map(({ id }) => id);
    // From before the engines could ask; whether it lacks others, too, only the owner can tell.
    if (code === INSUFFICIENT_PRIVILEGE) return [migrationsReadable.id];
    throw error;
  }
}

/** TypeORM orders by the 13 digits at the end. */
function nameOf({ id }: Migration): string {
  const at = Date.UTC(+id.slice(0, 4), +id.slice(4, 6) - 1, +id.slice(6, 8), +id.slice(8, 10), +id.slice(10, 12));
  return `${id.slice(13)}${at}`;
}

function toTypeOrm(migration: Migration) {
  return class implements MigrationInterface {
    readonly name = nameOf(migration);

    async up(runner: QueryRunner): Promise<void> {
      await runner.query(`set local lock_timeout = '5s'`);
      await migration.up(await MigrationTools.of(runner));
    }

    async down(): Promise<void> {
      throw new Error(`migration ${migration.id} goes forward only`);
    }
  };
}

export function databaseName(config: Pick<DatabaseConfig, 'url'>): string {
  return new URL(config.url).pathname.slice(1);
}

async function exists(admin: pg.Client, catalogue: string, column: string, name: string): Promise<boolean> {
  return ((await admin.query(`select 1 from ${catalogue} where ${column} = $1`, [name])).rowCount ?? 0) > 0;
}

async function asAdmin(adminUrl: string, work: (admin: pg.Client) => Promise<void>): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    // Roles belong to the whole server: two provisioners at once would collide on its catalogue.
    await admin.query('select pg_advisory_lock($1)', [LOCK]);
    await work(admin);
  } finally {
    await admin.end();
  }
}
