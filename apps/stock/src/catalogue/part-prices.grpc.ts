import {
  StockServiceService as Service,
  type ExplainPartPricesRequest,
  type ExplainPartPricesResponse,
  type ListPartPriceChangesRequest,
  type ListPartPriceChangesResponse,
  type Part,
  type SetPartPricesRequest,
} from '@navette/contracts/stock/v1/service';
import { Rpc, scopeOfCall, type RpcMetadata } from '@navette/platform/rpc';
import { Controller } from '@nestjs/common';
import { ExplainPartPrices } from './explain-part-prices.js';
import { ListPartPriceChanges } from './list-part-price-changes.js';
import { SetPartPrices } from './set-part-prices.js';

@Controller()
export class PartPricesGrpc {
  constructor(
    private readonly prices: SetPartPrices,
    private readonly explain: ExplainPartPrices,
    private readonly changes: ListPartPriceChanges,
  ) {}

  @Rpc(Service.setPartPrices, 'stock:part.price')
  setPartPrices(request: SetPartPricesRequest, call: RpcMetadata): Promise<Part> {
    return this.prices.execute(scopeOfCall(call), request);
  }

  @Rpc(Service.explainPartPrices, 'stock:part.read')
  explainPartPrices(request: ExplainPartPricesRequest, call: RpcMetadata): Promise<ExplainPartPricesResponse> {
    return this.explain.execute(scopeOfCall(call), request);
  }

  @Rpc(Service.listPartPriceChanges, 'stock:part.read')
  listPartPriceChanges(request: ListPartPriceChangesRequest, call: RpcMetadata): Promise<ListPartPriceChangesResponse> {
    return this.changes.execute(scopeOfCall(call), request);
  }
}
