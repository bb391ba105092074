import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';

/** Preferences of the actor of the transaction, and of nobody else. */
@Injectable()
export class PreferenceRepository {
  async of(tx: Tx, name: string): Promise<string | undefined> {
    const row = await tx.first<{ value: string }>(
      'select value::text as value from user_preference where network_id = $1 and user_id = $2 and name = $3',
      [tx.scope.networkId, tx.scope.actor.id, name],
    );
    return row?.value;
  }

  async put(tx: Tx, name: string, json: string): Promise<void> {
    await tx.run(
      `insert into user_preference (network_id, user_id, name, value, changed_at) values ($1, $2, $3, $4::jsonb, $5)
       on conflict (network_id, user_id, name) do update set value = excluded.value, changed_at = excluded.changed_at`,
      [tx.scope.networkId, tx.scope.actor.id, name, json, tx.now],
    );
  }

  async count(tx: Tx): Promise<number> {
    const row = await tx.first<{ n: number }>(
      'select count(*)::int as n from user_preference where network_id = $1 and user_id = $2',
      [tx.scope.networkId, tx.scope.actor.id],
    );
    return row?.n ?? 0;
  }
}
