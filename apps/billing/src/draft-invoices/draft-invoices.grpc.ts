import {
  BillingServiceService as Service,
  type AcceptDraftInvoiceRequest,
  type Document,
  type DraftInvoice,
  type EditDraftInvoiceRequest,
  type GetDraftInvoiceRequest,
  type ListDraftInvoicesRequest,
  type ListDraftInvoicesResponse,
} from '@navette/contracts/billing/v1/service';
import { Rpc, scopeOfCall, type RpcMetadata } from '@navette/platform/rpc';
import { Controller } from '@nestjs/common';
import { AcceptDraftInvoice } from './accept-draft-invoice.js';
import { EditDraftInvoice } from './edit-draft-invoice.js';
import { GetDraftInvoice } from './get-draft-invoice.js';
import { ListDraftInvoices } from './list-draft-invoices.js';

@Controller()
export class DraftInvoicesGrpc {
  constructor(
    private readonly get: GetDraftInvoice,
    private readonly list: ListDraftInvoices,
    private readonly edit: EditDraftInvoice,
    private readonly accept: AcceptDraftInvoice,
  ) {}

  @Rpc(Service.getDraftInvoice, 'billing:draft-invoice.read')
  getDraftInvoice({ id }: GetDraftInvoiceRequest, call: RpcMetadata): Promise<DraftInvoice> {
    return this.get.execute(scopeOfCall(call), id);
  }

  @Rpc(Service.listDraftInvoices, 'billing:draft-invoice.read')
  listDraftInvoices(request: ListDraftInvoicesRequest, call: RpcMetadata): Promise<ListDraftInvoicesResponse> {
    return this.list.execute(scopeOfCall(call), request);
  }

  @Rpc(Service.editDraftInvoice, 'billing:draft-invoice.edit')
  editDraftInvoice(request: EditDraftInvoiceRequest, call: RpcMetadata): Promise<DraftInvoice> {
    return this.edit.execute(scopeOfCall(call), request);
  }

  @Rpc(Service.acceptDraftInvoice, 'billing:draft-invoice.accept')
  acceptDraftInvoice({ id }: AcceptDraftInvoiceRequest, call: RpcMetadata): Promise<Document> {
    return this.accept.execute(scopeOfCall(call), id);
  }
}
