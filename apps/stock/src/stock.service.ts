import { StockServiceService } from '@navette/contracts/stock/v1/service';
import type { ServiceDefinition } from '@navette/platform/service';
import { AllocateStock } from './allocations/allocate-stock.js';
import { AllocationRepository } from './allocations/allocation.repository.js';
import { MakeRoom } from './allocations/make-room.js';
import { SagaAllocations } from './allocations/saga-allocations.js';
import { WithdrawAllocations } from './allocations/withdraw-allocations.js';
import { CatalogueGrpc } from './catalogue/catalogue.grpc.js';
import { ChangePartPrices } from './catalogue/change-part-prices.js';
import { CreatePart } from './catalogue/create-part.js';
import { FindCatalogueItems } from './catalogue/find-catalogue-items.js';
import { GetPart } from './catalogue/get-part.js';
import { ListParts } from './catalogue/list-parts.js';
import { PartRepository } from './catalogue/part.repository.js';
import { SetPartLimits } from './catalogue/set-part-limits.js';
import { SetPartPrices } from './catalogue/set-part-prices.js';
import { ConsumeParts } from './consumption/consume-parts.js';
import { ConsumptionRepository } from './consumption/consumption.repository.js';
import { ConsumptionSubscriber } from './consumption/consumption.subscriber.js';
import { ReturnParts } from './consumption/return-parts.js';
import { migrations } from './database/migrations/index.js';
import { AddDraftLines } from './goods-receipts/add-draft-lines.js';
import { AwaitedLines } from './goods-receipts/awaited-lines.js';
import { ChangeGoodsReceipt } from './goods-receipts/change-goods-receipt.js';
import { CreateGoodsReceipt } from './goods-receipts/create-goods-receipt.js';
import { DespatchFilesGrpc } from './goods-receipts/despatch-files.grpc.js';
import { DraftReceiptsGrpc } from './goods-receipts/draft-receipts.grpc.js';
import { GetGoodsReceipt } from './goods-receipts/get-goods-receipt.js';
import { GoodsReceiptRepository } from './goods-receipts/goods-receipt.repository.js';
import { GoodsReceiptsGrpc } from './goods-receipts/goods-receipts.grpc.js';
import { ImportDespatchFile } from './goods-receipts/import-despatch-file.js';
import { ListGoodsReceipts } from './goods-receipts/list-goods-receipts.js';
import { PartsOfReceipt } from './goods-receipts/parts-of-receipt.js';
import { PullGoodsReceiptLines } from './goods-receipts/pull-goods-receipt-lines.js';
import { ReadGoodsReceipt } from './goods-receipts/read-goods-receipt.js';
import { ReceiveOrderLines } from './goods-receipts/receive-order-lines.js';
import { ReverseGoodsReceipt } from './goods-receipts/reverse-goods-receipt.js';
import { ScanGoodsReceipt } from './goods-receipts/scan-goods-receipt.js';
import { SetGoodsReceiptLines } from './goods-receipts/set-goods-receipt-lines.js';
import { StartAllocation } from './goods-receipts/start-allocation.js';
import { UnreceiveOrderLines } from './goods-receipts/unreceive-order-lines.js';
import { ValidateGoodsReceipt } from './goods-receipts/validate-goods-receipt.js';
import { VoidGoodsReceipt } from './goods-receipts/void-goods-receipt.js';
import { CancelNeeds } from './needs/cancel-needs.js';
import { ChangeNeed } from './needs/change-need.js';
import { GetNeed } from './needs/get-need.js';
import { ListNeeds } from './needs/list-needs.js';
import { NeedListRepository } from './needs/need-list.repository.js';
import { NeedSupplies } from './needs/need-supplies.js';
import { NeedRepository } from './needs/need.repository.js';
import { NeedsGrpc } from './needs/needs.grpc.js';
import { NeedsSubscriber } from './needs/needs.subscriber.js';
import { RaiseNeeds } from './needs/raise-needs.js';
import { OrderReceiptToAllocationEffects } from './order-receipt-to-allocation/order-receipt-to-allocation.effects.js';
import { KeepReferences } from './references/keep-references.js';
import { MergesSubscriber } from './references/merges.subscriber.js';
import { ReferenceRepository } from './references/reference.repository.js';
import { ReferencesSubscriber } from './references/references.subscriber.js';
import { ListReplenishmentPlan } from './replenishment/list-replenishment-plan.js';
import { PlaceSupplierOrders } from './replenishment/place-supplier-orders.js';
import { ReplenishmentGrpc } from './replenishment/replenishment.grpc.js';
import { ReplenishmentRepository } from './replenishment/replenishment.repository.js';
import { GetStationSettings } from './settings/get-station-settings.js';
import { SetStationSettings } from './settings/set-station-settings.js';
import { SettingsGrpc } from './settings/settings.grpc.js';
import { SettingsRepository } from './settings/settings.repository.js';
import { CorrectStock } from './stock-levels/correct-stock.js';
import { GetStockLevel } from './stock-levels/get-stock-level.js';
import { ListStockLevels } from './stock-levels/list-stock-levels.js';
import { PostMovements } from './stock-levels/post-movements.js';
import { StockLevelRepository } from './stock-levels/stock-level.repository.js';
import { StockLevelsGrpc } from './stock-levels/stock-levels.grpc.js';
import { AcknowledgeSupplierOrder } from './supplier-orders/acknowledge-supplier-order.js';
import { CancelSupplierOrder } from './supplier-orders/cancel-supplier-order.js';
import { ChangeOrder } from './supplier-orders/change-order.js';
import { CloseSupplierOrder } from './supplier-orders/close-supplier-order.js';
import { GetSupplierOrder } from './supplier-orders/get-supplier-order.js';
import { ListSupplierOrders } from './supplier-orders/list-supplier-orders.js';
import { SendSupplierOrder } from './supplier-orders/send-supplier-order.js';
import { SupplierOrderRepository } from './supplier-orders/supplier-order.repository.js';
import { SupplierOrdersGrpc } from './supplier-orders/supplier-orders.grpc.js';

