import { inParallel } from '../client/parallel.mjs';
import { Progress } from '../progress.mjs';
import { IN_FLIGHT } from '../run.mjs';
import { filesOf } from './files.mjs';

/** IN-8: the technician notes the parts that each file needs, and the labour. @param {import('../run.mjs').Run} run */
export async function addParts(run) {
  const progress = new Progress('files with their parts noted', run.records.size);
  /** @type {{ id: string, number: string }[]} */
  const bare = [];
  for await (const { id, number, state, lines } of filesOf(run)) {
    if (lines.length === 0 && state === 'open') bare.push({ id, number });
    else progress.add();
  }
  await inParallel(bare, IN_FLIGHT, async ({ id, number }) => {
    const { parts } = run.invented(/** @type {import('../run.mjs').RepairRecord} */ (run.records.get(number)));
    const lines = parts.map((part) => ({ kind: 'part', ...part }));
    if (run.labour !== '') lines.push({ kind: 'special_item', reference: run.labour, quantity: '1' });
    await run.person.post(`/intervention-files/${id}/lines`, run.key('parts', id), { json: { lines } });
    progress.add();
  });
  progress.end();
}
