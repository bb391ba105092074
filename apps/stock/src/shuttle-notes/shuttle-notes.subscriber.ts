import { InterventionFileShippedMessage } from '@navette/contracts';
import { on, type Subscriber } from '@navette/platform/messaging';
import { Injectable } from '@nestjs/common';
import { IssueShuttleNote } from './issue-shuttle-note.js';

@Injectable()
export class ShuttleNotesSubscriber implements Subscriber {
  constructor(private readonly issue: IssueShuttleNote) {}

  readonly subscriptions = [
    on(InterventionFileShippedMessage, 'file-shipped', (tx, { message }) => this.issue.ofFile(tx, message)),
  ];
}
