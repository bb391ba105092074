import {
  DeviceGatewayServiceService as Service,
  type ChangeMissionOrderRequest,
  type CollectPartsOrderRequest,
  type GetMissionOrderStatusRequest,
  type GetPartsOrderRequest,
  type ListMissionOrdersRequest,
  type ListMissionOrdersResponse,
  type ListPartsOrdersRequest,
  type ListPartsOrdersResponse,
  type MissionOrderStatus,
  type PartsOrder,
  type SendMissionOrderRequest,
  type SendMissionOrderResponse,
  type WithdrawMissionOrderRequest,
} from '@navette/contracts/device_gateway/v1/service';
import type { Scope } from '@navette/platform/database';
import { httpErrors } from '@navette/platform/http';
import { Rpc, scopeOfCall, type RpcMetadata } from '@navette/platform/rpc';
import { Controller } from '@nestjs/common';
import { ChangeMissionOrder } from './mission-orders/change-mission-order.js';
import { GetMissionOrderStatus } from './mission-orders/get-mission-order-status.js';
import { ListMissionOrders } from './mission-orders/list-mission-orders.js';
import { SendMissionOrder } from './mission-orders/send-mission-order.js';
import { WithdrawMissionOrder } from './mission-orders/withdraw-mission-order.js';
import { CollectPartsOrder } from './parts-orders/collect-parts-order.js';
import { ReadPartsOrders } from './parts-orders/read-parts-orders.js';

/** GW-1: the same contracts as REST; every write carries metadata `idempotency-key`. */
@Controller()
export class DeviceGatewayGrpc {
  constructor(
    private readonly send: SendMissionOrder,
    private readonly status: GetMissionOrderStatus,
    private readonly list: ListMissionOrders,
    private readonly change: ChangeMissionOrder,
    private readonly withdraw: WithdrawMissionOrder,
    private readonly partsOrders: ReadPartsOrders,
    private readonly collect: CollectPartsOrder,
  ) {}

  @Rpc(Service.sendMissionOrder, 'device-gateway:mission-order.send')
  sendMissionOrder(request: SendMissionOrderRequest, call: RpcMetadata): Promise<SendMissionOrderResponse> {
    return this.send.execute(keyedScope(call), request);
  }

  @Rpc(Service.getMissionOrderStatus, 'device-gateway:mission-order.read')
  getMissionOrderStatus(request: GetMissionOrderStatusRequest, call: RpcMetadata): Promise<MissionOrderStatus> {
    return this.status.execute(scopeOfCall(call), request.id);
  }

  @Rpc(Service.listMissionOrders, 'device-gateway:mission-order.read')
  listMissionOrders(request: ListMissionOrdersRequest, call: RpcMetadata): Promise<ListMissionOrdersResponse> {
    return this.list.execute(scopeOfCall(call), request);
  }

  @Rpc(Service.changeMissionOrder, 'device-gateway:mission-order.change')
  changeMissionOrder(request: ChangeMissionOrderRequest, call: RpcMetadata): Promise<MissionOrderStatus> {
    return this.change.execute(keyedScope(call), request);
  }

  @Rpc(Service.withdrawMissionOrder, 'device-gateway:mission-order.withdraw')
  withdrawMissionOrder(request: WithdrawMissionOrderRequest, call: RpcMetadata): Promise<MissionOrderStatus> {
    return this.withdraw.execute(keyedScope(call), request);
  }

  @Rpc(Service.listPartsOrders, 'device-gateway:parts-order.read')
  listPartsOrders(request: ListPartsOrdersRequest, call: RpcMetadata): Promise<ListPartsOrdersResponse> {
    return this.partsOrders.page(scopeOfCall(call), request);
  }

  @Rpc(Service.getPartsOrder, 'device-gateway:parts-order.read')
  getPartsOrder({ id }: GetPartsOrderRequest, call: RpcMetadata): Promise<PartsOrder> {
    return this.partsOrders.one(scopeOfCall(call), id);
  }

  @Rpc(Service.collectPartsOrder, 'device-gateway:parts-order.collect')
  collectPartsOrder(request: CollectPartsOrderRequest, call: RpcMetadata): Promise<PartsOrder> {
    return this.collect.execute(keyedScope(call), request);
  }
}

function keyedScope(call: RpcMetadata): Scope {
  const scope = scopeOfCall(call);
  if (scope.idempotency === undefined) throw httpErrors.error('idempotency-key.missing');
  return scope;
}
