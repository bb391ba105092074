import { FindOrCreatePartyMessage } from '@navette/contracts';
import type { FindOrCreateParty as Command } from '@navette/contracts/parties/v1/commands';
import { Party } from '@navette/contracts/parties/v1/service';
import { DomainError } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { on, type Received, type Subscriber } from '@navette/platform/messaging';
import { done, refused, reply } from '@navette/platform/saga';
import { Injectable } from '@nestjs/common';
import { FindOrCreateParty } from './find-or-create-party.js';

/** Participant of saga mission-to-file. */
@Injectable()
export class FindOrCreatePartySubscriber implements Subscriber {
  constructor(private readonly findOrCreate: FindOrCreateParty) {}

  readonly subscriptions = [
    on(FindOrCreatePartyMessage, 'find-or-create-party', (tx, received) => this.#handle(tx, received)),
  ];

  async #handle(tx: Tx, received: Received<Command>): Promise<void> {
    const { request, itemKey, party, anew } = received.message;
    try {
      const found = await this.findOrCreate.execute(tx, request?.requestId ?? '', party ?? Party.create(), anew);
      const { partyId, created, suspended } = found;
      const answer = { party_id: partyId, created: String(created), suspended: String(suspended) };
      reply(tx, received, [done(itemKey, answer)]);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      // Refused before anything was written. The first field says what a person has to correct; what was typed in it is
      // personal data and stays here.
      const [field] = error.fields;
      reply(tx, received, [refused(itemKey, field?.code ?? error.code, field && { pointer: field.pointer })]);
    }
  }
}
