export {
  hasVat,
  isVatTerritory,
  vatCategories,
  vatRate,
  vatRatesOn,
  vatTerritories,
  type VatCategory,
  type VatRateEntry,
  type VatTerritory,
} from './vat.js';
export { RIGHTS } from './rights.js';
export * from './role-rights.js';
export { MANUFACTURERS } from './manufacturers.js';
export { APPLIANCE_TYPES, UNITS } from './catalogue.js';
export { ORDER_TYPES, type OrderType } from './order-types.js';
