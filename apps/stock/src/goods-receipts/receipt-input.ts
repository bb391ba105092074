import type {
  ChangeGoodsReceiptRequest,
  CreateGoodsReceiptRequest,
  SetGoodsReceiptLinesRequest_Line as GivenLine,
} from '@navette/contracts/stock/v1/service';
import { isUuid, Quantity, UnitPrice, type FieldError } from '@navette/kernel';
import { isoDate } from '../input/iso-date.js';
import { parsed } from '../input/parsed.js';
import { MOST_AT_ONCE } from '../stock-levels/stock-level.js';
import { goodsReceiptErrors, pulls, type Pull, type PullChoice, type ReceiptLine } from './goods-receipt.js';

const LONGEST_TEXT = 60;

/** Orders named at once; a delivery of more is pulled by its date. */
const MOST_ORDERS = 200;

/** What a person notes on a receipt. */
export interface ReceiptNotes {
  readonly deliveryNote: string;
  readonly countermark: string;
}

export interface NewReceiptInput extends ReceiptNotes, PullChoice {
  readonly supplierPartyId: string;
  readonly supplierOrderId: string;
}

/** @throws DomainError `stock.goods-receipt.invalid` with every field that is not accepted */
export function newReceiptInput(input: CreateGoodsReceiptRequest): NewReceiptInput {
  const fields: FieldError[] = [];
  const { supplierPartyId, supplierOrderId } = input;
  // Of an order its own lines are pulled, never those of others.
  const accepted = supplierOrderId === '' ? pulls : pulls.filter((pull) => pull !== 'orders');
  const choice = choiceOf(fields, input, accepted);
  if (supplierOrderId === '' && !isUuid(supplierPartyId)) {
    fields.push(goodsReceiptErrors.field('/supplierPartyId', 'goods-receipt.supplier-unknown'));
  }
  const notes = notesOf(fields, input);
  if (fields.length > 0) throw goodsReceiptErrors.error('goods-receipt.invalid', {}, fields);
  return { supplierPartyId, supplierOrderId, ...notes, ...choice };
}

/** @throws DomainError `stock.goods-receipt.invalid` with every field that is not accepted */
export function receiptNotes(input: ChangeGoodsReceiptRequest): ReceiptNotes {
  const fields: FieldError[] = [];
  const notes = notesOf(fields, input);
  if (fields.length > 0) throw goodsReceiptErrors.error('goods-receipt.invalid', {}, fields);
  return notes;
}

/** @throws DomainError `stock.goods-receipt.invalid` with every field that is not accepted */
export function pullChoice(input: { pull: string; until: string; orderNumbers: readonly string[] }): PullChoice {
  const fields: FieldError[] = [];
  const accepted = pulls.filter((pull) => pull !== 'none');
  const choice = choiceOf(fields, input, accepted);
  if (fields.length > 0) throw goodsReceiptErrors.error('goods-receipt.invalid', {}, fields);
  return choice;
}

function choiceOf(
  fields: FieldError[],
  input: { pull: string; until: string; orderNumbers: readonly string[] },
  accepted: readonly Pull[],
): PullChoice {
  const pull = accepted.find((one) => one === input.pull);
  if (pull === undefined) {
    fields.push(goodsReceiptErrors.field('/pull', 'goods-receipt.pull-not-accepted', { accepted }));
  }
  const until = pull === 'until' ? isoDate(input.until) : undefined;
  if (pull === 'until' && until === undefined) {
    fields.push(goodsReceiptErrors.field('/until', 'goods-receipt.date-wrong', { expected: 'YYYY-MM-DD' }));
  }
  const orderNumbers = pull === 'orders' ? [...new Set(input.orderNumbers.map((number) => number.trim()))] : [];
  if (pull === 'orders' && (orderNumbers.length === 0 || orderNumbers.length > MOST_ORDERS)) {
    fields.push(goodsReceiptErrors.field('/orderNumbers', 'goods-receipt.orders-missing', { max: MOST_ORDERS }));
  }
  return { pull: pull ?? 'none', until, orderNumbers };
}

function notesOf(fields: FieldError[], input: ReceiptNotes): ReceiptNotes {
  const text = (field: keyof ReceiptNotes) => {
    const value = input[field].trim();
    if (value.length > LONGEST_TEXT) {
      fields.push(goodsReceiptErrors.field(`/${field}`, 'goods-receipt.too-long', { max: LONGEST_TEXT }));
    }
    return value;
  };
  return { deliveryNote: text('deliveryNote'), countermark: text('countermark') };
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
