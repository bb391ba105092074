import { PartyChangedMessage, PartyCreatedMessage } from '@navette/contracts';
import { Party } from '@navette/contracts/parties/v1/service';
import { DomainError } from '@navette/kernel';
import { Database, type Scope, type Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { checkedParty, partyErrors } from '../parties/party.js';
import { insertParties, type Kept } from '../parties/party-insert.repository.js';
import { PartyRepository } from '../parties/party.repository.js';
import { StationRefRepository } from '../stations/station-ref.repository.js';
import { ImportLineRepository, type LineRow } from './import-line.repository.js';
import { progress, standing } from './party-import.timer.js';
import { Mapping, problemsOf } from './party-line.mapper.js';
import { PartyImportRepository } from './party-import.repository.js';

/** Lines in one transaction: few enough that nobody who saves a party waits long for it. */
const CHUNK = 500;

/** PA-15: chosen lines become parties, or change those that they speak of. */
@Injectable()
export class CommitImportLines {
  constructor(
    private readonly db: Database,
    private readonly imports: PartyImportRepository,
    private readonly lines: ImportLineRepository,
    private readonly parties: PartyRepository,
    private readonly stations: StationRefRepository,
  ) {}

  execute(scope: Scope, importId: string): Promise<void> {
    return this.db.tenantTx(scope, async (tx) => {
      const row = await this.imports.lockById(tx, importId);
      if (row?.state !== 'committing') return tx.changesNothing();
      const chosen = await this.lines.next(tx, importId, 'chosen', CHUNK);
      if (chosen.length === 0) return standing(tx, await this.imports.change(tx, row, { state: 'committed' }));
      // The checks of foreign keys keep the plan of the first of them, made when there was nobody to look for: read whole
      // for each word, a table that grows by the import would make it quadratic.
      await tx.run('discard plans');
      const mapping = new Mapping(row.columns, row.default_kind, row.header, await this.stations.phoneRegion(tx));
      const fresh: Kept[] = [];
      const after: LineRow[] = [];
      for (const line of chosen) {
        try {
          after.push(
            line.choice === 'update' ? await this.#update(tx, line, mapping) : create(tx, line, mapping, fresh),
          );
        } catch (error) {
          // The party was merged, erased or is another's meanwhile.
          if (!(error instanceof DomainError)) throw error;
          after.push({ ...line, state: 'refused', problems: problemsOf(error, line, mapping) });
        }
      }
      await insertParties(tx, fresh);
      for (const { party } of fresh) {
        tx.publish(PartyCreatedMessage, { type: 'party', id: party.id, version: 1 }, { party });
        tx.audit('party', party.id);
      }
      await this.lines.update(tx, importId, after);
      progress(tx, await this.imports.change(tx, row, { done: row.done + chosen.length }));
    });
  }

  async #update(tx: Tx, line: LineRow, mapping: Mapping): Promise<LineRow> {
    const id = line.party_id ?? '';
    const version = await this.parties.lockVersion(tx, id);
    if (version === undefined) throw partyErrors.error('party.not-found');
    const known = (await this.parties.byId(tx, id)) as Party;
    const { party, phones } = checkedParty(mapping.updated(known, line.cells), mapping.region);
    await this.parties.update(tx, { ...party, id }, phones);
    const changed = (await this.parties.byId(tx, id)) as Party;
    tx.publish(PartyChangedMessage, { type: 'party', id, version: version + 1 }, { party: changed });
    tx.audit('party', id);
    return { ...done(line, id, version + 1), before: Party.toJSON(known) };
  }
}

function create(tx: Tx, line: LineRow, mapping: Mapping, fresh: Kept[]): LineRow {
  const { party, phones } = mapping.partyOf(line.cells);
  const id = tx.newId();
  fresh.push({ party: { ...party, id, version: '1' }, phones });
  return done(line, id, 1);
}

/** From now on only the party tells of the person. */
function done(line: LineRow, partyId: string, version: number): LineRow {
  return { ...line, state: 'committed', cells: [], duplicates: [], party_id: partyId, party_version: version };
}
