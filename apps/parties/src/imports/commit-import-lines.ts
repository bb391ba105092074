import { PartiesImportedMessage, PartyChangedMessage } from '@navette/contracts';
import { Party } from '@navette/contracts/parties/v1/service';
import { DomainError } from '@navette/kernel';
import { Database, type Scope, type Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { checkedParty, partyErrors } from '../parties/party.js';
import { insertionOf, type Kept, type Prepared } from '../parties/party-insert.repository.js';
import { PartyRepository } from '../parties/party.repository.js';
import { StationRefRepository } from '../stations/station-ref.repository.js';
import { ImportLineRepository, type LineRow } from './import-line.repository.js';
import { progress, standing } from './party-import.timer.js';
import { Mapping, problemsOf } from './party-line.mapper.js';
import { PartyImportRepository } from './party-import.repository.js';

/** Lines in one transaction: few enough that nobody who saves a party waits long for it. */
const CHUNK = 500;
const MESSAGE_BYTES = 256 * 1024;

/** Lines as they will be kept. Those that change a known party are not done yet: they want its lock. */
interface Chunk {
  readonly lines: readonly LineRow[];
  readonly mapping: Mapping;
  /** By line: what is kept of those that make a party, or can't. */
  readonly done: ReadonlyMap<number, LineRow>;
  readonly parties: readonly Party[];
  readonly insertion: Prepared;
}

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

  /** So many chunks and no more; each is made while the database keeps the one before. */
  async execute(scope: Scope, importId: string, chunks: number): Promise<void> {
    let chunk = await this.#prepared(scope, importId, 0);
    for (let n = 0; n < chunks && chunk !== undefined; n++) {
      const [isKept, next] = await Promise.all([
        this.#keep(scope, importId, chunk),
        chunk.lines.length === 0 ? undefined : this.#prepared(scope, importId, chunk.lines.at(-1)?.line ?? 0),
      ]);
      if (!isKept) return;
      chunk = next;
    }
  }

  /** The next lines behind `line`, none where there are no more. */
  #prepared(scope: Scope, importId: string, line: number): Promise<Chunk | undefined> {
    return this.db.tenantRead(scope, async (tx) => {
      const row = await this.imports.byId(tx, importId);
      if (row === undefined) return undefined;
      const mapping = new Mapping(row.columns, row.default_kind, row.header, await this.stations.phoneRegion(tx));
      const lines = await this.lines.chosenAfter(tx, importId, line, CHUNK);
      const done = new Map<number, LineRow>();
      const fresh: Kept[] = [];
      for (const one of lines.filter(({ choice }) => choice === 'new')) {
        done.set(one.line, created(tx, one, mapping, fresh));
      }
      return { lines, mapping, done, parties: fresh.map(({ party }) => party), insertion: insertionOf(fresh) };
    });
  }

  /** False where somebody else is at it, or all is done. */
  #keep(scope: Scope, importId: string, { lines, mapping, done, parties, insertion }: Chunk): Promise<boolean> {
    return this.db.tenantTx(scope, async (tx) => {
      const row = await this.imports.lockById(tx, importId);
      if (row?.state !== 'committing' || (await this.lines.stillChosen(tx, importId, lines)) !== lines.length) {
        tx.changesNothing();
        return false;
      }
      if (lines.length === 0) {
        await standing(tx, await this.imports.change(tx, row, { state: 'committed' }));
        return false;
      }
      // The checks of foreign keys keep the plan of the first of them, made when there was nobody to look for: read whole
      // for each word, a table that grows by the import would make it quadratic.
      await tx.run('discard plans');
      const after = [...done.values()];
      for (const line of lines.filter((one) => !done.has(one.line))) after.push(await this.#updated(tx, line, mapping));
      const [next] = await Promise.all([
        this.imports.change(tx, row, { done: row.done + lines.length }),
        insertion(tx),
        this.lines.update(tx, importId, after),
      ]);
      for (const some of inMessages(parties)) {
        const aggregate = { type: 'party-import', id: importId, version: next.version };
        tx.publish(PartiesImportedMessage, aggregate, { importId, parties: some });
      }
      for (const { id } of parties) tx.audit('party', id);
      progress(tx, next);
      return true;
    });
  }

  async #updated(tx: Tx, line: LineRow, mapping: Mapping): Promise<LineRow> {
    try {
      return await this.#update(tx, line, mapping);
    } catch (error) {
      // The party was merged, erased or is another's meanwhile.
      return refused(error, line, mapping);
    }
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

function created(tx: Tx, line: LineRow, mapping: Mapping, fresh: Kept[]): LineRow {
  try {
    const { party, phones } = mapping.partyOf(line.cells);
    const id = tx.newId();
    fresh.push({ party: { ...party, id, version: '1' }, phones });
    return done(line, id, 1);
  } catch (error) {
    return refused(error, line, mapping);
  }
}

function refused(error: unknown, line: LineRow, mapping: Mapping): LineRow {
  if (!(error instanceof DomainError)) throw error;
  return { ...line, state: 'refused', problems: problemsOf(error, line, mapping) };
}

/** As many as a message may hold: the bus takes 1 MiB, and a comment alone may weigh 40 kB. */
function inMessages(parties: readonly Party[]): Party[][] {
  const messages: Party[][] = [];
  let bytes = Infinity;
  for (const party of parties) {
    const size = Party.encode(party).finish().length;
    if (bytes + size > MESSAGE_BYTES) {
      messages.push([]);
      bytes = 0;
    }
    messages.at(-1)?.push(party);
    bytes += size;
  }
  return messages;
}

/** From now on only the party tells of the person. */
function done(line: LineRow, partyId: string, version: number): LineRow {
  return { ...line, state: 'committed', cells: [], duplicates: [], party_id: partyId, party_version: version };
}
