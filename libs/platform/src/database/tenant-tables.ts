import type { QueryRunner } from 'typeorm';

/** Roles of the service that owns the database being migrated. */
interface Roles {
  readonly app: string;
  readonly engine: string;
  readonly network: string;
  readonly search: string;
}

export interface TenantTableOptions {
  /** What the app role may do; `select` is always granted. */
  readonly app: readonly ('insert' | 'update' | 'delete')[];
  /** The engines see the rows of every station (timers, sagas). */
  readonly engine?: readonly ('select' | 'update' | 'delete' | 'insert')[];
}

/** What a migration writes with: plain SQL, and the policies that every table of tenants must have. */
export class MigrationTools {
  private constructor(
    private readonly runner: QueryRunner,
    readonly roles: Roles,
  ) {}

  static async of(runner: QueryRunner): Promise<MigrationTools> {
    const [{ owner }] = await runner.query('select current_user as owner');
    const role = (name: string) => `"${String(owner).replace(/_owner$/, `_${name}`)}"`;
    return new MigrationTools(runner, {
      app: role('app'),
      engine: role('engine'),
      network: role('network'),
      search: role('search'),
    });
  }

  /**
   * Runs a statement; one that changes rows sees and changes those of every station. Policies are forced on the owner, too: to
   * it, forced tables look empty, and an update of them would change nothing without a word.
   */
  async sql(statement: string): Promise<void> {
    const forced = /^\s*(update|delete|insert|with)\b/i.test(statement) ? await this.#forcedIn(statement) : [];
    for (const table of forced) await this.runner.query(`alter table ${table} no force row level security`);
    await this.runner.query(statement);
    for (const table of forced) await this.runner.query(`alter table ${table} force row level security`);
  }

  async #forcedIn(statement: string): Promise<string[]> {
    const rows: { name: string }[] = await this.runner.query(
      `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relforcerowsecurity`,
    );
    const words = new Set(statement.split(/\W+/));
    return rows.map(({ name }) => name).filter((name) => words.has(name));
  }

  /**
   * Forces row-level security on a table whose rows belong to one station, and grants its roles. The sub-select is
   * evaluated once a statement; `nullif` because a setting reads as '' after a transaction, which is no UUID.
   */
  async tenantTable(table: string, { app, engine }: TenantTableOptions): Promise<void> {
    const station = `(select nullif(current_setting('app.station_id', true), '')::uuid)`;
    await this.sql(`alter table ${table} enable row level security`);
    await this.sql(`alter table ${table} force row level security`);
    await this.sql(`grant ${['select', ...app].join(', ')} on ${table} to ${this.roles.app}`);
    await this.sql(
      `create policy ${table}_app on ${table} to ${this.roles.app} using (station_id = ${station}) with check (station_id = ${station})`,
    );
    await this.sql(`grant select on ${table} to ${this.roles.network}`);
    await this.sql(
      `create policy ${table}_network on ${table} for select to ${this.roles.network}
       using (station_id = any (string_to_array(nullif(current_setting('app.stations', true), ''), ',')::uuid[]))`,
    );
    if (engine !== undefined) {
      await this.sql(`grant ${engine.join(', ')} on ${table} to ${this.roles.engine}`);
      await this.sql(
        `create policy ${table}_engine on ${table} to ${this.roles.engine} using (true) with check (true)`,
      );
    }
  }

  /** The same for a table whose rows belong to one network: seen and written from its stations alone (ID-10). */
  async networkTable(table: string, { app }: Pick<TenantTableOptions, 'app'>): Promise<void> {
    const network = `(select nullif(current_setting('app.network_id', true), '')::uuid)`;
    await this.sql(`alter table ${table} enable row level security`);
    await this.sql(`alter table ${table} force row level security`);
    await this.sql(`grant ${['select', ...app].join(', ')} on ${table} to ${this.roles.app}`);
    await this.sql(
      `create policy ${table}_app on ${table} to ${this.roles.app} using (network_id = ${network}) with check (network_id = ${network})`,
    );
  }
}
