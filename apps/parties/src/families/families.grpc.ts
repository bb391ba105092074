import {
  Family,
  PartiesServiceService as Service,
  type AttachPartyRequest,
  type ChangeFamilyRequest,
  type CreateFamilyRequest,
  type DeleteFamilyRequest,
  type DeleteFamilyResponse,
  type GetFamilyRequest,
  type ListFamiliesRequest,
  type ListFamiliesResponse,
  type Party,
} from '@navette/contracts/parties/v1/service';
import { Rpc, scopeOfCall, type RpcMetadata } from '@navette/platform/rpc';
import { Controller } from '@nestjs/common';
import { AttachParty } from '../parties/attach-party.js';
import { ChangeFamily } from './change-family.js';
import { CreateFamily } from './create-family.js';
import { DeleteFamily } from './delete-family.js';
import { GetFamily } from './get-family.js';
import { ListFamilies } from './list-families.js';

@Controller()
export class FamiliesGrpc {
  constructor(
    private readonly attach: AttachParty,
    private readonly create: CreateFamily,
    private readonly change: ChangeFamily,
    private readonly remove: DeleteFamily,
    private readonly get: GetFamily,
    private readonly list: ListFamilies,
  ) {}

  @Rpc(Service.attachParty, 'parties:party.attach')
  attachParty(request: AttachPartyRequest, call: RpcMetadata): Promise<Party> {
    return this.attach.execute(scopeOfCall(call), request);
  }

  @Rpc(Service.createFamily, 'parties:family.create')
  createFamily({ family }: CreateFamilyRequest, call: RpcMetadata): Promise<Family> {
    return this.create.execute(scopeOfCall(call), family ?? Family.create());
  }

  @Rpc(Service.changeFamily, 'parties:family.change')
  changeFamily({ familyId, expectedVersion, family }: ChangeFamilyRequest, call: RpcMetadata): Promise<Family> {
    return this.change.execute(scopeOfCall(call), familyId, Number(expectedVersion), family ?? Family.create());
  }

  @Rpc(Service.deleteFamily, 'parties:family.delete')
  async deleteFamily(
    { familyId, expectedVersion }: DeleteFamilyRequest,
    call: RpcMetadata,
  ): Promise<DeleteFamilyResponse> {
    await this.remove.execute(scopeOfCall(call), familyId, Number(expectedVersion));
    return {};
  }

  @Rpc(Service.getFamily, 'parties:family.read')
  getFamily({ id }: GetFamilyRequest, call: RpcMetadata): Promise<Family> {
    return this.get.execute(scopeOfCall(call), id);
  }

  @Rpc(Service.listFamilies, 'parties:family.read')
  listFamilies(request: ListFamiliesRequest, call: RpcMetadata): Promise<ListFamiliesResponse> {
    return this.list.execute(scopeOfCall(call), request);
  }
}
