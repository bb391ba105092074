import { DocumentIssuedMessage } from '@navette/contracts';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import type { GivenNumber } from '../numbers/given-number.js';
import { NumberCounterRepository } from '../numbers/number-counter.repository.js';
import { DOCUMENT_KINDS, SERIES, type Origin } from './document.js';
import { DocumentRepository, type NumberedDocument } from './document.repository.js';
import type { PreparedDocument } from './prepared-document.js';

/** BI-20: numbers documents, keeps them for good and tells them. Part of the use case whose transaction it is. */
@Injectable()
export class IssueDocuments {
  constructor(
    private readonly documents: DocumentRepository,
    private readonly numbers: NumberCounterRepository,
  ) {}

  /**
   * @param draftId the draft that these documents were; empty where there was none
   * @returns their ids
   */
  async execute(tx: Tx, prepared: readonly PreparedDocument[], origin: Origin, draftId = ''): Promise<string[]> {
    const ids: string[] = [];
    for (const { document, given } of await this.#numbered(tx, prepared)) {
      const numbered = { ...document, id: tx.newId(), origin, given };
      await this.documents.insert(tx, numbered);
      const aggregate = { type: 'document', id: numbered.id, version: 1 };
      tx.publish(DocumentIssuedMessage, aggregate, { ...eventOf(numbered), draftId });
      tx.audit('document', numbered.id);
      ids.push(numbered.id);
    }
    return ids;
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