/** Parts and their prices, stock, who waits for what, supplier orders, goods receipts. */
export const stockService: ServiceDefinition = {
  name: 'stock',
  migrations,
  grpc: {
    definition: StockServiceService,
    controllers: [
      CatalogueGrpc,
      StockLevelsGrpc,
      NeedsGrpc,
      ReplenishmentGrpc,
      SupplierOrdersGrpc,
      DraftReceiptsGrpc,
      GoodsReceiptsGrpc,
      DespatchFilesGrpc,
      SettingsGrpc,
    ],
  },
  subscribers: [ReferencesSubscriber, NeedsSubscriber, ConsumptionSubscriber, MergesSubscriber],
  sagas: [OrderReceiptToAllocationEffects],
  providers: [
    ReferenceRepository,
    KeepReferences,
    SettingsRepository,
    GetStationSettings,
    SetStationSettings,
    PartRepository,
    ChangePartPrices,
    CreatePart,
    GetPart,
    ListParts,
    SetPartLimits,
    SetPartPrices,
    FindCatalogueItems,
    StockLevelRepository,
    PostMovements,
    CorrectStock,
    GetStockLevel,
    ListStockLevels,
    NeedRepository,
    NeedSupplies,
    NeedListRepository,
    GetNeed,
    ListNeeds,
    ChangeNeed,
    RaiseNeeds,
    CancelNeeds,
    AllocationRepository,
    AllocateStock,
    WithdrawAllocations,
    MakeRoom,
    SagaAllocations,
    ConsumptionRepository,
    ConsumeParts,
    ReturnParts,
    ReplenishmentRepository,
    ListReplenishmentPlan,
    PlaceSupplierOrders,
    SupplierOrderRepository,
    ChangeOrder,
    SendSupplierOrder,
    AcknowledgeSupplierOrder,
    CloseSupplierOrder,
    CancelSupplierOrder,
    GetSupplierOrder,
    ListSupplierOrders,
    GoodsReceiptRepository,
    ReadGoodsReceipt,
    PartsOfReceipt,
    AddDraftLines,
    AwaitedLines,
    ReceiveOrderLines,
    UnreceiveOrderLines,
    CreateGoodsReceipt,
    ChangeGoodsReceipt,
    PullGoodsReceiptLines,
    SetGoodsReceiptLines,
    ScanGoodsReceipt,
    StartAllocation,
    ValidateGoodsReceipt,
    VoidGoodsReceipt,
    ReverseGoodsReceipt,
    GetGoodsReceipt,
    ListGoodsReceipts,
    ImportDespatchFile,
  ],
};
