import type {
  PreviewSupplierOrdersRequest,
  PreviewSupplierOrdersResponse,
} from '@navette/contracts/stock/v1/order_papers';
import {
  StockServiceService as Service,
  type ListReplenishmentPlanRequest,
  type ListReplenishmentPlanResponse,
  type PlaceSupplierOrdersRequest,
  type PlaceSupplierOrdersResponse,
} from '@navette/contracts/stock/v1/service';
import { Rpc, scopeOfCall, type RpcMetadata } from '@navette/platform/rpc';
import { Controller } from '@nestjs/common';
import { ListReplenishmentPlan } from './list-replenishment-plan.js';
import { PlaceSupplierOrders } from './place-supplier-orders.js';
import { PreviewSupplierOrders } from './preview-supplier-orders.js';

@Controller()
export class ReplenishmentGrpc {
  constructor(
    private readonly list: ListReplenishmentPlan,
    private readonly place: PlaceSupplierOrders,
    private readonly preview: PreviewSupplierOrders,
  ) {}

  @Rpc(Service.listReplenishmentPlan, 'stock:replenishment-plan.read')
  listReplenishmentPlan(
    request: ListReplenishmentPlanRequest,
    call: RpcMetadata,
  ): Promise<ListReplenishmentPlanResponse> {
    return this.list.execute(scopeOfCall(call), request);
  }

  @Rpc(Service.placeSupplierOrders, 'stock:supplier-order.place')
  placeSupplierOrders(
    { selections }: PlaceSupplierOrdersRequest,
    call: RpcMetadata,
  ): Promise<PlaceSupplierOrdersResponse> {
    return this.place.execute(scopeOfCall(call), selections);
  }

  @Rpc(Service.previewSupplierOrders, 'stock:replenishment-plan.read')
  previewSupplierOrders(
    { selections }: PreviewSupplierOrdersRequest,
    call: RpcMetadata,
  ): Promise<PreviewSupplierOrdersResponse> {
    return this.preview.execute(scopeOfCall(call), selections);
  }
}
