import { PartyImportProgressedMessage } from '@navette/contracts';
import type { Tx } from '@navette/platform/database';
import { setTimer } from '@navette/platform/timers';
import { importErrors, isWorking, type ImportState } from './party-import.js';
import type { ImportRow, PartyImportRepository } from './party-import.repository.js';

export const PARTY_IMPORT = 'party-import';

/** An import that waits for a person so long is closed, and what its lines tell of people forgotten. */
const WAITS_DAYS = 30;

/** Tells where an import stands; its work goes on by a timer, or its time begins to run. */
export async function standing(
  tx: Tx,
  row: Pick<ImportRow, 'id' | 'version' | 'state' | 'done' | 'total'>,
): Promise<void> {
  const { id, version, state, done, total } = row;
  tx.publish(PartyImportProgressedMessage, { type: 'party-import', id, version }, { importId: id, state, done, total });
  tx.audit('party-import', id);
  if (isWorking(row)) await workOn(tx, id);
  else
    await setTimer(tx, {
      kind: PARTY_IMPORT,
      key: id,
      dueAt: tx.now.add({ hours: 24 * WAITS_DAYS }),
      data: { closes: true },
    });
}

/** Has an import worked on from now, in the name of whoever does it now. */
export async function workOn(tx: Tx, id: string): Promise<void> {
  await setTimer(tx, { kind: PARTY_IMPORT, key: id, dueAt: tx.now, data: { actor: tx.scope.actor } });
}

/** Tells how far the work in hand has come; the timer that does it goes on. */
export function progress(tx: Tx, { id, version, state, done, total }: ImportRow): void {
  tx.publish(PartyImportProgressedMessage, { type: 'party-import', id, version }, { importId: id, state, done, total });
  tx.audit('party-import', id);
}

/**
 * An import that a person does something with, locked.
 * @throws DomainError `parties.import.not-found`, `parties.import.changed-meanwhile`, `parties.import.state-not-accepted`
 */
export async function expectImport(
  tx: Tx,
  imports: PartyImportRepository,
  id: string,
  expected: number,
  accepted: readonly ImportState[],
): Promise<ImportRow> {
  const row = await imports.lockById(tx, id);
  if (row === undefined) throw importErrors.error('import.not-found');
  if (row.version !== expected) throw importErrors.error('import.changed-meanwhile', { expected, actual: row.version });
  if (!accepted.includes(row.state))
    throw importErrors.error('import.state-not-accepted', { accepted, state: row.state });
  return row;
}
