import type { Tx } from '@navette/platform/database';
import type { Json, SagaDefinition, SagaEffects } from '@navette/platform/saga';
import { Injectable } from '@nestjs/common';
import { OpenFile } from '../intervention-files/open-file.js';
import { NoteToComplete } from '../mission-orders/note-to-complete.js';
import { missionToFile } from './mission-to-file.saga.js';

@Injectable()
export class MissionToFileEffects implements SagaEffects {
  readonly saga = missionToFile as unknown as SagaDefinition<never>;

  constructor(
    private readonly openFile: OpenFile,
    private readonly noteToComplete: NoteToComplete,
  ) {}

  async run(tx: Tx, name: string, payload: Json): Promise<Json> {
    const { missionOrderId, partyId, resellerPartyId = '', reason } = payload as Record<string, string>;
    if (missionOrderId === undefined) throw new Error(`effect ${name} names no mission order`);
    if (name === 'open-file' && partyId !== undefined) {
      return this.openFile.execute(tx, missionOrderId, partyId, resellerPartyId);
    }
    if (name === 'note-to-complete' && reason !== undefined) {
      await this.noteToComplete.execute(tx, missionOrderId, reason);
      return null;
    }
    throw new Error(`saga ${this.saga.type} has no effect ${name}`);
  }
}
