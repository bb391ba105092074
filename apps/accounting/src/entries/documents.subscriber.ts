import { DocumentIssuedMessage } from '@navette/contracts';
import { on, type Subscriber } from '@navette/platform/messaging';
import { Injectable } from '@nestjs/common';
import { TakeDocument } from './take-document.js';

@Injectable()
export class DocumentsSubscriber implements Subscriber {
  constructor(private readonly take: TakeDocument) {}

  readonly subscriptions = [
    on(DocumentIssuedMessage, 'document-issued', (tx, { message }) => this.take.execute(tx, message)),
  ];
}
