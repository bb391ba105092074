import type { Party } from '@navette/contracts/parties/v1/service';
import type { Tx } from '@navette/platform/database';
import type { Phone } from './phone.js';
import { kindWord, WEIGHT, wordsKept } from './party-words.js';

/** Keeps the words by which a party is found (PA-6), once its row is there and its former words are not. */
export async function keepWords(tx: Tx, party: Party, phones: readonly Phone[]): Promise<void> {
  const { weights, spellings } = wordsKept(party, phones);
  await tx.run(
    `insert into party_word (station_id, party_id, word, weight)
     select $1, $2, word, weight from unnest($3::text[], $4::smallint[]) as x (word, weight)`,
    [tx.scope.stationId, party.id, [...weights.keys()], [...weights.values()]],
  );
  // In order, so that two who bring the same new words don't wait for each other.
  await tx.run(
    `insert into party_spelling (station_id, word) select $1, word from unnest($2::text[]) as word
     order by word collate "C" on conflict do nothing`,
    [tx.scope.stationId, spellings],
  );
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
