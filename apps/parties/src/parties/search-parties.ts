import type { Party } from '@navette/contracts/parties/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { PARTY_KINDS, partyErrors } from './party.js';
import { kindWord, wordsAsked } from './party-words.js';
import { PartyRepository } from './party.repository.js';

/** PA-6: a list of parties waits for a search; this one may be asked at every keystroke. */
@Injectable()
export class SearchParties {
  constructor(
    private readonly db: Database,
    private readonly parties: PartyRepository,
  ) {}

  /**
   * The first 20, best first; none where nothing is asked that could tell one party from another.
   * @throws DomainError `parties.party.kind-not-accepted`
   */
  async execute(scope: Scope, q: string, kind: string): Promise<Party[]> {
    if (kind !== '' && !(PARTY_KINDS as readonly string[]).includes(kind)) {
      const params = { kind, accepted: PARTY_KINDS };
      const field = partyErrors.field('/kind', 'party.kind-not-accepted', params);
      throw partyErrors.error('party.kind-not-accepted', params, [field]);
    }
    const words = wordsAsked(q);
    if (words.length === 0) return [];
    if (kind !== '') words.push(kindWord(kind));
    return this.db.tenantRead(scope, (tx) => this.parties.search(tx, words));
  }
}
