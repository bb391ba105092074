import type {
  CreateGoodsReceiptRequest,
  SetGoodsReceiptLinesRequest_Line as GivenLine,
} from '@navette/contracts/stock/v1/service';
import { isUuid, Quantity, UnitPrice, type FieldError, type Temporal } from '@navette/kernel';
import { isoDate } from '../input/iso-date.js';
import { parsed } from '../input/parsed.js';
import { MOST_AT_ONCE } from '../stock-levels/stock-level.js';
import { goodsReceiptErrors, pulls, type Pull, type ReceiptLine } from './goods-receipt.js';

const LONGEST_TEXT = 60;

export interface NewReceiptInput {
  readonly supplierPartyId: string;
  readonly supplierOrderId: string;
  readonly pull: Pull;
  readonly until: Temporal.PlainDate | undefined;
  readonly deliveryNote: string;
  readonly countermark: string;
}

/** @throws DomainError `stock.goods-receipt.invalid` with every field that is not accepted */
export function newReceiptInput(input: CreateGoodsReceiptRequest): NewReceiptInput {
  const fields: FieldError[] = [];
  const text = (field: 'deliveryNote' | 'countermark') => {
    const value = input[field].trim();
    if (value.length > LONGEST_TEXT) {
      fields.push(goodsReceiptErrors.field(`/${field}`, 'goods-receipt.too-long', { max: LONGEST_TEXT }));
    }
    return value;
  };
  const pull = (pulls as readonly string[]).includes(input.pull) ? (input.pull as Pull) : undefined;
  if (pull === undefined) {
    fields.push(goodsReceiptErrors.field('/pull', 'goods-receipt.pull-not-accepted', { accepted: pulls }));
  }
  const until = pull === 'until' ? isoDate(input.until) : undefined;
  if (pull === 'until' && until === undefined) {
    fields.push(goodsReceiptErrors.field('/until', 'goods-receipt.date-wrong', { expected: 'YYYY-MM-DD' }));
  }
  if (input.supplierOrderId === '' && !isUuid(input.supplierPartyId)) {
    fields.push(goodsReceiptErrors.field('/supplierPartyId', 'goods-receipt.supplier-unknown'));
  }
  const [deliveryNote, countermark] = [text('deliveryNote'), text('countermark')];
  if (fields.length > 0) throw goodsReceiptErrors.error('goods-receipt.invalid', {}, fields);
  const { supplierPartyId, supplierOrderId } = input;
  return { supplierPartyId, supplierOrderId, pull: pull as Pull, until, deliveryNote, countermark };
}

/** Lines of a receipt as typed: those that are there, changed, and the parts to be added with their quantities. */
export interface TypedLines {
  readonly changed: readonly ReceiptLine[];
  readonly added: readonly {
    readonly partId: string;
    readonly quantity: Quantity;
    readonly unitPrice: UnitPrice | undefined;
    readonly updatePrice: boolean | undefined;
  }[];
}

/** @throws DomainError `stock.goods-receipt.invalid` with every field that is not accepted */
export function typedLines(known: readonly ReceiptLine[], given: readonly GivenLine[]): TypedLines {
  const fields: FieldError[] = [];
  const byId = new Map(known.map((line) => [line.id, line]));
  const seen = new Set<string>();
  const changed: ReceiptLine[] = [];
  const added: TypedLines['added'][number][] = [];
  given.forEach((line, i) => {
    const at = `/lines/${i}`;
    const key = line.lineId === '' ? line.partId : line.lineId;
    if (seen.has(key)) fields.push(goodsReceiptErrors.field(at, 'goods-receipt.line-twice'));
    seen.add(key);
    const before = byId.get(line.lineId);
    if (line.lineId !== '' && before === undefined) {
      fields.push(goodsReceiptErrors.field(`${at}/lineId`, 'goods-receipt.line-unknown'));
      return;
    }
    if (before === undefined && !isUuid(line.partId)) {
      fields.push(goodsReceiptErrors.field(`${at}/partId`, 'goods-receipt.part-unknown'));
      return;
    }
    const quantity = quantityOf(fields, `${at}/quantity`, line.quantity);
    const unitPrice = line.unitPrice === '' ? undefined : priceOf(fields, `${at}/unitPrice`, line.unitPrice);
    if (before === undefined) added.push({ partId: line.partId, quantity, unitPrice, updatePrice: line.updatePrice });
    else {
      const updatePrice = line.updatePrice ?? before.updatePrice;
      changed.push({ ...before, quantity, unitPrice: unitPrice ?? before.unitPrice, updatePrice });
    }
  });
  if (fields.length > 0) throw goodsReceiptErrors.error('goods-receipt.invalid', {}, fields);
  return { changed, added };
}

function quantityOf(fields: FieldError[], pointer: string, text: string): Quantity {
  const quantity = parsed(fields, pointer, () => Quantity.parse(text)) ?? Quantity.zero;
  if (quantity.isNegative() || quantity.compare(MOST_AT_ONCE) > 0) {
    fields.push(goodsReceiptErrors.field(pointer, 'goods-receipt.quantity-absurd', { max: MOST_AT_ONCE.toString() }));
  }
  return quantity;
}

function priceOf(fields: FieldError[], pointer: string, text: string): UnitPrice | undefined {
  const price = parsed(fields, pointer, () => UnitPrice.parse(text));
  if (price?.isNegative() === true) fields.push(goodsReceiptErrors.field(pointer, 'goods-receipt.price-negative'));
  return price;
}
