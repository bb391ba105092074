import { BillingServiceService as Billing } from '@navette/contracts/billing/v1/service';
import type { DocumentHeader } from '@navette/contracts/common/v1/common';
import { InterventionsServiceService as Interventions } from '@navette/contracts/interventions/v1/service';
import type { ShuttleNote } from '@navette/contracts/stock/v1/shuttle_notes';
import { addressLines } from '@navette/documents';
import type { Scope } from '@navette/platform/database';
import { RpcClients } from '@navette/platform/service';
import { Injectable } from '@nestjs/common';

/** Whom a shuttle note goes to, and what was said when it was sent. */
export interface Addressee {
  readonly partyId: string;
  /** Name, delivery address and phone, as they are printed. */
  readonly lines: readonly string[];
  readonly remarks: string;
}

/** Whom a note goes to is asked of who keeps it, as it stands on the file or the order today (PA-19): nothing of it is kept here. */
@Injectable()
export class AddresseeReader {
  constructor(private readonly clients: RpcClients) {}

  /** @throws DomainError `platform.service.unavailable` while interventions or billing does not answer */
  async read(scope: Scope, { originId: id, originKind }: ShuttleNote): Promise<Addressee> {
    if (originKind === 'customer_order') {
      const call = await this.clients.asService(scope, Billing);
      const { customerPartyId, header } = await this.clients.get(Billing).getCustomerOrder({ id }, call);
      return { partyId: customerPartyId, lines: linesOf(header), remarks: '' };
    }
    const call = await this.clients.asService(scope, Interventions);
    const file = await this.clients.get(Interventions).getInterventionFile({ id }, call);
    const remarks = file.statuses.find(({ key }) => key === 'shipped')?.comment ?? '';
    return { partyId: file.consumerPartyId, lines: linesOf(file.header), remarks };
  }
}

/** One that is not known here yet, or was erased, has no name: the note is printed all the same. */
function linesOf(header: DocumentHeader | undefined): string[] {
  if (header === undefined) return [''];
  const { civility, deliveryAddress, firstName, mainAddress, name, phone } = header;
  const who = [civility, firstName, name].filter((word) => word !== '').join(' ');
  return [who, ...addressLines(deliveryAddress ?? mainAddress), ...(phone === '' ? [] : [phone])];
}
