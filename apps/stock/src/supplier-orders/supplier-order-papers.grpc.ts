import type { GetSupplierOrderDocumentRequest, SupplierOrderDocument } from '@navette/contracts/stock/v1/order_papers';
import {
  StockServiceService as Service,
  type MailSupplierOrderRequest,
  type SupplierOrder,
} from '@navette/contracts/stock/v1/service';
import { Rpc, scopeOfCall, type RpcMetadata } from '@navette/platform/rpc';
import { Controller } from '@nestjs/common';
import { MailSupplierOrder } from './mail-supplier-order.js';
import { PrintSupplierOrder } from './print-supplier-order.js';

@Controller()
export class SupplierOrderPapersGrpc {
  constructor(
    private readonly print: PrintSupplierOrder,
    private readonly mail: MailSupplierOrder,
  ) {}

  @Rpc(Service.getSupplierOrderDocument, 'stock:supplier-order.read')
  getSupplierOrderDocument(
    { format, id }: GetSupplierOrderDocumentRequest,
    call: RpcMetadata,
  ): Promise<SupplierOrderDocument> {
    return this.print.execute(scopeOfCall(call), id, format);
  }

  @Rpc(Service.mailSupplierOrder, 'stock:supplier-order.mail')
  mailSupplierOrder({ id }: MailSupplierOrderRequest, call: RpcMetadata): Promise<SupplierOrder> {
    return this.mail.execute(scopeOfCall(call), id);
  }
}
