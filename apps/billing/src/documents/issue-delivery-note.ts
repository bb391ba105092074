import type { BillableFile, Document } from '@navette/contracts/billing/v1/service';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import type { Origin } from './document.js';
import { DocumentRepository } from './document.repository.js';
import { IssueDocuments } from './issue-documents.js';
import { PrepareFileDocuments } from './prepare-file-documents.js';

const NOTE = { kind: 'billable_delivery_note', draft: false } as const;

/** BI-20, ST-17: a delivery note, whatever its customer's billing type says. Part of the use case whose transaction it is. */
@Injectable()
export class IssueDeliveryNote {
  constructor(
    private readonly prepare: PrepareFileDocuments,
    private readonly issue: IssueDocuments,
    private readonly documents: DocumentRepository,
  ) {}

  /** @throws DomainError `billing.document.*`, `billing.station.not-known-yet` */
  async execute(tx: Tx, content: BillableFile, origin: Origin): Promise<Document> {
    const [id = ''] = await this.issue.execute(tx, await this.prepare.execute(tx, content, NOTE), origin);
    return (await this.documents.byId(tx, id)) as Document;
  }
}
