import {
  DeviceGatewayServiceService as Service,
  type ChangeMissionOrderRequest,
  type GetMissionOrderStatusRequest,
  type ListMissionOrdersRequest,
  type ListMissionOrdersResponse,
  type MissionOrderStatus,
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

/** GW-1: the same contracts as REST; every write carries metadata `idempotency-key`. */
@Controller()
export class DeviceGatewayGrpc {
  constructor(
    private readonly send: SendMissionOrder,
    private readonly status: GetMissionOrderStatus,
    private readonly list: ListMissionOrders,
    private readonly change: ChangeMissionOrder,
    private readonly withdraw: WithdrawMissionOrder,
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
}

function keyedScope(call: RpcMetadata): Scope {
  const scope = scopeOfCall(call);
  if (scope.idempotency === undefined) throw httpErrors.error('idempotency-key.missing');
  return scope;
}
