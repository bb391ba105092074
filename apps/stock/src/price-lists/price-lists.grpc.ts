import type {
  AppendPriceListRequest,
  BeginPriceListRequest,
  CheckPriceListRequest,
  CommitPriceListRequest,
  DiscardPriceListRequest,
  DiscardPriceListResponse,
  EndPriceListRequest,
  GetPriceListRequest,
  ListPriceListLinesRequest,
  ListPriceListLinesResponse,
  ListPriceListsRequest,
  ListPriceListsResponse,
  PriceList,
} from '@navette/contracts/stock/v1/price_lists';
import { PriceListTerms } from '@navette/contracts/stock/v1/price_lists';
import { StockServiceService as Service } from '@navette/contracts/stock/v1/service';
import { Rpc, scopeOfCall, type RpcMetadata } from '@navette/platform/rpc';
import { Controller } from '@nestjs/common';
import { DecidePriceList } from './decide-price-list.js';
import { ReadPriceLists } from './read-price-lists.js';
import { ReceivePriceList } from './receive-price-list.js';

@Controller()
export class PriceListsGrpc {
  constructor(
    private readonly receive: ReceivePriceList,
    private readonly read: ReadPriceLists,
    private readonly decide: DecidePriceList,
  ) {}

  @Rpc(Service.beginPriceList, 'stock:price-list.import')
  beginPriceList({ fileName }: BeginPriceListRequest, call: RpcMetadata): Promise<PriceList> {
    return this.receive.begin(scopeOfCall(call), fileName);
  }

  @Rpc(Service.appendPriceList, 'stock:price-list.import')
  appendPriceList(request: AppendPriceListRequest, call: RpcMetadata): Promise<PriceList> {
    return this.receive.append(scopeOfCall(call), request.priceListId, request.piece, request.content);
  }

  @Rpc(Service.endPriceList, 'stock:price-list.import')
  endPriceList({ priceListId, pieces }: EndPriceListRequest, call: RpcMetadata): Promise<PriceList> {
    return this.receive.end(scopeOfCall(call), priceListId, pieces);
  }

  @Rpc(Service.discardPriceList, 'stock:price-list.import')
  async discardPriceList(request: DiscardPriceListRequest, call: RpcMetadata): Promise<DiscardPriceListResponse> {
    await this.receive.discard(scopeOfCall(call), request.priceListId);
    return {};
  }

  @Rpc(Service.getPriceList, 'stock:price-list.read')
  getPriceList({ priceListId }: GetPriceListRequest, call: RpcMetadata): Promise<PriceList> {
    return this.read.one(scopeOfCall(call), priceListId);
  }

  @Rpc(Service.listPriceLists, 'stock:price-list.read')
  listPriceLists({ query }: ListPriceListsRequest, call: RpcMetadata): Promise<ListPriceListsResponse> {
    return this.read.page(scopeOfCall(call), query);
  }

  @Rpc(Service.listPriceListLines, 'stock:price-list.read')
  listPriceListLines(request: ListPriceListLinesRequest, call: RpcMetadata): Promise<ListPriceListLinesResponse> {
    return this.read.linesOf(scopeOfCall(call), request.priceListId, request.query);
  }

  @Rpc(Service.checkPriceList, 'stock:price-list.import')
  checkPriceList(request: CheckPriceListRequest, call: RpcMetadata): Promise<PriceList> {
    const { priceListId, expectedVersion, terms } = request;
    return this.decide.check(scopeOfCall(call), priceListId, Number(expectedVersion), terms ?? PriceListTerms.create());
  }

  @Rpc(Service.commitPriceList, 'stock:price-list.import')
  commitPriceList({ priceListId, expectedVersion }: CommitPriceListRequest, call: RpcMetadata): Promise<PriceList> {
    return this.decide.commit(scopeOfCall(call), priceListId, Number(expectedVersion));
  }
}
