import {
  AcceptMissionOrderRequest,
  CompleteMissionOrderRequest,
  InterventionsServiceService as Service,
  type AcceptDespiteSuspensionRequest,
  type CompleteDespiteSuspensionRequest,
  type GetMissionOrderRequest,
  type ListMissionOrdersRequest,
  type ListMissionOrdersResponse,
  type MissionOrder,
  type RefuseMissionOrderRequest,
} from '@navette/contracts/interventions/v1/service';
import { Rpc, scopeOfCall, type RpcMetadata } from '@navette/platform/rpc';
import { overrideReason } from '@navette/platform/suspension';
import { Controller } from '@nestjs/common';
import { AcceptMissionOrder } from './accept-mission-order.js';
import { CompleteMissionOrder } from './complete-mission-order.js';
import { GetMissionOrder } from './get-mission-order.js';
import { ListMissionOrders } from './list-mission-orders.js';
import { RefuseMissionOrder } from './refuse-mission-order.js';

@Controller()
export class MissionOrdersGrpc {
  constructor(
    private readonly get: GetMissionOrder,
    private readonly list: ListMissionOrders,
    private readonly accept: AcceptMissionOrder,
    private readonly refuse: RefuseMissionOrder,
    private readonly complete: CompleteMissionOrder,
  ) {}

  @Rpc(Service.getMissionOrder, 'interventions:mission-order.read')
  getMissionOrder({ id }: GetMissionOrderRequest, call: RpcMetadata): Promise<MissionOrder> {
    return this.get.execute(scopeOfCall(call), id);
  }

  @Rpc(Service.listMissionOrders, 'interventions:mission-order.read')
  listMissionOrders(request: ListMissionOrdersRequest, call: RpcMetadata): Promise<ListMissionOrdersResponse> {
    return this.list.execute(scopeOfCall(call), request);
  }

  @Rpc(Service.acceptMissionOrder, 'interventions:mission-order.accept')
  acceptMissionOrder(request: AcceptMissionOrderRequest, call: RpcMetadata): Promise<MissionOrder> {
    return this.accept.execute(scopeOfCall(call), request);
  }

  @Rpc(Service.refuseMissionOrder, 'interventions:mission-order.refuse')
  refuseMissionOrder({ id, reason }: RefuseMissionOrderRequest, call: RpcMetadata): Promise<MissionOrder> {
    return this.refuse.execute(scopeOfCall(call), id, reason);
  }

  @Rpc(Service.completeMissionOrder, 'interventions:mission-order.complete')
  completeMissionOrder(request: CompleteMissionOrderRequest, call: RpcMetadata): Promise<MissionOrder> {
    return this.complete.execute(scopeOfCall(call), request);
  }

  @Rpc(Service.acceptDespiteSuspension, 'interventions:suspension.override')
  acceptDespiteSuspension(request: AcceptDespiteSuspensionRequest, call: RpcMetadata): Promise<MissionOrder> {
    const acceptance = request.acceptance ?? AcceptMissionOrderRequest.create();
    return this.accept.execute(scopeOfCall(call), acceptance, overrideReason(request.reason));
  }

  @Rpc(Service.completeDespiteSuspension, 'interventions:suspension.override')
  completeDespiteSuspension(request: CompleteDespiteSuspensionRequest, call: RpcMetadata): Promise<MissionOrder> {
    const completion = request.completion ?? CompleteMissionOrderRequest.create();
    return this.complete.execute(scopeOfCall(call), completion, overrideReason(request.reason));
  }
}
