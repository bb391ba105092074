import {
  StockServiceService as Service,
  type MoveStockRequest,
  type MoveStockResponse,
} from '@navette/contracts/stock/v1/service';
import { Rpc, scopeOfCall, type RpcMetadata } from '@navette/platform/rpc';
import { Controller } from '@nestjs/common';
import { MoveStock } from './move-stock.js';

@Controller()
export class StockPlacesGrpc {
  constructor(private readonly move: MoveStock) {}

  @Rpc(Service.moveStock, 'stock:stock-level.move')
  moveStock(request: MoveStockRequest, call: RpcMetadata): Promise<MoveStockResponse> {
    return this.move.execute(scopeOfCall(call), request);
  }
}
