import {
  AccountingServiceService as Service,
  type CustomerBalance,
  type GetCustomerBalanceRequest,
  type ListEntriesRequest,
  type ListEntriesResponse,
  type ListWaitingDocumentsRequest,
  type ListWaitingDocumentsResponse,
} from '@navette/contracts/accounting/v1/service';
import { Rpc, scopeOfCall, type RpcMetadata } from '@navette/platform/rpc';
import { Controller } from '@nestjs/common';
import { GetCustomerBalance } from './get-customer-balance.js';
import { ListEntries } from './list-entries.js';
import { ListWaitingDocuments } from './list-waiting-documents.js';

@Controller()
export class EntriesGrpc {
  constructor(
    private readonly list: ListEntries,
    private readonly waiting: ListWaitingDocuments,
    private readonly balance: GetCustomerBalance,
  ) {}

  @Rpc(Service.listEntries, 'accounting:entry.read')
  listEntries(request: ListEntriesRequest, call: RpcMetadata): Promise<ListEntriesResponse> {
    return this.list.execute(scopeOfCall(call), request);
  }

  @Rpc(Service.listWaitingDocuments, 'accounting:waiting-document.read')
  listWaitingDocuments(request: ListWaitingDocumentsRequest, call: RpcMetadata): Promise<ListWaitingDocumentsResponse> {
    return this.waiting.execute(scopeOfCall(call), request);
  }

  @Rpc(Service.getCustomerBalance, 'accounting:entry.read')
  getCustomerBalance(request: GetCustomerBalanceRequest, call: RpcMetadata): Promise<CustomerBalance> {
    return this.balance.execute(scopeOfCall(call), request);
  }
}
