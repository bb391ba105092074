export { Temporal, systemClock, ManualClock, type Clock } from './clock.js';
export { newId, derivedId, isUuid } from './ids.js';
export {
  DomainError,
  defineErrors,
  declaredErrors,
  type DeclaredError,
  type ErrorKind,
  type ErrorParam,
  type ErrorParams,
  type ErrorSet,
  type FieldError,
} from './errors.js';
export { Money, UnitPrice, Quantity, Rate, lineNet, type AnyDecimal } from './decimal.js';
export { spread } from './spread.js';
export { localDate } from './calendar.js';
export {
  documentKinds,
  documentNumber,
  isDocumentKind,
  isGapless,
  parseDocumentNumber,
  type DocumentKind,
  type DocumentNumber,
  type GaplessKind,
} from './document-number.js';
export { gtinCheckDigit, isGtin } from './gtin.js';
export { isSiren, isSiret, vatKey, frenchVatNumber } from './siren.js';
