import {
  DeviceGatewayServiceService as Service,
  type GetMissionOrderStatusRequest,
  type MissionOrderStatus,
  type SendMissionOrderRequest,
  type SendMissionOrderResponse,
} from '@navette/contracts/device_gateway/v1/service';
import { Rpc, scopeOfCall, type RpcMetadata } from '@navette/platform/rpc';
import { Controller } from '@nestjs/common';
import { GetMissionOrderStatus } from './mission-orders/get-mission-order-status.js';
import { SendMissionOrder } from './mission-orders/send-mission-order.js';

@Controller()
export class DeviceGatewayGrpc {
  constructor(
    private readonly send: SendMissionOrder,
    private readonly status: GetMissionOrderStatus,
  ) {}

  @Rpc(Service.sendMissionOrder, 'device-gateway:mission-order.send')
  sendMissionOrder(request: SendMissionOrderRequest, call: RpcMetadata): Promise<SendMissionOrderResponse> {
    return this.send.execute(scopeOfCall(call), request);
  }

  @Rpc(Service.getMissionOrderStatus, 'device-gateway:mission-order.read')
  getMissionOrderStatus(request: GetMissionOrderStatusRequest, call: RpcMetadata): Promise<MissionOrderStatus> {
    return this.status.execute(scopeOfCall(call), request.id);
  }
}
