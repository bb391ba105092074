import { TellStationTransferMessage } from '@navette/contracts';
import { StockServiceService } from '@navette/contracts/stock/v1/service';
import { ObjectStore } from '@navette/platform/objects';
import type { ServiceDefinition } from '@navette/platform/service';
import { AllocateFromPlace } from './allocations/allocate-from-place.js';
import { ReleaseFromPlace } from './allocations/release-from-place.js';
import { AllocateStock } from './allocations/allocate-stock.js';
import { AllocationRepository } from './allocations/allocation.repository.js';
import { MakeRoom } from './allocations/make-room.js';
import { SagaAllocations } from './allocations/saga-allocations.js';
import { WithdrawAllocations } from './allocations/withdraw-allocations.js';
import { BeginCatalogue } from './catalogue-entries/begin-catalogue.js';
import { CatalogueEntriesGrpc } from './catalogue-entries/catalogue-entries.grpc.js';
import { CatalogueEntriesSubscriber } from './catalogue-entries/catalogue-entries.subscriber.js';
import { CatalogueEntryRepository } from './catalogue-entries/catalogue-entry.repository.js';
import { ChangeCatalogueEntry } from './catalogue-entries/change-catalogue-entry.js';
import { CreateCatalogueEntry } from './catalogue-entries/create-catalogue-entry.js';
import { ReadCatalogueEntries } from './catalogue-entries/read-catalogue-entries.js';
import { CatalogueGrpc } from './catalogue/catalogue.grpc.js';
import { ChangePartPrices } from './catalogue/change-part-prices.js';
import { ChangePart } from './catalogue/change-part.js';
import { CheckItem } from './catalogue/check-item.js';
import { CreatePart } from './catalogue/create-part.js';
import { ExplainPartPrices } from './catalogue/explain-part-prices.js';
import { FindCatalogueItems } from './catalogue/find-catalogue-items.js';
import { GetPart } from './catalogue/get-part.js';
import { ListPartPriceChanges } from './catalogue/list-part-price-changes.js';
import { ListParts } from './catalogue/list-parts.js';
import { PartPricesGrpc } from './catalogue/part-prices.grpc.js';
import { PartPriceRepository } from './catalogue/part-price.repository.js';
import { PartListsGrpc } from './catalogue/part-lists.grpc.js';
import { PartRepository } from './catalogue/part.repository.js';
import { SearchParts } from './catalogue/search-parts.js';
import { SetPartLimits } from './catalogue/set-part-limits.js';
import { SetPartPrices } from './catalogue/set-part-prices.js';
import { ConsumeParts } from './consumption/consume-parts.js';
import { ConsumptionRepository } from './consumption/consumption.repository.js';
import { ConsumptionSubscriber } from './consumption/consumption.subscriber.js';
import { ReturnParts } from './consumption/return-parts.js';
import { SendParts } from './consumption/send-parts.js';
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
import { PutAwayRepository } from './goods-receipts/put-away.repository.js';
import { PullGoodsReceiptLines } from './goods-receipts/pull-goods-receipt-lines.js';
import { ReadGoodsReceipt } from './goods-receipts/read-goods-receipt.js';
import { ReceiveOrderLines } from './goods-receipts/receive-order-lines.js';
import { PrintPutAway } from './goods-receipts/print-put-away.js';
import { ReadPutAway } from './goods-receipts/read-put-away.js';
import { ReverseGoodsReceipt } from './goods-receipts/reverse-goods-receipt.js';
import { ScanGoodsReceipt } from './goods-receipts/scan-goods-receipt.js';
import { SetGoodsReceiptLines } from './goods-receipts/set-goods-receipt-lines.js';
import { StartAllocation } from './goods-receipts/start-allocation.js';
import { UnreceiveOrderLines } from './goods-receipts/unreceive-order-lines.js';
import { UndoGoodsReceiptScan } from './goods-receipts/undo-goods-receipt-scan.js';
import { ValidateGoodsReceipt } from './goods-receipts/validate-goods-receipt.js';
import { VoidGoodsReceipt } from './goods-receipts/void-goods-receipt.js';
import { AddCountLine } from './inventories/add-count-line.js';
import { AddInventoryLine } from './inventories/add-inventory-line.js';
import { CancelInventory } from './inventories/cancel-inventory.js';
import { ChangeInventory } from './inventories/change-inventory.js';
import { ChangeInventoryScope } from './inventories/change-inventory-scope.js';
import { CloseInventory } from './inventories/close-inventory.js';
import { CountAccessRepository } from './inventories/count-access.repository.js';
import { CountEntryRepository } from './inventories/count-entry.repository.js';
import { CountSessions } from './inventories/count-sessions.js';
import { CountsGrpc } from './inventories/counts.grpc.js';
import { FreezeParts } from './inventories/freeze-parts.js';
import { InventoriesGrpc } from './inventories/inventories.grpc.js';
import { InventoryEndsGrpc } from './inventories/inventory-ends.grpc.js';
import { InventoryLineRepository } from './inventories/inventory-line.repository.js';
import { InventoryRepository } from './inventories/inventory.repository.js';
import { JoinInventory } from './inventories/join-inventory.js';
import { ListCountLines } from './inventories/list-count-lines.js';
import { OpenInventory } from './inventories/open-inventory.js';
import { PrintInventory } from './inventories/print-inventory.js';
import { ReadInventories } from './inventories/read-inventories.js';
import { RecordCounts } from './inventories/record-counts.js';
import { RemoveInventoryLine } from './inventories/remove-inventory-line.js';
import { ReopenInventory } from './inventories/reopen-inventory.js';
import { SetInventoryLines } from './inventories/set-inventory-lines.js';
import { ShareCount } from './inventories/share-count.js';
import { TellInventoryNews } from './inventories/tell-inventory-news.js';
import { TakeOverCounts } from './inventories/take-over-counts.js';
import { ThawParts } from './inventories/thaw-parts.js';
import { ValidateInventory } from './inventories/validate-inventory.js';
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
import { PartHistoryGrpc } from './part-history/part-history.grpc.js';
import { PartHistoryRepository } from './part-history/part-history.repository.js';
import { ReadPartHistory } from './part-history/read-part-history.js';
import { ChangePartImages } from './part-images/change-part-images.js';
import { PartImageRepository } from './part-images/part-image.repository.js';
import { PartImagesGrpc } from './part-images/part-images.grpc.js';
import { ReadPartImages } from './part-images/read-part-images.js';
import { LinkParts } from './part-links/link-parts.js';
import { MergePartStock } from './part-links/merge-part-stock.js';
import { PartLinkRepository } from './part-links/part-link.repository.js';
import { PartLinksGrpc } from './part-links/part-links.grpc.js';
import { ReadPartLinks } from './part-links/read-part-links.js';
import { ComparePriceList } from './price-lists/compare-price-list.js';
import { DecidePriceList } from './price-lists/decide-price-list.js';
import { OpenPriceList } from './price-lists/open-price-list.js';
import { PriceListFileReader } from './price-lists/price-list-file.reader.js';
import { PriceListLineRepository } from './price-lists/price-list-line.repository.js';
import { PriceListRepository } from './price-lists/price-list.repository.js';
import { PriceListsGrpc } from './price-lists/price-lists.grpc.js';
import { ReadPriceLists } from './price-lists/read-price-lists.js';
import { ReceivePriceList } from './price-lists/receive-price-list.js';
import { RunPriceList } from './price-lists/run-price-list.js';
import { TakePriceList } from './price-lists/take-price-list.js';
import { LetterheadReader } from './letterhead/letterhead.reader.js';
import { RecipientReader } from './letterhead/recipient.reader.js';
import { ProductRepository } from './products/product.repository.js';
import { ProductsGrpc } from './products/products.grpc.js';
import { ReadProducts } from './products/read-products.js';
import { WriteProduct } from './products/write-product.js';
import { ListReplenishmentPlan } from './replenishment/list-replenishment-plan.js';
import { PlaceSupplierOrders } from './replenishment/place-supplier-orders.js';
import { PreviewSupplierOrders } from './replenishment/preview-supplier-orders.js';
import { ReplenishmentGrpc } from './replenishment/replenishment.grpc.js';
import { ReplenishmentRepository } from './replenishment/replenishment.repository.js';
import { TakeRefills } from './replenishment/take-refills.js';
import { GetStationSettings } from './settings/get-station-settings.js';
import { SetStationSettings } from './settings/set-station-settings.js';
import { SettingsGrpc } from './settings/settings.grpc.js';
import { SettingsRepository } from './settings/settings.repository.js';
import { StationTransferEffects } from './station-transfer/station-transfer.effects.js';
import { AnswerStationTransfer } from './station-transfers/answer-station-transfer.js';
import { CancelStationTransfer } from './station-transfers/cancel-station-transfer.js';
import { HearSister } from './station-transfers/hear-sister.js';
import { IncomingTransfers } from './station-transfers/incoming-transfers.js';
import { IssueStationTransfer } from './station-transfers/issue-station-transfer.js';
import { OutgoingTransfers } from './station-transfers/outgoing-transfers.js';
import { PrintStationTransfer } from './station-transfers/print-station-transfer.js';
import { ReadStationTransfers } from './station-transfers/read-station-transfers.js';
import { ReceiveStationTransfer } from './station-transfers/receive-station-transfer.js';
import { RequestStationTransfer } from './station-transfers/request-station-transfer.js';
import { StationTransferRepository } from './station-transfers/station-transfer.repository.js';
import { StationTransfersGrpc } from './station-transfers/station-transfers.grpc.js';
import { StationTransfersSubscriber } from './station-transfers/station-transfers.subscriber.js';
import { CorrectStock } from './stock-levels/correct-stock.js';
import { GetStockLevel } from './stock-levels/get-stock-level.js';
import { ListStockLevels } from './stock-levels/list-stock-levels.js';
import { PostCorrections } from './stock-levels/post-corrections.js';
import { PostMovements } from './stock-levels/post-movements.js';
import { AddresseeReader } from './shuttle-notes/addressee.reader.js';
import { IssueShuttleNote } from './shuttle-notes/issue-shuttle-note.js';
import { ListShuttleNotes } from './shuttle-notes/list-shuttle-notes.js';
import { PrintShuttleNote } from './shuttle-notes/print-shuttle-note.js';
import { ShuttleNoteRepository } from './shuttle-notes/shuttle-note.repository.js';
import { ShuttleNotesGrpc } from './shuttle-notes/shuttle-notes.grpc.js';
import { ShuttleNotesSubscriber } from './shuttle-notes/shuttle-notes.subscriber.js';
import { StockLevelRepository } from './stock-levels/stock-level.repository.js';
import { StockLevelsGrpc } from './stock-levels/stock-levels.grpc.js';
import { AttachToNote } from './stock-notes/attach-to-note.js';
import { CreateStockNote } from './stock-notes/create-stock-note.js';
import { PrintStockNote } from './stock-notes/print-stock-note.js';
import { ReadStockNotes } from './stock-notes/read-stock-notes.js';
import { StockNoteRepository } from './stock-notes/stock-note.repository.js';
import { StockNotesGrpc } from './stock-notes/stock-notes.grpc.js';
import { MoveStock } from './stock-places/move-stock.js';
import { StockPlaces } from './stock-places/stock-places.js';
import { StockPlacesGrpc } from './stock-places/stock-places.grpc.js';
import { PrintStockValues } from './stock-values/print-stock-values.js';
import { ReadStockValues } from './stock-values/read-stock-values.js';
import { StockValueRepository } from './stock-values/stock-value.repository.js';
import { StockValuesGrpc } from './stock-values/stock-values.grpc.js';
import { AcknowledgeSupplierOrder } from './supplier-orders/acknowledge-supplier-order.js';
import { CancelSupplierOrder } from './supplier-orders/cancel-supplier-order.js';
import { ChangeOrder } from './supplier-orders/change-order.js';
import { CloseSupplierOrder } from './supplier-orders/close-supplier-order.js';
import { DepositOrder } from './supplier-orders/deposit-order.js';
import { DepositRepository } from './supplier-orders/deposit.repository.js';
import { DepositsSubscriber } from './supplier-orders/deposits.subscriber.js';
import { GetSupplierOrder } from './supplier-orders/get-supplier-order.js';
import { KeepDeposits } from './supplier-orders/keep-deposits.js';
import { ListSupplierOrders } from './supplier-orders/list-supplier-orders.js';
import { ListPreparedParts } from './preparation/list-prepared-parts.js';
import { PreparationGrpc } from './preparation/preparation.grpc.js';
import { PreparedPartRepository } from './preparation/prepared-part.repository.js';
import { PrintPickList } from './preparation/print-pick-list.js';
import { PrintTote } from './preparation/print-tote.js';
import { PrintSupplierOrder } from './supplier-orders/print-supplier-order.js';
import { MailSupplierOrder } from './supplier-orders/mail-supplier-order.js';
import { SendSupplierOrder } from './supplier-orders/send-supplier-order.js';
import { SupplierOrderRepository } from './supplier-orders/supplier-order.repository.js';
import { SupplierOrderPapersGrpc } from './supplier-orders/supplier-order-papers.grpc.js';
import { SupplierOrdersGrpc } from './supplier-orders/supplier-orders.grpc.js';
import { CancelSupplierReturn } from './supplier-returns/cancel-supplier-return.js';
import { CreateSupplierReturn } from './supplier-returns/create-supplier-return.js';
import { PrintSupplierReturn } from './supplier-returns/print-supplier-return.js';
import { ReadSupplierReturn } from './supplier-returns/read-supplier-return.js';
import { ReturnMovements } from './supplier-returns/return-movements.js';
import { SupplierReturnRepository } from './supplier-returns/supplier-return.repository.js';
import { SupplierReturnsGrpc } from './supplier-returns/supplier-returns.grpc.js';

