import {
  StockServiceService as Service,
  type AcknowledgeSupplierOrderRequest,
  type CancelSupplierOrderRequest,
  type CloseSupplierOrderRequest,
  type GetSupplierOrderRequest,
  type ListSupplierOrdersRequest,
  type ListSupplierOrdersResponse,
  type SendSupplierOrderRequest,
  type SupplierOrder,
} from '@navette/contracts/stock/v1/service';
import { Rpc, scopeOfCall, type RpcMetadata } from '@navette/platform/rpc';
import { Controller } from '@nestjs/common';
import { AcknowledgeSupplierOrder } from './acknowledge-supplier-order.js';
import { CancelSupplierOrder } from './cancel-supplier-order.js';
import { CloseSupplierOrder } from './close-supplier-order.js';
import { GetSupplierOrder } from './get-supplier-order.js';
import { ListSupplierOrders } from './list-supplier-orders.js';
import { SendSupplierOrder } from './send-supplier-order.js';

@Controller()
export class SupplierOrdersGrpc {
  constructor(
    private readonly get: GetSupplierOrder,
    private readonly list: ListSupplierOrders,
    private readonly send: SendSupplierOrder,
    private readonly acknowledge: AcknowledgeSupplierOrder,
    private readonly close: CloseSupplierOrder,
    private readonly cancel: CancelSupplierOrder,
  ) {}

  @Rpc(Service.getSupplierOrder, 'stock:supplier-order.read')
  getSupplierOrder({ id }: GetSupplierOrderRequest, call: RpcMetadata): Promise<SupplierOrder> {
    return this.get.execute(scopeOfCall(call), id);
  }

  @Rpc(Service.listSupplierOrders, 'stock:supplier-order.read')
  listSupplierOrders(request: ListSupplierOrdersRequest, call: RpcMetadata): Promise<ListSupplierOrdersResponse> {
    return this.list.execute(scopeOfCall(call), request);
  }

  @Rpc(Service.sendSupplierOrder, 'stock:supplier-order.send')
  sendSupplierOrder(request: SendSupplierOrderRequest, call: RpcMetadata): Promise<SupplierOrder> {
    return this.send.execute(scopeOfCall(call), request);
  }

  @Rpc(Service.acknowledgeSupplierOrder, 'stock:supplier-order.acknowledge')
  acknowledgeSupplierOrder(request: AcknowledgeSupplierOrderRequest, call: RpcMetadata): Promise<SupplierOrder> {
    return this.acknowledge.execute(scopeOfCall(call), request);
  }

  @Rpc(Service.closeSupplierOrder, 'stock:supplier-order.close')
  closeSupplierOrder({ id }: CloseSupplierOrderRequest, call: RpcMetadata): Promise<SupplierOrder> {
    return this.close.execute(scopeOfCall(call), id);
  }

  @Rpc(Service.cancelSupplierOrder, 'stock:supplier-order.cancel')
  cancelSupplierOrder({ id }: CancelSupplierOrderRequest, call: RpcMetadata): Promise<SupplierOrder> {
    return this.cancel.execute(scopeOfCall(call), id);
  }
}
