import {
  StockServiceService as Service,
  type CorrectStockRequest,
  type GetStockLevelRequest,
  type ListStockLevelsRequest,
  type ListStockLevelsResponse,
  type StockLevel,
} from '@navette/contracts/stock/v1/service';
import { Rpc, scopeOfCall, type RpcMetadata } from '@navette/platform/rpc';
import { Controller } from '@nestjs/common';
import { CorrectStock } from './correct-stock.js';
import { GetStockLevel } from './get-stock-level.js';
import { ListStockLevels } from './list-stock-levels.js';

@Controller()
export class StockLevelsGrpc {
  constructor(
    private readonly correct: CorrectStock,
    private readonly get: GetStockLevel,
    private readonly list: ListStockLevels,
  ) {}

  @Rpc(Service.correctStock, 'stock:stock-level.correct')
  correctStock(request: CorrectStockRequest, call: RpcMetadata): Promise<StockLevel> {
    return this.correct.execute(scopeOfCall(call), request);
  }

  @Rpc(Service.getStockLevel, 'stock:stock-level.read')
  getStockLevel({ partId }: GetStockLevelRequest, call: RpcMetadata): Promise<StockLevel> {
    return this.get.execute(scopeOfCall(call), partId);
  }

  @Rpc(Service.listStockLevels, 'stock:stock-level.read')
  listStockLevels(request: ListStockLevelsRequest, call: RpcMetadata): Promise<ListStockLevelsResponse> {
    return this.list.execute(scopeOfCall(call), request);
  }
}
