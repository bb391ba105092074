import type { AcknowledgeSupplierOrderRequest_Line as GivenLine } from '@navette/contracts/stock/v1/service';
import { Quantity, Temporal, UnitPrice, type FieldError } from '@navette/kernel';
import type { CatalogueItem } from '../catalogue/part.js';
import { isoDate } from '../input/iso-date.js';
import { parsed } from '../input/parsed.js';
import { MOST_AT_ONCE } from '../stock-levels/stock-level.js';
import { supplierOrderErrors, type OrderLine } from './supplier-order.js';

const FIRST_DAY = Temporal.PlainDate.from('2000-01-01');
const LAST_DAY = Temporal.PlainDate.from('2100-01-01');

/** How the part of a line is counted (E-027). */
type Units = ReadonlyMap<string, Pick<CatalogueItem, 'unitCode' | 'unitDecimals'>>;

/**
 * Order lines as the supplier acknowledges them: dates, quantities, prices, and what it will not send any more. Less than
 * ordered is cancelled, more is ordered; what is already received stays.
 * @throws DomainError `stock.supplier-order.acknowledgement-invalid` with every field that is not accepted (ST-22)
 */
export function acknowledgedLines(lines: readonly OrderLine[], given: readonly GivenLine[], units: Units): OrderLine[] {
  const fields: FieldError[] = [];
  const byId = new Map(lines.map((line) => [line.id, line]));
  const acknowledged = given.flatMap((input, i) => {
    const line = byId.get(input.lineId);
    if (line === undefined) {
      fields.push(supplierOrderErrors.field(`/lines/${i}/lineId`, 'supplier-order.line-unknown'));
      return [];
    }
    const quantity = input.exhausted
      ? line.received.min(line.quantity)
      : (quantityOf(fields, `/lines/${i}/quantity`, input.quantity, line, units) ??
        line.quantity.minus(line.cancelled));
    return [
      {
        ...line,
        quantity: line.quantity.max(quantity),
        cancelled: line.quantity.minus(quantity).max(Quantity.zero),
        unitPrice: priceOf(fields, `/lines/${i}/unitPrice`, input.unitPrice) ?? line.unitPrice,
        expectedOn: dateOf(fields, `/lines/${i}/expectedOn`, input.expectedOn) ?? line.expectedOn,
        exhausted: input.exhausted,
      },
    ];
  });
  if (fields.length > 0) throw supplierOrderErrors.error('supplier-order.acknowledgement-invalid', {}, fields);
  return acknowledged;
}

function quantityOf(
  fields: FieldError[],
  pointer: string,
  text: string,
  line: OrderLine,
  units: Units,
): Quantity | undefined {
  if (text === '') return undefined;
  const quantity = parsed(fields, pointer, () => Quantity.parse(text));
  if (quantity === undefined) return undefined;
  const unit = units.get(line.partId);
  if (unit !== undefined && !quantity.hasAtMost(unit.unitDecimals)) {
    const params = { unit: unit.unitCode, decimals: unit.unitDecimals };
    fields.push(supplierOrderErrors.field(pointer, 'supplier-order.quantity-too-precise', params));
  }
  if (quantity.isNegative() || quantity.compare(line.received) < 0) {
    fields.push(
      supplierOrderErrors.field(pointer, 'supplier-order.below-received', { received: line.received.toString() }),
    );
  }
  if (quantity.compare(MOST_AT_ONCE) > 0) {
    fields.push(supplierOrderErrors.field(pointer, 'supplier-order.quantity-absurd', { max: MOST_AT_ONCE.toString() }));
  }
  return quantity;
}

function priceOf(fields: FieldError[], pointer: string, text: string): UnitPrice | undefined {
  if (text === '') return undefined;
  const price = parsed(fields, pointer, () => UnitPrice.parse(text));
  if (price?.isNegative() === true) fields.push(supplierOrderErrors.field(pointer, 'supplier-order.price-negative'));
  return price;
}

/** A day that an order may be awaited on; undefined for none, or for what `fields` then names. */
export function dateOf(fields: FieldError[], pointer: string, text: string): Temporal.PlainDate | undefined {
  if (text === '') return undefined;
  const date = isoDate(text);
  const absurd =
    date === undefined ||
    Temporal.PlainDate.compare(date, FIRST_DAY) < 0 ||
    Temporal.PlainDate.compare(date, LAST_DAY) > 0;
  if (absurd) fields.push(supplierOrderErrors.field(pointer, 'supplier-order.date-wrong', { expected: 'YYYY-MM-DD' }));
  return date;
}
