import type { Party } from '@navette/contracts/parties/v1/service';
import type { Tx } from '@navette/platform/database';
import type { Phone } from './phone.js';
import { kindWord, WEIGHT, wordsKept } from './party-words.js';

/** What keeps the words by which parties are found (PA-6), once their rows are there and their former words are not. */
export function wordsOfParties(
  parties: readonly { readonly party: Party; readonly phones: readonly Phone[] }[],
): (tx: Tx) => Promise<unknown> {
  const kept = parties.map(({ party, phones }) => ({ id: party.id, ...wordsKept(party, phones) }));
  const words = kept.flatMap(({ id, weights }) => [...weights].map(([word, weight]) => ({ id, word, weight })));
  const columns = [words.map(({ id }) => id), words.map(({ word }) => word), words.map(({ weight }) => weight)];
  const spellings = [...new Set(kept.flatMap((one) => one.spellings))];
  return (tx) =>
    Promise.all([
      tx.run(
        `insert into party_word (station_id, party_id, word, weight)
         select $1, party_id, word, weight
         from unnest($2::uuid[], $3::text[], $4::smallint[]) as x (party_id, word, weight)`,
        [tx.scope.stationId, ...columns],
      ),
      // In order, so that two who bring the same new words don't wait for each other.
      tx.run(
        `insert into party_spelling (station_id, word) select $1, word from unnest($2::text[]) as word
         order by word collate "C" on conflict do nothing`,
        [tx.scope.stationId, spellings],
      ),
    ]);
}

/** A kind is searched for like a word. */
export async function keepKindWord(tx: Tx, partyId: string, kind: string): Promise<void> {
  await tx.run('insert into party_word (station_id, party_id, word, weight) values ($1, $2, $3, $4)', [
    tx.scope.stationId,
    partyId,
    kindWord(kind),
    WEIGHT.other,
  ]);
}
