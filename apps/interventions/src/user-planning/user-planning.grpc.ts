import {
  InterventionsServiceService as Service,
  type GetUserPlanningRequest,
  type SetUserPlanningRequest,
  type UserPlanning,
} from '@navette/contracts/interventions/v1/service';
import { Rpc, scopeOfCall, type RpcMetadata } from '@navette/platform/rpc';
import { Controller } from '@nestjs/common';
import { GetUserPlanning } from './get-user-planning.js';
import { SetUserPlanning } from './set-user-planning.js';

@Controller()
export class UserPlanningGrpc {
  constructor(
    private readonly get: GetUserPlanning,
    private readonly set: SetUserPlanning,
  ) {}

  @Rpc(Service.getUserPlanning, 'interventions:user-planning.read')
  getUserPlanning({ userId }: GetUserPlanningRequest, call: RpcMetadata): Promise<UserPlanning> {
    return this.get.execute(scopeOfCall(call), userId);
  }

  @Rpc(Service.setUserPlanning, 'interventions:user-planning.update')
  setUserPlanning(request: SetUserPlanningRequest, call: RpcMetadata): Promise<UserPlanning> {
    return this.set.execute(scopeOfCall(call), request);
  }
}
