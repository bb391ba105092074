import {
  StockServiceService as Service,
  type CreateGoodsReceiptRequest,
  type GetGoodsReceiptRequest,
  type GoodsReceipt,
  type ListGoodsReceiptsRequest,
  type ListGoodsReceiptsResponse,
  type ScanGoodsReceiptRequest,
  type SetGoodsReceiptLinesRequest,
  type ValidateGoodsReceiptRequest,
  type VoidGoodsReceiptRequest,
} from '@navette/contracts/stock/v1/service';
import { Rpc, scopeOfCall, type RpcMetadata } from '@navette/platform/rpc';
import { Controller } from '@nestjs/common';
import { CreateGoodsReceipt } from './create-goods-receipt.js';
import { GetGoodsReceipt } from './get-goods-receipt.js';
import { ListGoodsReceipts } from './list-goods-receipts.js';
import { ScanGoodsReceipt } from './scan-goods-receipt.js';
import { SetGoodsReceiptLines } from './set-goods-receipt-lines.js';
import { ValidateGoodsReceipt } from './validate-goods-receipt.js';
import { VoidGoodsReceipt } from './void-goods-receipt.js';

@Controller()
export class GoodsReceiptsGrpc {
  constructor(
    private readonly create: CreateGoodsReceipt,
    private readonly setLines: SetGoodsReceiptLines,
    private readonly scan: ScanGoodsReceipt,
    private readonly get: GetGoodsReceipt,
    private readonly list: ListGoodsReceipts,
    private readonly validate: ValidateGoodsReceipt,
    private readonly voidReceipt: VoidGoodsReceipt,
  ) {}

  @Rpc(Service.createGoodsReceipt, 'stock:receipt.create')
  createGoodsReceipt(request: CreateGoodsReceiptRequest, call: RpcMetadata): Promise<GoodsReceipt> {
    return this.create.execute(scopeOfCall(call), request);
  }

  @Rpc(Service.setGoodsReceiptLines, 'stock:receipt.create')
  setGoodsReceiptLines(request: SetGoodsReceiptLinesRequest, call: RpcMetadata): Promise<GoodsReceipt> {
    return this.setLines.execute(scopeOfCall(call), request);
  }

  @Rpc(Service.scanGoodsReceipt, 'stock:receipt.create')
  scanGoodsReceipt({ id, code }: ScanGoodsReceiptRequest, call: RpcMetadata): Promise<GoodsReceipt> {
    return this.scan.execute(scopeOfCall(call), id, code);
  }

  @Rpc(Service.getGoodsReceipt, 'stock:receipt.read')
  getGoodsReceipt({ id }: GetGoodsReceiptRequest, call: RpcMetadata): Promise<GoodsReceipt> {
    return this.get.execute(scopeOfCall(call), id);
  }

  @Rpc(Service.listGoodsReceipts, 'stock:receipt.read')
  listGoodsReceipts(request: ListGoodsReceiptsRequest, call: RpcMetadata): Promise<ListGoodsReceiptsResponse> {
    return this.list.execute(scopeOfCall(call), request);
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
