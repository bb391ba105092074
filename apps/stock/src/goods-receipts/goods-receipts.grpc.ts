import type {
  GetPutAwayRequest,
  PrintPutAwayRequest,
  PutAway,
  PutAwayPaper,
} from '@navette/contracts/stock/v1/put_away';
import {
  StockServiceService as Service,
  type GetGoodsReceiptRequest,
  type GoodsReceipt,
  type ListGoodsReceiptsRequest,
  type ListGoodsReceiptsResponse,
  type ValidateGoodsReceiptRequest,
  type VoidGoodsReceiptRequest,
} from '@navette/contracts/stock/v1/service';
import { Rpc, scopeOfCall, type RpcMetadata } from '@navette/platform/rpc';
import { Controller } from '@nestjs/common';
import { GetGoodsReceipt } from './get-goods-receipt.js';
import { ListGoodsReceipts } from './list-goods-receipts.js';
import { PrintPutAway } from './print-put-away.js';
import { ReadPutAway } from './read-put-away.js';
import { ValidateGoodsReceipt } from './validate-goods-receipt.js';
import { VoidGoodsReceipt } from './void-goods-receipt.js';

@Controller()
export class GoodsReceiptsGrpc {
  constructor(
    private readonly get: GetGoodsReceipt,
    private readonly list: ListGoodsReceipts,
    private readonly putAway: ReadPutAway,
    private readonly printed: PrintPutAway,
    private readonly validate: ValidateGoodsReceipt,
    private readonly voidReceipt: VoidGoodsReceipt,
  ) {}

  @Rpc(Service.getGoodsReceipt, 'stock:receipt.read')
  getGoodsReceipt({ id }: GetGoodsReceiptRequest, call: RpcMetadata): Promise<GoodsReceipt> {
    return this.get.execute(scopeOfCall(call), id);
  }

  @Rpc(Service.listGoodsReceipts, 'stock:receipt.read')
  listGoodsReceipts(request: ListGoodsReceiptsRequest, call: RpcMetadata): Promise<ListGoodsReceiptsResponse> {
    return this.list.execute(scopeOfCall(call), request);
  }

  @Rpc(Service.getPutAway, 'stock:receipt.read')
  getPutAway({ receiptId }: GetPutAwayRequest, call: RpcMetadata): Promise<PutAway> {
    return this.putAway.execute(scopeOfCall(call), receiptId);
  }

  @Rpc(Service.printPutAway, 'stock:receipt.read')
  printPutAway(request: PrintPutAwayRequest, call: RpcMetadata): Promise<PutAwayPaper> {
    return this.printed.execute(scopeOfCall(call), request);
  }

  @Rpc(Service.validateGoodsReceipt, 'stock:receipt.validate')
  validateGoodsReceipt(request: ValidateGoodsReceiptRequest, call: RpcMetadata): Promise<GoodsReceipt> {
    return this.validate.execute(scopeOfCall(call), request);
  }

  @Rpc(Service.voidGoodsReceipt, 'stock:receipt.void')
  voidGoodsReceipt({ id, reason }: VoidGoodsReceiptRequest, call: RpcMetadata): Promise<GoodsReceipt> {
    return this.voidReceipt.execute(scopeOfCall(call), id, reason);
  }
}
