import {
  Part,
  StockServiceService as Service,
  type CreatePartRequest,
  type FindCatalogueItemsRequest,
  type FindCatalogueItemsResponse,
  type GetPartRequest,
  type ListPartsRequest,
  type ListPartsResponse,
  type SetPartLimitsRequest,
  type SetPartPricesRequest,
} from '@navette/contracts/stock/v1/service';
import { Rpc, scopeOfCall, type RpcMetadata } from '@navette/platform/rpc';
import { Controller } from '@nestjs/common';
import { CreatePart } from './create-part.js';
import { FindCatalogueItems } from './find-catalogue-items.js';
import { GetPart } from './get-part.js';
import { ListParts } from './list-parts.js';
import { SetPartLimits } from './set-part-limits.js';
import { SetPartPrices } from './set-part-prices.js';

@Controller()
export class CatalogueGrpc {
  constructor(
    private readonly create: CreatePart,
    private readonly get: GetPart,
    private readonly list: ListParts,
    private readonly prices: SetPartPrices,
    private readonly limits: SetPartLimits,
    private readonly find: FindCatalogueItems,
  ) {}

  @Rpc(Service.createPart, 'stock:part.create')
  createPart({ part }: CreatePartRequest, call: RpcMetadata): Promise<Part> {
    return this.create.execute(scopeOfCall(call), part ?? Part.create());
  }

  @Rpc(Service.getPart, 'stock:part.read')
  getPart({ id }: GetPartRequest, call: RpcMetadata): Promise<Part> {
    return this.get.execute(scopeOfCall(call), id);
  }

  @Rpc(Service.listParts, 'stock:part.read')
  listParts(request: ListPartsRequest, call: RpcMetadata): Promise<ListPartsResponse> {
    return this.list.execute(scopeOfCall(call), request);
  }

  @Rpc(Service.setPartPrices, 'stock:part.price')
  setPartPrices(request: SetPartPricesRequest, call: RpcMetadata): Promise<Part> {
    return this.prices.execute(scopeOfCall(call), request);
  }

  @Rpc(Service.setPartLimits, 'stock:part.limits')
  setPartLimits(request: SetPartLimitsRequest, call: RpcMetadata): Promise<Part> {
    return this.limits.execute(scopeOfCall(call), request);
  }

  @Rpc(Service.findCatalogueItems, 'stock:part.read')
  findCatalogueItems(request: FindCatalogueItemsRequest, call: RpcMetadata): Promise<FindCatalogueItemsResponse> {
    return this.find.execute(scopeOfCall(call), request);
  }
}
