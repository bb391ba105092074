import type {
  ListPreparedPartsRequest,
  ListPreparedPartsResponse,
  PreparationPaper,
  PrintPickListRequest,
  PrintToteRequest,
} from '@navette/contracts/stock/v1/preparation';
import { StockServiceService as Service } from '@navette/contracts/stock/v1/service';
import { Rpc, scopeOfCall, type RpcMetadata } from '@navette/platform/rpc';
import { Controller } from '@nestjs/common';
import { ListPreparedParts } from './list-prepared-parts.js';
import { PrintPickList } from './print-pick-list.js';
import { PrintTote } from './print-tote.js';

@Controller()
export class PreparationGrpc {
  constructor(
    private readonly list: ListPreparedParts,
    private readonly pickList: PrintPickList,
    private readonly tote: PrintTote,
  ) {}

  @Rpc(Service.listPreparedParts, 'stock:preparation.read')
  listPreparedParts({ originIds }: ListPreparedPartsRequest, call: RpcMetadata): Promise<ListPreparedPartsResponse> {
    return this.list.execute(scopeOfCall(call), originIds);
  }

  @Rpc(Service.printPickList, 'stock:preparation.read')
  printPickList(request: PrintPickListRequest, call: RpcMetadata): Promise<PreparationPaper> {
    return this.pickList.execute(scopeOfCall(call), request);
  }

  @Rpc(Service.printTote, 'stock:preparation.read')
  printTote(request: PrintToteRequest, call: RpcMetadata): Promise<PreparationPaper> {
    return this.tote.execute(scopeOfCall(call), request);
  }
}
