import {
  IdentityServiceService as Service,
  type AssignUserRequest,
  type ChangeUserRequest,
  type CreateUserRequest,
  type FindUserNamesRequest,
  type FindUserNamesResponse,
  type GetUserRequest,
  type ListUsersRequest,
  type ListUsersResponse,
  type SetNetworkRoleRequest,
  type UnassignUserRequest,
  type User,
} from '@navette/contracts/identity/v1/service';
import { Rpc, scopeOfCall, type RpcMetadata } from '@navette/platform/rpc';
import { Controller } from '@nestjs/common';
import { CreateUser } from './create-user.js';
import { FindUserNames } from './find-user-names.js';
import { SaveUser } from './save-user.js';
import { SetNetworkRole } from './set-network-role.js';
import { UserView } from './user-view.js';

/** ID-2, ID-3: users, where they work and what they may do. */
@Controller()
export class UsersGrpc {
  constructor(
    private readonly view: UserView,
    private readonly make: CreateUser,
    private readonly save: SaveUser,
    private readonly network: SetNetworkRole,
    private readonly find: FindUserNames,
  ) {}

  @Rpc(Service.listUsers, 'identity:user.read')
  async listUsers(_request: ListUsersRequest, call: RpcMetadata): Promise<ListUsersResponse> {
    return { users: await this.view.list(scopeOfCall(call)) };
  }

  @Rpc(Service.getUser, 'identity:user.read')
  getUser({ id }: GetUserRequest, call: RpcMetadata): Promise<User> {
    return this.view.get(scopeOfCall(call), id);
  }

  @Rpc(Service.createUser, 'identity:user.create')
  createUser(request: CreateUserRequest, call: RpcMetadata): Promise<User> {
    return this.make.execute(scopeOfCall(call), request);
  }

  @Rpc(Service.changeUser, 'identity:user.change')
  changeUser(request: ChangeUserRequest, call: RpcMetadata): Promise<User> {
    return this.save.change(scopeOfCall(call), request);
  }

  @Rpc(Service.assignUser, 'identity:user.assign')
  assignUser(request: AssignUserRequest, call: RpcMetadata): Promise<User> {
    return this.save.assign(scopeOfCall(call), request);
  }

  @Rpc(Service.unassignUser, 'identity:user.assign')
  unassignUser(request: UnassignUserRequest, call: RpcMetadata): Promise<User> {
    return this.save.unassign(scopeOfCall(call), request);
  }

  @Rpc(Service.setNetworkRole, 'identity:user.network-role')
  setNetworkRole(request: SetNetworkRoleRequest, call: RpcMetadata): Promise<User> {
    return this.network.execute(scopeOfCall(call), request);
  }

  @Rpc(Service.findUserNames, 'operations:audit.read')
  async findUserNames({ ids }: FindUserNamesRequest, call: RpcMetadata): Promise<FindUserNamesResponse> {
    return { names: await this.find.execute(scopeOfCall(call), ids) };
  }
}
