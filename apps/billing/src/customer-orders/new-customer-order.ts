import type { CreateCustomerOrderRequest } from '@navette/contracts/billing/v1/service';
import type { DocumentHeader, PriceExplanation } from '@navette/contracts/common/v1/common';
import type { FindCatalogueItemsResponse } from '@navette/contracts/stock/v1/service';
import { DomainError, Quantity, UnitPrice, type FieldError } from '@navette/kernel';
import { ORDER_TYPES, type OrderType } from '@navette/reference';
import { LINE_QUANTITY, MAX_LINES, orderErrors, orderType } from './customer-order.js';

/** A line that is accepted, with what the catalogue says of its item. */
export interface AcceptedLine {
  readonly kind: 'part' | 'special_item';
  readonly partId: string;
  readonly reference: string;
  readonly designation: string;
  readonly wanted: Quantity;
  readonly unitPrice: UnitPrice;
  readonly vatCategory: string;
  /** Why it has this price (ST-5); undefined where it was typed. */
  readonly priceExplanation: PriceExplanation | undefined;
}

/**
 * The lines of a new order with the items that stock found for them (BI-46); a typed price replaces the catalogue's.
 * @param header undefined where there is no such customer
 * @throws DomainError `billing.customer-order.invalid` with every field that is not accepted.
 */
export function acceptedOrder(
  { lines, type: typed = '' }: CreateCustomerOrderRequest,
  catalogue: FindCatalogueItemsResponse,
  header: DocumentHeader | undefined,
): { lines: AcceptedLine[]; header: DocumentHeader; type: OrderType } {
  const fields: FieldError[] = [];
  if (header === undefined) fields.push(orderErrors.field('/customerPartyId', 'customer-order.unknown-customer'));
  const type = orderType(typed === '' ? ORDER_TYPES[0].code : typed, fields);
  if (lines.length === 0 || lines.length > MAX_LINES) {
    fields.push(orderErrors.field('/lines', 'customer-order.no-lines', { max: MAX_LINES }));
  }
  const items = new Map(catalogue.items.map((item) => [item.part?.reference ?? '', item]));
  const acceptedLines = lines.flatMap((line, i): AcceptedLine[] => {
    const at = (field: string) => `/lines/${i}/${field}`;
    const item = items.get(line.reference);
    const wanted = decimal(fields, at('quantity'), () => Quantity.parse(line.quantity));
    if (wanted !== undefined && outOfRange(wanted)) {
      fields.push(orderErrors.field(at('quantity'), 'customer-order.quantity-out-of-range', LINE_QUANTITY));
    }
    if (item?.part === undefined) {
      fields.push(
        orderErrors.field(at('reference'), 'customer-order.unknown-reference', { reference: line.reference }),
      );
      return [];
    }
    const { unitCode: unit, unitDecimals: decimals } = item.part;
    if (wanted?.hasAtMost(decimals) === false) {
      fields.push(orderErrors.field(at('quantity'), 'customer-order.quantity-too-precise', { unit, decimals }));
    }
    const price = line.unitPrice || item.salePrice;
    if (price === '') {
      fields.push(orderErrors.field(at('unitPrice'), 'customer-order.price-to-set-up', { reference: line.reference }));
      return [];
    }
    const unitPrice = decimal(fields, at('unitPrice'), () => UnitPrice.parse(price));
    if (unitPrice?.isNegative()) fields.push(orderErrors.field(at('unitPrice'), 'customer-order.price-negative'));
    if (wanted === undefined || unitPrice === undefined) return [];
    const { id: partId, kind, reference, designation, vatCategory } = item.part;
    const kept = { partId, reference, designation, vatCategory, wanted, unitPrice };
    const priceExplanation = line.unitPrice === '' ? item.explanation : undefined;
    return [{ kind: kind === 'special_item' ? kind : 'part', ...kept, priceExplanation }];
  });
  if (fields.length > 0 || header === undefined || type === undefined)
    throw orderErrors.error('customer-order.invalid', {}, fields);
  return { lines: acceptedLines, header, type };
}

function outOfRange(quantity: Quantity): boolean {
  return (
    quantity.compare(Quantity.parse(LINE_QUANTITY.min)) < 0 || quantity.compare(Quantity.parse(LINE_QUANTITY.max)) > 0
  );
}

function decimal<T>(fields: FieldError[], pointer: string, parse: () => T): T | undefined {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    fields.push({ pointer, code: error.code, params: error.params });
    return undefined;
  }
}
