import {
  IdentityServiceService as Service,
  type CreateMachineClientRequest,
  type ListMachineClientsRequest,
  type ListMachineClientsResponse,
  type MachineClientSecret,
  type RevokeMachineClientRequest,
  type RevokeMachineClientResponse,
  type RotateMachineClientSecretRequest,
  type SetMachineClientRightsRequest,
  type SetMachineClientRightsResponse,
} from '@navette/contracts/identity/v1/service';
import { Rpc, scopeOfCall, type RpcMetadata } from '@navette/platform/rpc';
import { Controller } from '@nestjs/common';
import { CreateMachineClient } from './create-machine-client.js';
import { ListMachineClients } from './list-machine-clients.js';
import { RevokeMachineClient } from './revoke-machine-client.js';
import { RotateMachineClientSecret } from './rotate-machine-client-secret.js';
import { SetMachineClientRights } from './set-machine-client-rights.js';

@Controller()
export class MachineClientsGrpc {
  constructor(
    private readonly list: ListMachineClients,
    private readonly create: CreateMachineClient,
    private readonly rights: SetMachineClientRights,
    private readonly rotate: RotateMachineClientSecret,
    private readonly revoke: RevokeMachineClient,
  ) {}

  @Rpc(Service.listMachineClients, 'identity:machine-client.read')
  async listMachineClients(_: ListMachineClientsRequest, call: RpcMetadata): Promise<ListMachineClientsResponse> {
    return { clients: await this.list.execute(scopeOfCall(call)) };
  }

  @Rpc(Service.createMachineClient, 'identity:machine-client.create')
  createMachineClient(request: CreateMachineClientRequest, call: RpcMetadata): Promise<MachineClientSecret> {
    return this.create.execute(scopeOfCall(call), request);
  }

  @Rpc(Service.setMachineClientRights, 'identity:machine-client.grant')
  async setMachineClientRights(
    { clientId, stationId, rights }: SetMachineClientRightsRequest,
    call: RpcMetadata,
  ): Promise<SetMachineClientRightsResponse> {
    return { rights: await this.rights.execute(scopeOfCall(call), clientId, stationId, rights) };
  }

  @Rpc(Service.rotateMachineClientSecret, 'identity:machine-client.rotate')
  rotateMachineClientSecret(
    { clientId, overlapSeconds }: RotateMachineClientSecretRequest,
    call: RpcMetadata,
  ): Promise<MachineClientSecret> {
    return this.rotate.execute(scopeOfCall(call), clientId, overlapSeconds);
  }

  @Rpc(Service.revokeMachineClient, 'identity:machine-client.revoke')
  async revokeMachineClient(
    { clientId }: RevokeMachineClientRequest,
    call: RpcMetadata,
  ): Promise<RevokeMachineClientResponse> {
    return { revokedAt: await this.revoke.execute(scopeOfCall(call), clientId) };
  }
}
