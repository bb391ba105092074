import {
  Part,
  StockServiceService as Service,
  type ChangePartRequest,
  type CreatePartRequest,
  type GetPartRequest,
  type SetPartLimitsRequest,
} from '@navette/contracts/stock/v1/service';
import { Rpc, scopeOfCall, type RpcMetadata } from '@navette/platform/rpc';
import { Controller } from '@nestjs/common';
import { ChangePart } from './change-part.js';
import { CreatePart } from './create-part.js';
import { GetPart } from './get-part.js';
import { SetPartLimits } from './set-part-limits.js';

@Controller()
export class CatalogueGrpc {
  constructor(
    private readonly create: CreatePart,
    private readonly change: ChangePart,
    private readonly get: GetPart,
    private readonly limits: SetPartLimits,
  ) {}

  @Rpc(Service.createPart, 'stock:part.create')
  createPart({ part }: CreatePartRequest, call: RpcMetadata): Promise<Part> {
    return this.create.execute(scopeOfCall(call), part ?? Part.create());
  }

  @Rpc(Service.changePart, 'stock:part.change')
  changePart({ partId, expectedVersion, part }: ChangePartRequest, call: RpcMetadata): Promise<Part> {
    return this.change.execute(scopeOfCall(call), partId, Number(expectedVersion), part ?? Part.create());
  }

  @Rpc(Service.getPart, 'stock:part.read')
  getPart({ id }: GetPartRequest, call: RpcMetadata): Promise<Part> {
    return this.get.execute(scopeOfCall(call), id);
  }

  @Rpc(Service.setPartLimits, 'stock:part.limits')
  setPartLimits(request: SetPartLimitsRequest, call: RpcMetadata): Promise<Part> {
    return this.limits.execute(scopeOfCall(call), request);
  }
}
