import { migration } from '@navette/platform/database';

/** E-027: how finely a line is counted, as its part was when it was added; lines of before as finely as anything is. */
export const unitsOfLines = migration('202611231635-units-of-lines', async (m) => {
  await m.sql(`alter table file_line add unit_code text not null default '',
    add unit_decimals smallint not null default 4 check (unit_decimals between 0 and 4)`);
});
