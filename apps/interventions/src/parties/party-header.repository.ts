import { DocumentHeader } from '@navette/contracts/common/v1/common';
import type { BillingTerms, Party } from '@navette/contracts/parties/v1/service';
import type { Tx } from '@navette/platform/database';
import { headerOf, headerTermsOf } from '@navette/platform/document-header';
import { Injectable } from '@nestjs/common';

/** PA-19: what the header of a file begins with, of each party; true by parties' events. */
@Injectable()
export class PartyHeaderRepository {
  /** Keeps the newest of identity and of terms. */
  async keep(tx: Tx, parties: readonly Party[], version: number): Promise<void> {
    const rows = parties.map((party) => {
      const terms = headerTermsOf(party.billingTerms);
      const identity = Object.fromEntries(Object.entries(headerOf(party)).filter(([name]) => !(name in terms)));
      return { id: party.id, identity, terms };
    });
    await tx.run(
      `insert into party_header as h (station_id, party_id, version, identity, terms_version, terms)
       select $1, id, $3, identity, $3, terms from jsonb_to_recordset($2::jsonb) as x (id uuid, identity jsonb, terms jsonb)
       on conflict (station_id, party_id) do update set version = greatest(h.version, excluded.version),
         identity = case when h.version < excluded.version then excluded.identity else h.identity end,
         terms_version = greatest(h.terms_version, excluded.terms_version),
         terms = case when h.terms_version < excluded.terms_version then excluded.terms else h.terms end`,
      [tx.scope.stationId, JSON.stringify(rows), version],
    );
  }

  /** Gives the files that were opened before their party was known the header they would have begun with. */
  async fillIn(tx: Tx, partyId: string): Promise<void> {
    await tx.run(
      `update intervention_file f set header = h.identity || h.terms from party_header h
       where f.station_id = $1 and f.consumer_party_id = $2 and f.header is null
         and h.station_id = $1 and h.party_id = $2`,
      [tx.scope.stationId, partyId],
    );
  }

  /**
   * Lets go of the headers that say what the record of a party does, of files that are still to be billed: whoever they are for
   * next, theirs begin with that party's.
   */
  async giveUp(tx: Tx, partyId: string): Promise<void> {
    await tx.run(
      `update intervention_file f set header = null from party_header h
       where f.station_id = $1 and f.consumer_party_id = $2 and f.state in ('open', 'finished')
         and h.station_id = $1 and h.party_id = $2 and f.header = h.identity || h.terms`,
      [tx.scope.stationId, partyId],
    );
  }

  /** Keeps the newest terms of a party, known or not. */
  async keepTerms(tx: Tx, partyId: string, terms: BillingTerms, version: number): Promise<void> {
    await tx.run(
      `insert into party_header as h (station_id, party_id, version, terms_version, terms) values ($1, $2, 0, $3, $4)
       on conflict (station_id, party_id) do update set terms_version = excluded.terms_version, terms = excluded.terms
       where h.terms_version < excluded.terms_version`,
      [tx.scope.stationId, partyId, version, headerTermsOf(terms)],
    );
  }

  /** Of a merged party, that of who took its place (PA-8); undefined of one that is not known yet. */
  async find(tx: Tx, partyId: string): Promise<DocumentHeader | undefined> {
    const row = await tx.first<{ header: DocumentHeader | null }>(
      'select identity || terms as header from party_header where station_id = $1 and party_id = (select survivor_of($1, $2))',
      [tx.scope.stationId, partyId],
    );
    return row?.header ? DocumentHeader.fromPartial(row.header) : undefined;
  }
}
