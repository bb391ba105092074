import {
  IdentityServiceService as Service,
  type EndUserSessionsRequest,
  type EndUserSessionsResponse,
  type GetUserAccessRequest,
  type GetUserAccessResponse,
  type UnlockUserRequest,
  type UnlockUserResponse,
} from '@navette/contracts/identity/v1/service';
import { Rpc, scopeOfCall, type RpcMetadata } from '@navette/platform/rpc';
import { Controller } from '@nestjs/common';
import { UserAccess } from './user-access.js';

/** ID-5, ID-6: a user's lock-out and sessions, seen and ended by an administrator. */
@Controller()
export class UserAccessGrpc {
  constructor(private readonly access: UserAccess) {}

  @Rpc(Service.getUserAccess, 'identity:user-access.read')
  getUserAccess({ userId }: GetUserAccessRequest, call: RpcMetadata): Promise<GetUserAccessResponse> {
    return this.access.get(scopeOfCall(call), userId);
  }

  @Rpc(Service.endUserSessions, 'identity:user-access.end')
  async endUserSessions(request: EndUserSessionsRequest, call: RpcMetadata): Promise<EndUserSessionsResponse> {
    return { ended: await this.access.end(scopeOfCall(call), request) };
  }

  @Rpc(Service.unlockUser, 'identity:user-access.unlock')
  async unlockUser({ userId }: UnlockUserRequest, call: RpcMetadata): Promise<UnlockUserResponse> {
    await this.access.unlock(scopeOfCall(call), userId);
    return {};
  }
}
