import type { MigrationTools } from './tenant-tables.js';

export interface Migration {
  /** `<yyyymmddhhmm>-<slug>`, as the file. */
  readonly id: string;
  readonly up: (tools: MigrationTools) => Promise<void>;
}

/** Declares a migration; forward only, never edited once landed. */
export function migration(id: string, up: Migration['up']): Migration {
  if (!/^\d{12}-[a-z0-9-]+$/.test(id)) throw new Error(`migration ${id}: not <yyyymmddhhmm>-<slug>`);
  return { id, up };
}
