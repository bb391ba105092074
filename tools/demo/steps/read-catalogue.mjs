import { Exit, Stop } from '../../dev/lib/exit.mjs';
import { Progress } from '../progress.mjs';

/** Ventilation code of labour in the demo catalogue. */
const LABOUR = 'MO';

/** Parts that can be ordered and sold, and the special item that labour is billed by. @param {import('../run.mjs').Run} run */
export async function readCatalogue(run) {
  const progress = new Progress('catalogue');
  /** @type {string[]} */
  const references = [];
  /** @type {string[]} */
  const labour = [];
  for await (const part of run.person.list('/parts', 'parts')) {
    progress.add();
    if (part.state !== 'active' || part.publicPrice === '') continue;
    if (part.kind === 'special_item' && part.ventilationCode === LABOUR) labour.push(part.reference);
    else if (part.kind === 'part' && part.supplierPartyId !== '') references.push(part.reference);
  }
  if (references.length < 3)
    throw new Stop(Exit.failed, 'the catalogue has no parts with a supplier and a price: is the demo network seeded?');
  run.references = references.sort();
  run.labour = labour.sort()[0] ?? '';
  progress.end();
}
