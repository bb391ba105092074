import {
  StockServiceService as Service,
  type GetPartRotationRequest,
  type GetPartStatisticsRequest,
  type ListPartMovementsRequest,
  type ListPartMovementsResponse,
  type ListStockMovementsRequest,
  type ListStockMovementsResponse,
  type PartRotation,
  type PartStatistics,
} from '@navette/contracts/stock/v1/service';
import { Rpc, scopeOfCall, type RpcMetadata } from '@navette/platform/rpc';
import { Controller } from '@nestjs/common';
import { ReadPartHistory } from './read-part-history.js';

@Controller()
export class PartHistoryGrpc {
  constructor(private readonly read: ReadPartHistory) {}

  @Rpc(Service.listPartMovements, 'stock:stock-level.read')
  listPartMovements(request: ListPartMovementsRequest, call: RpcMetadata): Promise<ListPartMovementsResponse> {
    return this.read.movementsOf(scopeOfCall(call), request);
  }

  @Rpc(Service.listStockMovements, 'stock:stock-level.read')
  listStockMovements(request: ListStockMovementsRequest, call: RpcMetadata): Promise<ListStockMovementsResponse> {
    return this.read.movements(scopeOfCall(call), request);
  }

  @Rpc(Service.getPartRotation, 'stock:need.read')
  getPartRotation({ partId }: GetPartRotationRequest, call: RpcMetadata): Promise<PartRotation> {
    return this.read.rotation(scopeOfCall(call), partId);
  }

  @Rpc(Service.getPartStatistics, 'stock:stock-level.read')
  getPartStatistics({ partId }: GetPartStatisticsRequest, call: RpcMetadata): Promise<PartStatistics> {
    return this.read.statistics(scopeOfCall(call), partId);
  }
}
