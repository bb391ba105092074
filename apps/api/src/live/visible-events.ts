/**
 * The right that shows an event to a reader of the live stream: the one to read what it is about. By the event's protobuf
 * name without `navette.` and version. `undefined` is shown to nobody. A spec holds the list to the contracts.
 */
export const visibleBy: Readonly<Record<string, string | undefined>> = {
  'accounting.DocumentRefusedByLedger': 'accounting:waiting-document.read',
  'accounting.EntryPosted': 'accounting:entry.read',
  'billing.CustomerOrderLineCancelAsked': 'billing:customer-order.read',
  'billing.CustomerOrderPlaced': 'billing:customer-order.read',
  'billing.CustomerOrderStatusChanged': 'billing:customer-order.read',
  'billing.DocumentIssued': 'billing:document.read',
  // Who may do what is nobody's page.
  'identity.GrantChanged': undefined,
  'identity.StationChanged': 'identity:station.read',
  'interventions.InterventionFileBilled': 'interventions:file.read',
  'interventions.InterventionFileFinished': 'interventions:file.read',
  'interventions.InterventionFileOpened': 'interventions:file.read',
  'interventions.InterventionFileStatusAdded': 'interventions:file.read',
  'interventions.MissionOrderAccepted': 'interventions:mission-order.read',
  'interventions.MissionOrderChanged': 'interventions:mission-order.read',
  'interventions.MissionOrderConverted': 'interventions:mission-order.read',
  'interventions.MissionOrderExpired': 'interventions:mission-order.read',
  'interventions.MissionOrderReceived': 'interventions:mission-order.read',
  'interventions.MissionOrderRefused': 'interventions:mission-order.read',
  'interventions.MissionOrderRequestDeclined': 'interventions:mission-order.read',
  'interventions.MissionOrderWithdrawn': 'interventions:mission-order.read',
  'interventions.PartsNeedWithdrawn': 'interventions:file.read',
  'interventions.PartsNeeded': 'interventions:file.read',
  'interventions.UserPlanningChanged': 'interventions:user-planning.read',
  'notifications.MessageParked': 'notifications:message.read',
  'notifications.MessageQueued': 'notifications:message.read',
  'notifications.MessageSent': 'notifications:message.read',
  'parties.ConsumersMerged': 'parties:party.read',
  'parties.PartyBillingTermsChanged': 'parties:party.read',
  'parties.PartyChanged': 'parties:party.read',
  'parties.PartyCreated': 'parties:party.read',
  'parties.PartyErased': 'parties:party.read',
  'parties.PartyPricingTermsChanged': 'parties:party.read',
  'parties.PartyResumed': 'parties:party.read',
  'parties.PartySuspended': 'parties:party.read',
  'stock.AllocationWithdrawn': 'stock:need.read',
  'stock.GoodsReceiptValidated': 'stock:receipt.read',
  'stock.GoodsReceiptVoided': 'stock:receipt.read',
  'stock.NeedCancelled': 'stock:need.read',
  'stock.NeedFrozen': 'stock:need.read',
  'stock.NeedRaised': 'stock:need.read',
  'stock.NeedReleased': 'stock:need.read',
  'stock.NeedSupplyChanged': 'stock:need.read',
  'stock.OrderedQuantityWithdrawn': 'stock:supplier-order.read',
  'stock.PartAllocated': 'stock:need.read',
  'stock.PartConsumed': 'stock:stock-level.read',
  'stock.PartExhausted': 'stock:part.read',
  'stock.PartPriceChanged': 'stock:part.read',
  'stock.StockMoved': 'stock:stock-level.read',
  'stock.SupplierOrderAcknowledged': 'stock:supplier-order.read',
  'stock.SupplierOrderPlaced': 'stock:supplier-order.read',
  'stock.SupplierOrderSent': 'stock:supplier-order.read',
};

/** Name of an event in the list: `navette.parties.v1.PartyChanged` → `parties.PartyChanged`. */
export function eventName(type: string): string {
  return type.replace(/^navette\.(\w+)\.v\d+\./, (_all, context: string) => `${context.replaceAll('_', '-')}.`);
}
