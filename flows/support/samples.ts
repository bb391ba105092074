import { randomUUID } from 'node:crypto';
import type { Body } from './requests.js';

const text = () => `walk-${randomUUID().slice(0, 8)}`;
const person = () => ({ login: text(), name: 'Personne', email: '', colour: '#2f6f9f', idleMinutes: 60 });
const company = {
  name: 'Marche',
  legalForm: 'SARL',
  siren: '000062596',
  shareCapital: '10000.00',
  rcsCity: 'Arras',
  vatNumber: '',
  naf: '95.22Z',
  fiscalYearStartMonth: 7,
  vatRegime: 'real_normal',
  vatOnDebits: true,
};
const signInProvider = {
  name: 'Marche',
  issuer: 'https://marche.example',
  clientId: 'navette',
  scopes: ['openid'],
  emailClaim: 'email',
  rolesClaim: 'groups',
  roles: [{ value: 'marche', stationId: '', role: 'technician' }],
  domains: ['marche.example'],
};
const party = {
  id: '',
  kinds: ['consumer'],
  name: 'Marche',
  language: 'fr',
  mainAddress: { line1: '1 rue du Pas', postcode: '62000', city: 'Arras', country: 'FR' },
  billingAddress: null,
  deliveryAddress: null,
  billingTerms: null,
  pricingTerms: null,
  customerFamilyId: '',
  supplierFamilyId: '',
  contacts: [],
  mergedParties: [],
};
const header = { name: 'Marche', mainAddress: party.mainAddress, billingAddress: null, deliveryAddress: null };
const family = {
  id: '',
  role: 'customer',
  code: 'MARCHE',
  billingTerms: null,
  pricingTerms: null,
  commissionScaleIds: [],
};
const representative = { id: '', name: 'Marche', mainAddress: party.mainAddress, active: true, userId: '', familyId: '', inherited: [] }; // prettier-ignore
const scale = { id: '', code: 'MARCHE', label: 'Marche', basis: 'margin', document: 'order', mode: 'whole', period: 'year', validFrom: '', validTo: '', bands: [] }; // prettier-ignore
/** Of the entries it may name a brand stands for all. */
const part = {
  id: '',
  reference: 'MARCHE',
  designation: 'Marche',
  ventilationCode: 'PIECE',
  vatCategory: 'standard',
  kind: 'part',
  familyId: '',
  unitId: '',
  locationId: '',
  ecoFeeId: '',
  orderingPartyId: '',
};
const product = { id: '', brandId: '@catalogueEntry', typeId: '@applianceType', commercialReference: 'MARCHE' };
const entry = { id: '', kind: 'brand', code: 'MARCHE', label: 'Marche' };
const consumer = { name: 'Marche', email: 'marche@exemple.example', address: party.mainAddress };
const mission = { consumer, reseller: null, appliance: { category: 'Lave-linge' }, symptom: 'Ne vidange plus' };

/** A list is asked by the filters that it declares. */
const listOf = (field: string, value: string): Body => ({
  query: { filters: [{ field, operator: 'eq', values: [value] }], sorts: [] },
});

/**
 * What a method's request must hold to be taken as far as the rows it names; everything else is made up. `@kind` stands for
 * the id of another kind of row than the field's name says.
 */
