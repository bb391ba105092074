import { StockServiceService as Stock } from '@navette/contracts/stock/v1/service';
import { DomainError } from '@navette/kernel';
import type { Scope } from '@navette/platform/database';
import { RpcClients } from '@navette/platform/service';
import { Injectable } from '@nestjs/common';
import type { Attachment } from '../smtp/mailer.smtp.js';
import type { NotSentReason } from './message.js';

const FILES = {
  pdf: 'application/pdf',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

/** States of an order that its supplier has no more to do with. */
const WITHDRAWN = ['cancelled', 'closed'];

/** Asks stock for the papers of a supplier order, at each try: what leaves is the order as it is then (ST-21). */
@Injectable()
export class SupplierOrderReader {
  constructor(private readonly clients: RpcClients) {}

  /** @throws DomainError `platform.service.unavailable` while stock, or whom it asks, does not answer */
  async attachments(scope: Scope, id: string): Promise<Attachment[] | { readonly notSent: NotSentReason }> {
    const call = await this.clients.asService(scope, Stock);
    const attachments: Attachment[] = [];
    for (const [format, contentType] of Object.entries(FILES)) {
      try {
        const paper = await this.clients.get(Stock).getSupplierOrderDocument({ id, format }, call);
        if (WITHDRAWN.includes(paper.state)) return { notSent: 'order-withdrawn' };
        attachments.push({ fileName: paper.fileName, contentType, content: paper.content });
      } catch (error) {
        if (error instanceof DomainError && error.kind === 'not-found') return { notSent: 'order-withdrawn' };
        throw error;
      }
    }
    return attachments;
  }
}
