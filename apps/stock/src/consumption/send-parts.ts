import type { ConsumeParts as ConsumePartsCommand } from '@navette/contracts/stock/v1/commands';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { IssueShuttleNote } from '../shuttle-notes/issue-shuttle-note.js';
import { ConsumeParts, type ConsumptionOutcome } from './consume-parts.js';

/** Parts leave stock, and those that are sent to who ordered them leave with their shuttle note, both or neither (ST-16). */
@Injectable()
export class SendParts {
  constructor(
    private readonly consume: ConsumeParts,
    private readonly notes: IssueShuttleNote,
  ) {}

  async execute(tx: Tx, command: ConsumePartsCommand): Promise<ConsumptionOutcome> {
    const outcome = await this.consume.execute(tx, command);
    if (outcome.code === 'done' && command.shuttleNote === true) await this.notes.ofParts(tx, command);
    return outcome;
  }
}
