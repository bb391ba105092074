import { CheckFileDocumentsMessage, IssueFileDocumentsMessage } from '@navette/contracts';
import { on, type Subscriber } from '@navette/platform/messaging';
import { reply } from '@navette/platform/saga';
import { Injectable } from '@nestjs/common';
import { CheckFileDocuments } from './check-file-documents.js';
import { IssueFileDocuments } from './issue-file-documents.js';

/** Commands of saga file-to-invoice. */
@Injectable()
export class FileDocumentsSubscriber implements Subscriber {
  constructor(
    private readonly check: CheckFileDocuments,
    private readonly issue: IssueFileDocuments,
  ) {}

  readonly subscriptions = [
    on(CheckFileDocumentsMessage, 'check-file-documents', async (tx, received) =>
      reply(tx, received, await this.check.execute(tx, received.message)),
    ),
    on(IssueFileDocumentsMessage, 'issue-file-documents', async (tx, received) =>
      reply(tx, received, await this.issue.execute(tx, received.message)),
    ),
  ];
}
