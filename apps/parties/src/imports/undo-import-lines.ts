import { PartyChangedMessage, PartyErasedMessage } from '@navette/contracts';
import { BillingServiceService as Billing } from '@navette/contracts/billing/v1/service';
import { InterventionsServiceService as Interventions } from '@navette/contracts/interventions/v1/service';
import type { Party } from '@navette/contracts/parties/v1/service';
import { Database, type Scope, type Tx } from '@navette/platform/database';
import { RpcClients } from '@navette/platform/service';
import { Injectable } from '@nestjs/common';
import { checkedParty } from '../parties/party.js';
import { PartyRepository } from '../parties/party.repository.js';
import { PersonRepository } from '../parties/person.repository.js';
import { StationRefRepository } from '../stations/station-ref.repository.js';
import { ImportLineRepository, type LineRow } from './import-line.repository.js';
import { progress, standing } from './party-import.timer.js';
import { problem } from './party-import.js';
import { PartyImportRepository } from './party-import.repository.js';

/** Lines in one transaction. */
const CHUNK = 100;
/** Parties that the other services are asked about at once. */
const ASKED = 10;

type Standing = { readonly version: number; readonly kinds: string[] } | undefined;

/**
 * PA-15: parties that an import made are withdrawn, those that it changed are as they were. Who was changed since, or has
 * files, orders or documents, stays, and so does a supplier, whom parts may name.
 */
@Injectable()
export class UndoImportLines {
  constructor(
    private readonly db: Database,
    private readonly clients: RpcClients,
    private readonly imports: PartyImportRepository,
    private readonly lines: ImportLineRepository,
    private readonly parties: PartyRepository,
    private readonly people: PersonRepository,
    private readonly stations: StationRefRepository,
  ) {}

  /** @throws DomainError `platform.service.unavailable` when interventions or billing does not answer */
  async execute(scope: Scope, importId: string): Promise<void> {
    const asked = await this.db.tenantRead(scope, (tx) => this.lines.next(tx, importId, 'undoing', CHUNK));
    const used = await this.#used(scope, asked);
    await this.db.tenantTx(scope, async (tx) => {
      const row = await this.imports.lockById(tx, importId);
      if (row?.state !== 'undoing') return tx.changesNothing();
      const lines = await this.lines.next(tx, importId, 'undoing', CHUNK);
      if (lines.length === 0) return standing(tx, await this.imports.change(tx, row, { state: 'undone' }));
      // Another copy was faster with those that were asked about.
      if (lines[0]?.line !== asked[0]?.line) return tx.changesNothing();
      const now = await this.lines.lockVersions(tx, lines.map(partyOf));
      const after: LineRow[] = [];
      const withdrawn: string[] = [];
      for (const line of lines) {
        const id = partyOf(line);
        const rule = reasonToKeep(line, now.get(id), used.has(id));
        if (rule !== undefined) after.push({ ...line, state: 'kept', problems: [problem(line.line, rule)] });
        else {
          if (line.choice === 'new') withdrawn.push(id);
          else await this.#restore(tx, line);
          after.push({ ...line, state: 'undone', before: null });
        }
      }
      await this.#withdraw(tx, withdrawn, now);
      await this.lines.update(tx, importId, after);
      progress(tx, await this.imports.change(tx, row, { done: row.done + lines.length }));
    });
  }

  async #restore(tx: Tx, line: LineRow): Promise<void> {
    const id = partyOf(line);
    const { party, phones } = checkedParty(this.lines.beforeOf(line), await this.stations.phoneRegion(tx));
    await this.parties.update(tx, { ...party, id }, phones);
    const version = (line.party_version ?? 0) + 1;
    const restored = (await this.parties.byId(tx, id)) as Party;
    tx.publish(PartyChangedMessage, { type: 'party', id, version }, { party: restored });
    tx.audit('party', id);
  }

  async #withdraw(
    tx: Tx,
    ids: readonly string[],
    now: ReadonlyMap<string, { readonly version: number }>,
  ): Promise<void> {
    if (ids.length === 0) return;
    await this.people.erase(tx, ids);
    await this.lines.withdraw(tx, ids);
    for (const id of ids) {
      const version = (now.get(id)?.version ?? 0) + 1;
      tx.publish(PartyErasedMessage, { type: 'party', id, version }, { partyId: id });
      tx.audit('party', id);
    }
  }

  /** Those of the parties made that a file, an order or a document names. */
  async #used(scope: Scope, lines: readonly LineRow[]): Promise<Set<string>> {
    const made = lines.filter(({ choice }) => choice === 'new').map(partyOf);
    const used = new Set<string>();
    for (let from = 0; from < made.length; from += ASKED) {
      await Promise.all(
        made.slice(from, from + ASKED).map(async (id) => (await this.#isUsed(scope, id)) && used.add(id)),
      );
    }
    return used;
  }

  async #isUsed(scope: Scope, partyId: string): Promise<boolean> {
    const wanted = { partyId, limit: 1 };
    const [files, dealings] = await Promise.all([
      this.clients.get(Interventions).listFilesOfParty(wanted, await this.clients.asService(scope, Interventions)),
      this.clients.get(Billing).listDealingsOfCustomer(wanted, await this.clients.asService(scope, Billing)),
    ]);
    return [files.count, dealings.orderCount, dealings.documentCount, dealings.draftCount].some((count) => count > 0);
  }
}

const partyOf = ({ party_id }: LineRow): string => party_id ?? '';

function reasonToKeep({ choice, party_version, before }: LineRow, now: Standing, used: boolean) {
  if (now?.version !== party_version) return 'import.changed-since' as const;
  if (choice === 'update') return before === null ? ('import.changed-since' as const) : undefined;
  if (used) return 'import.used' as const;
  const stays = now?.kinds.some((kind) => kind === 'supplier' || kind === 'manufacturer');
  return stays === true ? ('import.supplier-stays' as const) : undefined;
}
