import type { UndoGoodsReceiptScanRequest } from '@navette/contracts/stock/v1/put_away';
import {
  StockServiceService as Service,
  type ChangeGoodsReceiptRequest,
  type CreateGoodsReceiptRequest,
  type GoodsReceipt,
  type PullGoodsReceiptLinesRequest,
  type ScanGoodsReceiptRequest,
  type SetGoodsReceiptLinesRequest,
} from '@navette/contracts/stock/v1/service';
import { Rpc, scopeOfCall, type RpcMetadata } from '@navette/platform/rpc';
import { Controller } from '@nestjs/common';
import { ChangeGoodsReceipt } from './change-goods-receipt.js';
import { CreateGoodsReceipt } from './create-goods-receipt.js';
import { PullGoodsReceiptLines } from './pull-goods-receipt-lines.js';
import { ScanGoodsReceipt } from './scan-goods-receipt.js';
import { SetGoodsReceiptLines } from './set-goods-receipt-lines.js';
import { UndoGoodsReceiptScan } from './undo-goods-receipt-scan.js';

@Controller()
export class DraftReceiptsGrpc {
  constructor(
    private readonly create: CreateGoodsReceipt,
    private readonly change: ChangeGoodsReceipt,
    private readonly pull: PullGoodsReceiptLines,
    private readonly setLines: SetGoodsReceiptLines,
    private readonly scan: ScanGoodsReceipt,
    private readonly undoScan: UndoGoodsReceiptScan,
  ) {}

  @Rpc(Service.createGoodsReceipt, 'stock:receipt.create')
  createGoodsReceipt(request: CreateGoodsReceiptRequest, call: RpcMetadata): Promise<GoodsReceipt> {
    return this.create.execute(scopeOfCall(call), request);
  }

  @Rpc(Service.changeGoodsReceipt, 'stock:receipt.create')
  changeGoodsReceipt(request: ChangeGoodsReceiptRequest, call: RpcMetadata): Promise<GoodsReceipt> {
    return this.change.execute(scopeOfCall(call), request);
  }

  @Rpc(Service.pullGoodsReceiptLines, 'stock:receipt.create')
  pullGoodsReceiptLines(request: PullGoodsReceiptLinesRequest, call: RpcMetadata): Promise<GoodsReceipt> {
    return this.pull.execute(scopeOfCall(call), request);
  }

  @Rpc(Service.setGoodsReceiptLines, 'stock:receipt.create')
  setGoodsReceiptLines(request: SetGoodsReceiptLinesRequest, call: RpcMetadata): Promise<GoodsReceipt> {
    return this.setLines.execute(scopeOfCall(call), request);
  }

  @Rpc(Service.scanGoodsReceipt, 'stock:receipt.create')
  scanGoodsReceipt(request: ScanGoodsReceiptRequest, call: RpcMetadata): Promise<GoodsReceipt> {
    return this.scan.execute(scopeOfCall(call), request);
  }

  @Rpc(Service.undoGoodsReceiptScan, 'stock:receipt.create')
  undoGoodsReceiptScan(request: UndoGoodsReceiptScanRequest, call: RpcMetadata): Promise<GoodsReceipt> {
    return this.undoScan.execute(scopeOfCall(call), request);
  }
}