export const SAMPLES: Readonly<Record<string, () => Body>> = {
  'identity.CreateUser': () => ({ person: person(), assignment: { stationId: '' } }),
  'identity.ChangeUser': () => ({ person: person(), active: true, expectedVersion: '99' }),
  'identity.ChangeCompany': () => ({ details: company, expectedVersion: '99' }),
  'identity.SetSignInProvider': () => ({ details: signInProvider, clientSecret: 'secret', expectedVersion: '99' }),
  'identity.AddStation': () => ({ of: { $case: 'company', value: company } }),
  'parties.CreateParty': () => ({ party: { ...party, name: text() } }),
  'parties.FindKnownConsumers': () => ({ party: { ...party, emails: ['@partyEmail'] } }),
  'parties.SearchParties': () => ({ q: '@partyEmail' }),
  'parties.ChangeParty': () => ({ party, expectedVersion: '99' }),
  'parties.SetBillingTerms': () => ({ terms: { billingType: 'none', vatRegime: 'domestic' } }),
  'parties.SetPricingTerms': () => ({
    terms: { bands: [{ from: '0', coefficient: '2' }], orderingChannel: 'file', discounts: [] },
  }),
  'parties.ChoosePartyImportLines': () => ({ choice: 'skip' }),
  'parties.MergeConsumers': () => ({ party }),
  'parties.AttachParty': () => ({ expectedVersion: '99' }),
  'parties.CreateFamily': () => ({ family: { ...family, code: text().slice(0, 10) } }),
  'parties.ChangeFamily': () => ({ family, expectedVersion: '99' }),
  'parties.ListFamilies': () => listOf('id', '@family'),
  'parties.DeleteFamily': () => ({ expectedVersion: '99' }),
  'parties.RemoveManufacturer': () => ({ expectedVersion: '99' }),
  'parties.CreateRepresentative': () => ({ representative: { ...representative, code: text() } }),
  'parties.ChangeRepresentative': () => ({ representative, expectedVersion: '99' }),
  'parties.ListRepresentatives': () => listOf('id', '@representative'),
  'parties.CreateCommissionScale': () => ({ scale: { ...scale, code: text().slice(0, 10) } }),
  'parties.ChangeCommissionScale': () => ({ scale, expectedVersion: '99' }),
  'parties.ListCommissionScales': () => listOf('id', '@commissionScale'),
  'stock.CreatePart': () => ({
    part: { ...part, reference: text() },
  }),
  'stock.ChangePart': () => ({ part, expectedVersion: '99' }),
  'stock.BeginPriceList': () => ({ fileName: 'marche.csv' }),
  'stock.LinkParts': () => ({ kind: 'equivalent' }),
  'stock.UnlinkParts': () => ({ kind: 'equivalent' }),
  'stock.MoveStock': () => ({ fromPlaceId: '' }),
  'stock.ListParts': () => listOf('id', '@part'),
  'stock.SearchParts': () => ({ q: '@partReference', kind: '' }),
  'stock.ListCatalogueEntries': () => listOf('id', '@catalogueEntry'),
  'stock.CreateCatalogueEntry': () => ({ entry: { ...entry, code: text().slice(0, 10) } }),
  'stock.ChangeCatalogueEntry': () => ({ entry, expectedVersion: '99' }),
  'stock.ListProducts': () => listOf('id', '@product'),
  'stock.CreateProduct': () => ({ product: { ...product, commercialReference: text() } }),
  'stock.ChangeProduct': () => ({ product, expectedVersion: '99' }),
  'stock.FindCatalogueItems': () => ({ references: ['MO-ATELIER'] }),
  'stock.ListReplenishmentPlan': () => ({ supplierPartyId: '@plannedSupplier' }),
  'stock.PlaceSupplierOrders': () => ({ selections: [{ partId: '', supplierPartyId: '' }] }),
  'stock.PreviewSupplierOrders': () => ({ selections: [{ partId: '', supplierPartyId: '' }] }),
  'stock.GetSupplierOrderDocument': () => ({ format: 'xlsx' }),
  'stock.CreateStockNote': () => ({ kind: 'stock_out', date: '', lines: [{ quantity: '1', unitCost: '' }] }),
  'parties.ListManufacturers': () => ({ partyId: '@listedParty' }),
  'stock.ListStockMovements': () => listOf('partId', '@part'),
  'stock.ListStockNotes': () => listOf('number', '@stockNoteNumber'),
  'stock.PrintStockNote': () => ({ language: 'fr' }),
  'stock.CreateSupplierReturn': () => ({ lines: [{ quantity: '1', reason: 'defective' }] }),
  'stock.ListSupplierReturns': () => listOf('goodsReceiptId', '@returnedReceipt'),
  'stock.ListNetworkStock': () => ({ partId: '@transferredPart' }),
  'stock.RequestStationTransfer': () => ({ quantity: '1' }),
  'stock.RefuseStationTransfer': () => ({ reason: 'Marche' }),
  'stock.ReceiveStationTransfer': () => ({ quantity: '1', reason: 'Marche' }),
  'stock.PrintStationTransfer': () => ({ language: 'fr' }),
  'stock.ListStationTransfers': () => listOf('needId', '@transferredNeed'),
  'stock.ListShuttleNotes': () => ({ originId: '@shippedFile' }),
  'stock.CreateGoodsReceipt': () => ({ pull: 'all', orderNumbers: [] }),
  'stock.PullGoodsReceiptLines': () => ({ pull: 'orders', expectedVersion: '99' }),
  'stock.OpenInventory': () => ({
    scope: { kind: 'selection', partIds: ['@otherPart'], familyIds: [], locationIds: [], supplierPartyIds: [] },
  }),
  'stock.ChangeInventoryScope': () => ({
    scope: { kind: 'selection', partIds: ['@otherPart'], familyIds: [], locationIds: [], supplierPartyIds: [] },
    expectedVersion: '99',
  }),
  'stock.ListStockValues': () => listOf('id', '@otherPart'),
  'stock.SumStockValues': () => ({ ...listOf('id', '@otherPart'), groupBy: 'supplier' }),
  'stock.PrintStockValues': () => ({ ...listOf('id', '@otherPart'), language: 'fr' }),
  'stock.PrintInventory': () => ({ kind: 'sheet', language: 'fr' }),
  'stock.PrintPutAway': () => ({ language: 'fr', customers: [] }),
  'stock.PrintTote': () => ({ technician: 'Marche', day: '2026-11-23', files: [{ originId: '@reservedFile' }], language: 'fr' }), // prettier-ignore
  'stock.ListInventories': () => listOf('id', '@inventory'),
  'stock.SetInventoryLines': () => ({ lines: [{ lineId: '@inventoryLine', counted: '1' }] }),
  'billing.CreateCustomerOrder': () => ({ lines: [{ reference: 'MO-ATELIER' }] }),
  'billing.ChangeCustomerOrderHeader': () => ({ header, expectedVersion: '99' }),
  'billing.ChangeCustomerOrderType': () => ({ type: 'delivery', expectedVersion: '99' }),
  'interventions.ChangeFileHeader': () => ({ header, expectedVersion: '99' }),
  'billing.CreateDespiteSuspension': () => ({ order: { lines: [{ reference: 'MO-ATELIER' }] } }),
  'parties.ListParties': () => listOf('id', '@party'),
  'stock.ListNeeds': () => listOf('originId', '@interventionFile'),
  'stock.ListSupplierOrders': () => listOf('supplierPartyId', '@supplier'),
  'billing.ListDocuments': () => listOf('originId', '@billedFile'),
  'billing.GetItemRevenue': () => ({ reference: '@billedReference' }),
  'billing.ListDraftInvoices': () => listOf('originId', '@draftedFile'),
  'interventions.SetUserPlanning': () => ({
    details: { colour: '', workingHours: Array<string>(7).fill('') },
    expectedVersion: '99',
  }),
  'notifications.PreviewTemplate': () => ({ kind: 'status:parts_received', language: 'fr', subject: 'x', body: 'x', aboutId: '@mailedAbout' }), // prettier-ignore
  'notifications.ListMessages': () => ({ aboutId: '@mailedAbout' }),
  'device-gateway.GetMissionOrderStatus': () => ({ id: '@sentOrder' }),
  'device-gateway.ChangeMissionOrder': () => ({ id: '@sentOrder', ...mission }),
  'device-gateway.WithdrawMissionOrder': () => ({ id: '@sentOrder' }),
  'device-gateway.GetPartsOrder': () => ({ id: '@partsOrder' }),
  'device-gateway.CollectPartsOrder': () => ({ id: '@partsOrder', reference: 'MARCHE' }),
  '*.ListAudit': () => ({ entityType: 'walk', entityId: '@saga', actorId: '' }),
};
