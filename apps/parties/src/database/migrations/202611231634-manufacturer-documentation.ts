import { migration } from '@navette/platform/database';

/** ST-18: where a manufacturer's documentation of a part is; the network says it with the rest of its list (PA-10). */
export const manufacturerDocumentation = migration('202611231634-manufacturer-documentation', async (m) => {
  await m.sql(`alter table manufacturer add documentation_url text not null default ''
    check (documentation_url = '' or (documentation_url like 'https://%{reference}%' and length(documentation_url) <= 300))`);
});