/** Parts and their prices, stock, who waits for what, supplier orders, goods receipts. */
export const stockService: ServiceDefinition = {
  name: 'stock',
  migrations,
  grpc: {
    definition: StockServiceService,
    controllers: [
      CatalogueGrpc,
      PartPricesGrpc,
      PriceListsGrpc,
      PartListsGrpc,
      PartHistoryGrpc,
      PartLinksGrpc,
      PartImagesGrpc,
      CatalogueEntriesGrpc,
      ProductsGrpc,
      StockLevelsGrpc,
      StockPlacesGrpc,
      StockNotesGrpc,
      StockValuesGrpc,
      NeedsGrpc,
      ReplenishmentGrpc,
      SupplierOrdersGrpc,
      SupplierOrderPapersGrpc,
      SupplierReturnsGrpc,
      StationTransfersGrpc,
      DraftReceiptsGrpc,
      GoodsReceiptsGrpc,
      DespatchFilesGrpc,
      InventoriesGrpc,
      InventoryEndsGrpc,
      CountsGrpc,
      PreparationGrpc,
      ShuttleNotesGrpc,
      SettingsGrpc,
    ],
  },
  subscribers: [
    ReferencesSubscriber,
    NeedsSubscriber,
    ConsumptionSubscriber,
    MergesSubscriber,
    CatalogueEntriesSubscriber,
    StationTransfersSubscriber,
    ShuttleNotesSubscriber,
    DepositsSubscriber,
  ],
  sagas: [OrderReceiptToAllocationEffects, StationTransferEffects],
  sends: [TellStationTransferMessage],
  timers: [RunPriceList],
  calls: ['identity:station.read', 'parties:party.read', 'interventions:file.read', 'billing:customer-order.read'],
  providers: [
    ReferenceRepository,
    KeepReferences,
    SettingsRepository,
    GetStationSettings,
    SetStationSettings,
    CatalogueEntryRepository,
    BeginCatalogue,
    CreateCatalogueEntry,
    ChangeCatalogueEntry,
    ReadCatalogueEntries,
    ProductRepository,
    ReadProducts,
    WriteProduct,
    PartRepository,
    PartPriceRepository,
    ChangePartPrices,
    CheckItem,
    CreatePart,
    ChangePart,
    SearchParts,
    PartHistoryRepository,
    ReadPartHistory,
    PartLinkRepository,
    LinkParts,
    MergePartStock,
    ReadPartLinks,
    ObjectStore,
    PartImageRepository,
    ChangePartImages,
    ReadPartImages,
    GetPart,
    ListParts,
    SetPartLimits,
    SetPartPrices,
    FindCatalogueItems,
    ExplainPartPrices,
    ListPartPriceChanges,
    PriceListRepository,
    PriceListLineRepository,
    PriceListFileReader,
    ReceivePriceList,
    ReadPriceLists,
    DecidePriceList,
    OpenPriceList,
    ComparePriceList,
    TakePriceList,
    StockLevelRepository,
    PostMovements,
    StockPlaces,
    MoveStock,
    PostCorrections,
    CorrectStock,
    StockNoteRepository,
    ReadStockNotes,
    CreateStockNote,
    PrintStockNote,
    AttachToNote,
    GetStockLevel,
    ListStockLevels,
    StockValueRepository,
    ReadStockValues,
    PrintStockValues,
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
    AllocateFromPlace,
    ReleaseFromPlace,
    WithdrawAllocations,
    MakeRoom,
    SagaAllocations,
    ConsumptionRepository,
    ConsumeParts,
    SendParts,
    ReturnParts,
    ReplenishmentRepository,
    ListReplenishmentPlan,
    TakeRefills,
    PlaceSupplierOrders,
    PreviewSupplierOrders,
    LetterheadReader,
    RecipientReader,
    PrintSupplierOrder,
    SupplierReturnRepository,
    ReturnMovements,
    ReadSupplierReturn,
    PrintSupplierReturn,
    CreateSupplierReturn,
    CancelSupplierReturn,
    StationTransferRepository,
    ReadStationTransfers,
    RequestStationTransfer,
    AnswerStationTransfer,
    IssueStationTransfer,
    ReceiveStationTransfer,
    CancelStationTransfer,
    PrintStationTransfer,
    IncomingTransfers,
    HearSister,
    OutgoingTransfers,
    SupplierOrderRepository,
    DepositRepository,
    DepositOrder,
    KeepDeposits,
    ChangeOrder,
    SendSupplierOrder,
    MailSupplierOrder,
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
    UndoGoodsReceiptScan,
    PutAwayRepository,
    ReadPutAway,
    PrintPutAway,
    StartAllocation,
    ValidateGoodsReceipt,
    VoidGoodsReceipt,
    ReverseGoodsReceipt,
    GetGoodsReceipt,
    ListGoodsReceipts,
    ImportDespatchFile,
    InventoryRepository,
    InventoryLineRepository,
    CountAccessRepository,
    CountEntryRepository,
    ReadInventories,
    FreezeParts,
    ThawParts,
    OpenInventory,
    ChangeInventory,
    ChangeInventoryScope,
    SetInventoryLines,
    AddInventoryLine,
    RemoveInventoryLine,
    AddCountLine,
    JoinInventory,
    TakeOverCounts,
    TellInventoryNews,
    CloseInventory,
    ValidateInventory,
    ReopenInventory,
    CancelInventory,
    PrintInventory,
    ShareCount,
    PreparedPartRepository,
    ListPreparedParts,
    PrintPickList,
    PrintTote,
    ShuttleNoteRepository,
    IssueShuttleNote,
    ListShuttleNotes,
    AddresseeReader,
    PrintShuttleNote,
    CountSessions,
    ListCountLines,
    RecordCounts,
  ],
};
