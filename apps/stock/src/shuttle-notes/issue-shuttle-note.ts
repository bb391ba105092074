import { ShuttleNoteIssuedMessage } from '@navette/contracts';
import type { InterventionFileShipped } from '@navette/contracts/interventions/v1/events';
import type { ConsumeParts } from '@navette/contracts/stock/v1/commands';
import { Quantity } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { ReferenceRepository } from '../references/reference.repository.js';
import type { NewShuttleNote } from './shuttle-note.js';
import { ShuttleNoteRepository } from './shuttle-note.repository.js';

/** ST-16: the numbered note of what is sent, once per cause. Part of the use case whose transaction it is. */
@Injectable()
export class IssueShuttleNote {
  constructor(
    private readonly notes: ShuttleNoteRepository,
    private readonly references: ReferenceRepository,
  ) {}

  /** IN-17: the repaired appliance of a file. @throws DomainError `stock.station.unknown` */
  ofFile(tx: Tx, shipped: InterventionFileShipped): Promise<void> {
    const { fileId, fileNumber, productBrand, productCategory, productReference, productSerialNumber } = shipped;
    const appliance = {
      reference: productReference,
      designation: `${productCategory} ${productBrand}`.trim(),
      serialNumber: productSerialNumber,
      quantity: '1.0000',
    };
    return this.#issue(tx, {
      causeId: fileId,
      originKind: 'intervention_file',
      originId: fileId,
      originNumber: fileNumber,
      contents: [appliance],
    });
  }

  /** ST-17: the parts of an order that left with a delivery slip. @throws DomainError `stock.station.unknown` */
  async ofParts(tx: Tx, { itemKey: causeId, lines, originId }: ConsumeParts): Promise<void> {
    const used = lines.map(({ needId, used: quantity }) => ({ needId, quantity: Quantity.parse(quantity) }));
    const sent = used.filter(({ quantity }) => quantity.isPositive());
    const wanted = await this.notes.wanted(
      tx,
      sent.map(({ needId }) => needId),
    );
    const contents = sent.flatMap(({ needId, quantity }) => {
      const part = wanted.get(needId);
      if (part === undefined) return [];
      const { designation, reference } = part;
      return [{ reference, designation, serialNumber: '', quantity: quantity.toString() }];
    });
    const [first] = wanted.values();
    if (first === undefined) return;
    const originNumber = first.originNumber;
    await this.#issue(tx, { causeId, originKind: 'customer_order', originId, originNumber, contents });
  }

  async #issue(tx: Tx, note: NewShuttleNote): Promise<void> {
    if (await this.notes.isMade(tx, note.causeId)) return;
    const { actor } = tx.scope;
    const id = tx.newId();
    const [number = ''] = await this.references.nextNumbers(tx, 'BN', 1);
    await this.notes.insert(tx, id, number, actor.kind === 'user' ? `user:${actor.id}` : 'system', note);
    tx.audit('shuttle-note', id);
    const { originId, originKind } = note;
    tx.publish(
      ShuttleNoteIssuedMessage,
      { type: 'shuttle-note', id, version: 1 },
      { shuttleNoteId: id, number, originKind, originId },
    );
  }
}
