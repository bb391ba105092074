import { StockServiceService as Service } from '@navette/contracts/stock/v1/service';
import type {
  CancelSupplierReturnRequest,
  CreateSupplierReturnRequest,
  GetSupplierReturnDocumentRequest,
  GetSupplierReturnRequest,
  ListSupplierReturnsRequest,
  ListSupplierReturnsResponse,
  SupplierReturn,
  SupplierReturnDocument,
} from '@navette/contracts/stock/v1/supplier_returns';
import { Rpc, scopeOfCall, type RpcMetadata } from '@navette/platform/rpc';
import { Controller } from '@nestjs/common';
import { CancelSupplierReturn } from './cancel-supplier-return.js';
import { CreateSupplierReturn } from './create-supplier-return.js';
import { PrintSupplierReturn } from './print-supplier-return.js';
import { ReadSupplierReturn } from './read-supplier-return.js';

@Controller()
export class SupplierReturnsGrpc {
  constructor(
    private readonly create: CreateSupplierReturn,
    private readonly read: ReadSupplierReturn,
    private readonly cancel: CancelSupplierReturn,
    private readonly print: PrintSupplierReturn,
  ) {}

  @Rpc(Service.createSupplierReturn, 'stock:supplier-return.create')
  createSupplierReturn(request: CreateSupplierReturnRequest, call: RpcMetadata): Promise<SupplierReturn> {
    return this.create.execute(scopeOfCall(call), request);
  }

  @Rpc(Service.getSupplierReturn, 'stock:supplier-return.read')
  getSupplierReturn({ id }: GetSupplierReturnRequest, call: RpcMetadata): Promise<SupplierReturn> {
    return this.read.execute(scopeOfCall(call), id);
  }

  @Rpc(Service.listSupplierReturns, 'stock:supplier-return.read')
  listSupplierReturns(request: ListSupplierReturnsRequest, call: RpcMetadata): Promise<ListSupplierReturnsResponse> {
    return this.read.page(scopeOfCall(call), request);
  }

  @Rpc(Service.cancelSupplierReturn, 'stock:supplier-return.cancel')
  cancelSupplierReturn({ id }: CancelSupplierReturnRequest, call: RpcMetadata): Promise<SupplierReturn> {
    return this.cancel.execute(scopeOfCall(call), id);
  }

  @Rpc(Service.getSupplierReturnDocument, 'stock:supplier-return.read')
  getSupplierReturnDocument(
    { id }: GetSupplierReturnDocumentRequest,
    call: RpcMetadata,
  ): Promise<SupplierReturnDocument> {
    return this.print.execute(scopeOfCall(call), id);
  }
}
