import {
  BillingServiceService as Service,
  type ChangeCustomerOrderTypeRequest,
  type CustomerOrder,
} from '@navette/contracts/billing/v1/service';
import { Rpc, scopeOfCall, type RpcMetadata } from '@navette/platform/rpc';
import { Controller } from '@nestjs/common';
import { ChangeCustomerOrderType } from './change-customer-order-type.js';

@Controller()
export class OrderTypesGrpc {
  constructor(private readonly change: ChangeCustomerOrderType) {}

  @Rpc(Service.changeCustomerOrderType, 'billing:customer-order.edit')
  changeCustomerOrderType(request: ChangeCustomerOrderTypeRequest, call: RpcMetadata): Promise<CustomerOrder> {
    return this.change.execute(scopeOfCall(call), request);
  }
}
