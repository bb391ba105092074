import {
  BillingServiceService as Service,
  CreateCustomerOrderRequest,
  type CancelCustomerOrderLineRequest,
  type CancelCustomerOrderRequest,
  type ChangeCustomerOrderHeaderRequest,
  type CreateDespiteSuspensionRequest,
  type CustomerOrder,
  type GetCustomerOrderRequest,
  type ListCustomerOrdersRequest,
  type ListCustomerOrdersResponse,
  type ListDealingsOfCustomerRequest,
  type ListDealingsOfCustomerResponse,
} from '@navette/contracts/billing/v1/service';
import { Rpc, scopeOfCall, type RpcMetadata } from '@navette/platform/rpc';
import { overrideReason } from '@navette/platform/suspension';
import { Controller } from '@nestjs/common';
import { CancelCustomerOrder } from './cancel-customer-order.js';
import { CancelCustomerOrderLine } from './cancel-customer-order-line.js';
import { ChangeCustomerOrderHeader } from './change-customer-order-header.js';
import { CreateCustomerOrder } from './create-customer-order.js';
import { GetCustomerOrder } from './get-customer-order.js';
import { ListCustomerOrders } from './list-customer-orders.js';
import { ListDealingsOfCustomer } from './list-dealings-of-customer.js';

@Controller()
export class CustomerOrdersGrpc {
  constructor(
    private readonly create: CreateCustomerOrder,
    private readonly get: GetCustomerOrder,
    private readonly list: ListCustomerOrders,
    private readonly changeHeader: ChangeCustomerOrderHeader,
    private readonly cancelLine: CancelCustomerOrderLine,
    private readonly cancel: CancelCustomerOrder,
    private readonly dealings: ListDealingsOfCustomer,
  ) {}

  @Rpc(Service.createCustomerOrder, 'billing:customer-order.create')
  createCustomerOrder(request: CreateCustomerOrderRequest, call: RpcMetadata): Promise<CustomerOrder> {
    return this.create.execute(scopeOfCall(call), request);
  }

  @Rpc(Service.createDespiteSuspension, 'billing:suspension.override')
  createDespiteSuspension(request: CreateDespiteSuspensionRequest, call: RpcMetadata): Promise<CustomerOrder> {
    const order = request.order ?? CreateCustomerOrderRequest.create();
    return this.create.execute(scopeOfCall(call), order, overrideReason(request.reason));
  }

  @Rpc(Service.getCustomerOrder, 'billing:customer-order.read')
  getCustomerOrder(request: GetCustomerOrderRequest, call: RpcMetadata): Promise<CustomerOrder> {
    return this.get.execute(scopeOfCall(call), request.id);
  }

  @Rpc(Service.listCustomerOrders, 'billing:customer-order.read')
  listCustomerOrders(request: ListCustomerOrdersRequest, call: RpcMetadata): Promise<ListCustomerOrdersResponse> {
    return this.list.execute(scopeOfCall(call), request);
  }

  @Rpc(Service.changeCustomerOrderHeader, 'billing:customer-order.edit')
  changeCustomerOrderHeader(request: ChangeCustomerOrderHeaderRequest, call: RpcMetadata): Promise<CustomerOrder> {
    return this.changeHeader.execute(scopeOfCall(call), request);
  }

  @Rpc(Service.cancelCustomerOrderLine, 'billing:customer-order.cancel')
  cancelCustomerOrderLine(request: CancelCustomerOrderLineRequest, call: RpcMetadata): Promise<CustomerOrder> {
    return this.cancelLine.execute(scopeOfCall(call), request);
  }

  @Rpc(Service.cancelCustomerOrder, 'billing:customer-order.cancel')
  cancelCustomerOrder({ id }: CancelCustomerOrderRequest, call: RpcMetadata): Promise<CustomerOrder> {
    return this.cancel.execute(scopeOfCall(call), id);
  }

  @Rpc(Service.listDealingsOfCustomer, 'billing:customer.read')
  listDealingsOfCustomer(
    request: ListDealingsOfCustomerRequest,
    call: RpcMetadata,
  ): Promise<ListDealingsOfCustomerResponse> {
    return this.dealings.execute(scopeOfCall(call), request);
  }
}
