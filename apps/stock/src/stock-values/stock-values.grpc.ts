import { StockServiceService as Service } from '@navette/contracts/stock/v1/service';
import type {
  ListStockValuesRequest,
  ListStockValuesResponse,
  PrintStockValuesRequest,
  StockValueDocument,
  StockValueSums,
  SumStockValuesRequest,
} from '@navette/contracts/stock/v1/stock_values';
import { Rpc, scopeOfCall, type RpcMetadata } from '@navette/platform/rpc';
import { Controller } from '@nestjs/common';
import { PrintStockValues } from './print-stock-values.js';
import { ReadStockValues } from './read-stock-values.js';

@Controller()
export class StockValuesGrpc {
  constructor(
    private readonly read: ReadStockValues,
    private readonly print: PrintStockValues,
  ) {}

  @Rpc(Service.listStockValues, 'stock:stock-value.read')
  listStockValues({ query }: ListStockValuesRequest, call: RpcMetadata): Promise<ListStockValuesResponse> {
    return this.read.list(scopeOfCall(call), query);
  }

  @Rpc(Service.sumStockValues, 'stock:stock-value.read')
  sumStockValues(request: SumStockValuesRequest, call: RpcMetadata): Promise<StockValueSums> {
    return this.read.sums(scopeOfCall(call), request);
  }

  @Rpc(Service.printStockValues, 'stock:stock-value.read')
  printStockValues(request: PrintStockValuesRequest, call: RpcMetadata): Promise<StockValueDocument> {
    return this.print.execute(scopeOfCall(call), request);
  }
}
