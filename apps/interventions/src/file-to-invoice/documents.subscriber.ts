import { DocumentIssuedMessage } from '@navette/contracts';
import { on, type Subscriber } from '@navette/platform/messaging';
import { Injectable } from '@nestjs/common';
import { NoteAcceptedInvoice } from './note-accepted-invoice.js';

@Injectable()
export class DocumentsSubscriber implements Subscriber {
  constructor(private readonly note: NoteAcceptedInvoice) {}

  readonly subscriptions = [
    on(DocumentIssuedMessage, 'document-issued', (tx, { message }) => this.note.execute(tx, message)),
  ];
}
