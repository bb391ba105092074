import { DocumentIssuedMessage } from '@navette/contracts';
import type { IssueFileDocuments as Command } from '@navette/contracts/billing/v1/commands';
import type { BillableFile } from '@navette/contracts/billing/v1/service';
import type { Document } from '@navette/contracts/billing/v1/service';
import type { Tx } from '@navette/platform/database';
import { done, type ItemOutcome } from '@navette/platform/saga';
import { Injectable } from '@nestjs/common';
import type { GivenNumber } from '../numbers/given-number.js';
import { NumberCounterRepository } from '../numbers/number-counter.repository.js';
import { DOCUMENT_KINDS, documentErrors, SERIES } from './document.js';
import { DocumentRepository, type NumberedDocument } from './document.repository.js';
import type { PreparedDocument } from './file-documents.js';
import { PrepareFileDocuments } from './prepare-file-documents.js';
import { refusalOf } from './refusal.js';
import { SagaAnswerRepository } from './saga-answer.repository.js';

/**
 * Saga file-to-invoice, pivot (BI-20): the documents of all payers of a file, numbered and issued in one transaction, or
 * none. A file is billed once: asked again, by the same request or by another, the answer is the same documents. A request
 * that was refused stays refused: its saga has turned back by then.
 */
@Injectable()
export class IssueFileDocuments {
  constructor(
    private readonly answers: SagaAnswerRepository,
    private readonly prepare: PrepareFileDocuments,
    private readonly documents: DocumentRepository,
    private readonly numbers: NumberCounterRepository,
  ) {}

  async execute(tx: Tx, { request, itemKey, file }: Command): Promise<ItemOutcome[]> {
    const requestId = request?.requestId ?? '';
    const before = await this.answers.find(tx, requestId);
    if (before !== undefined) return before;
    const outcomes = [await this.#answer(tx, itemKey, file)];
    await this.answers.keep(tx, requestId, outcomes);
    tx.audit('saga-answer', requestId);
    return outcomes;
  }

  async #answer(tx: Tx, itemKey: string, file: BillableFile | undefined): Promise<ItemOutcome> {
    if (file === undefined) return refusalOf(itemKey, documentErrors.error('document.empty', { file: '' }));
    const issued = await this.documents.ofOrigin(tx, file.fileId);
    if (issued.length > 0) return billed(itemKey, issued);
    let prepared: PreparedDocument[];
    try {
      prepared = await this.prepare.execute(tx, file);
    } catch (error) {
      if (!documentErrors.is(error)) throw error;
      return refusalOf(itemKey, error);
    }
    if (await this.documents.claimFile(tx, file.fileId)) await this.#issue(tx, file, prepared);
    return billed(itemKey, await this.documents.ofOrigin(tx, file.fileId));
  }

  async #issue(tx: Tx, file: BillableFile, prepared: readonly PreparedDocument[]): Promise<void> {
    const origin = { kind: 'intervention_file', id: file.fileId, number: file.fileNumber } as const;
    for (const { document, given } of await this.#numbered(tx, prepared)) {
      const numbered = { ...document, id: tx.newId(), origin, given };
      await this.documents.insert(tx, numbered);
      tx.publish(DocumentIssuedMessage, { type: 'document', id: numbered.id, version: 1 }, eventOf(numbered));
      tx.audit('document', numbered.id);
    }
  }

  /** Numbers are drawn last, series after series, so that no two issuers wait for each other. */
  async #numbered(
    tx: Tx,
    prepared: readonly PreparedDocument[],
  ): Promise<{ document: PreparedDocument; given: GivenNumber }[]> {
    const numbered: { document: PreparedDocument; given: GivenNumber }[] = [];
    for (const kind of DOCUMENT_KINDS) {
      const documents = prepared.filter((document) => document.kind === kind);
      const [first] = documents;
      if (first === undefined) continue;
      const numbers = await this.numbers.takeLast(tx, {
        station: first.seller.code,
        series: SERIES[kind],
        on: first.issuedOn,
        count: documents.length,
      });
      documents.forEach((document, i) => numbered.push({ document, given: numbers[i] as GivenNumber }));
    }
    return numbered;
  }
}

function billed(itemKey: string, documents: readonly Document[]): ItemOutcome {
  const list = documents.map(({ id, kind, number, total }) => ({ id, kind, number, total }));
  return done(itemKey, { documents: JSON.stringify(list) });
}

function eventOf({ id, kind, given, issuedOn, customer, origin, lines, totals }: NumberedDocument) {
  return {
    documentId: id,
    kind,
    number: given.number,
    issuedOn: issuedOn.toString(),
    customerPartyId: customer.id,
    customerLedgerAccount: customer.ledgerAccount,
    vatRegime: customer.vatRegime,
    originKind: origin.kind,
    originId: origin.id,
    lines: lines.map((line, i) => ({
      reference: line.reference,
      designation: line.designation,
      quantity: line.quantity.toString(),
      unitPrice: line.unitPrice.toString(),
      discount: line.discount.toString(),
      net: String(totals.nets[i]),
      vatRate: line.vatRate?.toString() ?? '',
      ventilationCode: line.ventilationCode,
    })),
    vat: totals.vat.map(({ rate, base, vat }) => ({
      rate: rate?.toString() ?? '',
      base: base.toString(),
      vat: vat.toString(),
    })),
    totalExcludingVat: totals.excludingVat.toString(),
    totalVat: totals.totalVat.toString(),
    total: totals.total.toString(),
  };
}
