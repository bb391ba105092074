import {
  StockServiceService as Service,
  type AllocateFromPlaceRequest,
  type ChangeNeedRequest,
  type GetNeedRequest,
  type ListNeedsRequest,
  type ListNeedsResponse,
  type Need,
  type ReleaseFromPlaceRequest,
} from '@navette/contracts/stock/v1/service';
import { Rpc, scopeOfCall, type RpcMetadata } from '@navette/platform/rpc';
import { Controller } from '@nestjs/common';
import { AllocateFromPlace } from '../allocations/allocate-from-place.js';
import { ReleaseFromPlace } from '../allocations/release-from-place.js';
import { ChangeNeed } from './change-need.js';
import { GetNeed } from './get-need.js';
import { ListNeeds } from './list-needs.js';

@Controller()
export class NeedsGrpc {
  constructor(
    private readonly get: GetNeed,
    private readonly list: ListNeeds,
    private readonly change: ChangeNeed,
    private readonly allocate: AllocateFromPlace,
    private readonly release: ReleaseFromPlace,
  ) {}

  @Rpc(Service.getNeed, 'stock:need.read')
  getNeed({ id }: GetNeedRequest, call: RpcMetadata): Promise<Need> {
    return this.get.execute(scopeOfCall(call), id);
  }

  @Rpc(Service.listNeeds, 'stock:need.read')
  listNeeds(request: ListNeedsRequest, call: RpcMetadata): Promise<ListNeedsResponse> {
    return this.list.execute(scopeOfCall(call), request);
  }

  @Rpc(Service.changeNeed, 'stock:need.change')
  changeNeed(request: ChangeNeedRequest, call: RpcMetadata): Promise<Need> {
    return this.change.execute(scopeOfCall(call), request);
  }

  @Rpc(Service.allocateFromPlace, 'stock:need.allocate')
  allocateFromPlace(request: AllocateFromPlaceRequest, call: RpcMetadata): Promise<Need> {
    return this.allocate.execute(scopeOfCall(call), request);
  }

  @Rpc(Service.releaseFromPlace, 'stock:need.allocate')
  releaseFromPlace(request: ReleaseFromPlaceRequest, call: RpcMetadata): Promise<Need> {
    return this.release.execute(scopeOfCall(call), request);
  }
}
