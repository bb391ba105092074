import type { Tx } from '@navette/platform/database';
import type { ItemOutcome } from '@navette/platform/saga';
import { Injectable } from '@nestjs/common';

/** What sagas were answered, by their request: asked again they hear the same. */
@Injectable()
export class SagaAnswerRepository {
  async find(tx: Tx, requestId: string): Promise<ItemOutcome[] | undefined> {
    const row = await tx.first<{ outcomes: ItemOutcome[] }>(
      'select outcomes from saga_answer where station_id = $1 and request_id = $2',
      [tx.scope.stationId, requestId],
    );
    return row?.outcomes;
  }

  async keep(tx: Tx, requestId: string, outcomes: readonly ItemOutcome[]): Promise<void> {
    await tx.run(
      `insert into saga_answer (station_id, request_id, answered_at, outcomes) values ($1, $2, $3, $4)
       on conflict do nothing`,
      [tx.scope.stationId, requestId, tx.now, JSON.stringify(outcomes)],
    );
  }
}
