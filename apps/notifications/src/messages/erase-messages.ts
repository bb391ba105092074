import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { MessageRepository } from './message.repository.js';

/** Of an erased party no address and no text is kept; what was not sent yet never is. That there was a message, stays. */
@Injectable()
export class EraseMessages {
  constructor(private readonly messages: MessageRepository) {}

  async execute(tx: Tx, partyId: string): Promise<void> {
    if ((await this.messages.erase(tx, partyId)) > 0) tx.audit('party', partyId);
  }
}
