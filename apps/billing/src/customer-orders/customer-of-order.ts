import type { CreateCustomerOrderRequest } from '@navette/contracts/billing/v1/service';
import { DocumentHeader } from '@navette/contracts/common/v1/common';
import { PartiesServiceService as Parties, Party } from '@navette/contracts/parties/v1/service';
import { derivedId, DomainError, isUuid } from '@navette/kernel';
import { Database, type Scope } from '@navette/platform/database';
import { checkedHeader, checkRepresentativeOf } from '@navette/platform/document-header';
import { RpcClients } from '@navette/platform/service';
import { Injectable } from '@nestjs/common';
import { PartyRepository } from '../parties/party.repository.js';
import { orderErrors } from './customer-order.js';

/** Where what parties says of a new party was typed in the order. */
const TYPED: readonly (readonly [party: RegExp, order: string])[] = [
  [/^\/phones\/0$/, '/header/phone'],
  [/^\/emails\/0$/, '/header/email'],
  [/^\//, '/header/'],
];

/** PA-19: whom a new order is for: a party that there is, or one that was typed and is made on the way. */
@Injectable()
export class CustomerOfOrder {
  constructor(
    private readonly db: Database,
    private readonly clients: RpcClients,
    private readonly parties: PartyRepository,
  ) {}

  /**
   * The header of the order: what was typed, else what parties has of the customer. Undefined where there is no such party.
   * @throws DomainError `platform.header.invalid`, `billing.customer-order.invalid` for a new customer without a town,
   *   `platform.service.unavailable` where parties must be asked and does not answer
   */
  async header(
    scope: Scope,
    { customerPartyId, header: typed }: CreateCustomerOrderRequest,
  ): Promise<DocumentHeader | undefined> {
    const header = typed && checkedHeader(typed, '/header');
    if (header !== undefined) await checkRepresentativeOf(this.clients, scope, header, undefined, '/header');
    if (customerPartyId === '' && header !== undefined) {
      if (header.mainAddress?.city) return header;
      const field = orderErrors.field('/header/mainAddress/city', 'customer-order.town-required');
      throw orderErrors.error('customer-order.invalid', {}, [field]);
    }
    if (!isUuid(customerPartyId)) return undefined;
    if (header !== undefined && (await this.db.tenantRead(scope, (tx) => this.parties.exists(tx, customerPartyId)))) {
      return header;
    }
    // A party made a moment ago may not have come by its event yet: then parties itself is asked.
    try {
      const call = await this.clients.asService(scope, Parties);
      const current = await this.clients.get(Parties).getDocumentHeader({ partyId: customerPartyId }, call);
      return header ?? current;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      if (error.kind === 'not-found') return undefined;
      const copied = error.kind === 'unavailable' ? await this.#copied(scope, customerPartyId) : undefined;
      if (copied === undefined) throw error;
      return copied;
    }
  }

  /** An order does not wait for parties where billing knows whom it would bill. */
  async #copied(scope: Scope, partyId: string): Promise<DocumentHeader | undefined> {
    const customer = await this.db.tenantRead(scope, async (tx) =>
      (await this.parties.customers(tx, [partyId])).get(partyId),
    );
    if (customer === undefined) return undefined;
    const { name, address, paymentDays, endOfMonth, dayOfMonth, vatRegime, footerDiscount } = customer;
    const terms = { paymentDays, endOfMonth, dayOfMonth, vatRegime, footerDiscount };
    return checkedHeader(DocumentHeader.fromPartial({ name, mainAddress: address, ...terms }));
  }

  /**
   * Makes the party that a header names: once for a repeated key of the order, whatever died between the two.
   * @returns its id
   * @throws DomainError `billing.customer-order.invalid`, `billing.customer-order.customer-may-be-known` as long as nobody said
   *   that the likely duplicates are other people (PA-7)
   */
  async make(scope: Scope, header: DocumentHeader, acceptDuplicates: boolean): Promise<string> {
    const { civility, name, firstName, phone, email, mainAddress, billingAddress, deliveryAddress } = header;
    const party = Party.fromPartial({
      kinds: ['consumer'],
      ...{ civility, name, firstName, mainAddress, billingAddress, deliveryAddress },
      phones: phone === '' ? [] : [phone],
      emails: email === '' ? [] : [email],
    });
    const call = await this.clients.asService(scope, Parties);
    const { actor, idempotency } = scope;
    const idempotencyKey =
      idempotency && derivedId('customer-of-order', `${actor.kind}:${actor.id}/${idempotency.key}/${acceptDuplicates}`);
    try {
      const { result } = await this.clients
        .get(Parties)
        .createParty(
          { party, acceptDuplicates, onTheWay: true },
          { ...call, ...(idempotencyKey !== undefined && { idempotencyKey }) },
        );
      if (result?.$case === 'created') return result.value.id;
    } catch (error) {
      if (!(error instanceof DomainError) || error.fields.length === 0) throw error;
      const fields = error.fields.map(({ pointer, ...rule }) => {
        const [at, typed] = TYPED.find(([one]) => one.test(pointer)) as [RegExp, string];
        return { ...rule, pointer: pointer.replace(at, typed) };
      });
      throw orderErrors.error('customer-order.invalid', {}, fields);
    }
    throw orderErrors.error('customer-order.customer-may-be-known');
  }
}
