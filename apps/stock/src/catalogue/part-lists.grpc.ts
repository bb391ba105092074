import {
  StockServiceService as Service,
  type FindCatalogueItemsRequest,
  type FindCatalogueItemsResponse,
  type ListPartsRequest,
  type ListPartsResponse,
  type SearchPartsRequest,
  type SearchPartsResponse,
} from '@navette/contracts/stock/v1/service';
import { Rpc, scopeOfCall, type RpcMetadata } from '@navette/platform/rpc';
import { Controller } from '@nestjs/common';
import { FindCatalogueItems } from './find-catalogue-items.js';
import { ListParts } from './list-parts.js';
import { SearchParts } from './search-parts.js';

/** Many parts at once: the list, the search, and those of a document. */
@Controller()
export class PartListsGrpc {
  constructor(
    private readonly list: ListParts,
    private readonly search: SearchParts,
    private readonly find: FindCatalogueItems,
  ) {}

  @Rpc(Service.listParts, 'stock:part.read')
  listParts(request: ListPartsRequest, call: RpcMetadata): Promise<ListPartsResponse> {
    return this.list.execute(scopeOfCall(call), request);
  }

  @Rpc(Service.searchParts, 'stock:part.read')
  searchParts(request: SearchPartsRequest, call: RpcMetadata): Promise<SearchPartsResponse> {
    return this.search.execute(scopeOfCall(call), request);
  }

  @Rpc(Service.findCatalogueItems, 'stock:part.read')
  findCatalogueItems(request: FindCatalogueItemsRequest, call: RpcMetadata): Promise<FindCatalogueItemsResponse> {
    return this.find.execute(scopeOfCall(call), request);
  }
}
