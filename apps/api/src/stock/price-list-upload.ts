import type { PriceList } from '@navette/contracts/stock/v1/price_lists';
import type { StockServiceService as Stock } from '@navette/contracts/stock/v1/service';
import { defineErrors } from '@navette/kernel';
import { callerOfRequest } from '@navette/platform/http';
import type { RpcClient } from '@navette/platform/rpc';
import type { Request } from 'express';
import { mediaTypeOf, TABLE_TYPES } from '../upload.js';

const uploadErrors = defineErrors('stock', {
  'price-list.format-not-accepted': { kind: 'invalid', params: ['accepted'] },
  'price-list.too-large': { kind: 'too-large', params: ['max'] },
  'price-list.workbook-too-large': { kind: 'too-large', params: ['max'] },
});

const PIECE_BYTES = 1_048_576;
/** Pieces. */
const MOST = { csv: 300, xlsx: 10 };

/** Media types of a price list. */
export const PRICE_LIST_TYPES = Object.keys(TABLE_TYPES);

/**
 * Hands a file on piece by piece: whatever it weighs, one piece of it is in memory. What says that it is too large is refused
 * before it is read; what proves too large while it comes leaves nothing. Of a file that breaks off the pieces wait for who sends
 * it again with the same key, and go after an hour.
 * @throws DomainError `stock.price-list.format-not-accepted`, `stock.price-list.too-large`,
 *   `stock.price-list.workbook-too-large`, and what the service refuses
 */
export async function sendPriceList(
  stock: RpcClient<typeof Stock>,
  fileName: string,
  request: Request,
): Promise<PriceList> {
  if (TABLE_TYPES[mediaTypeOf(request)] === undefined)
    throw uploadErrors.error('price-list.format-not-accepted', { accepted: PRICE_LIST_TYPES });
  const format = fileName.toLowerCase().endsWith('.xlsx') ? 'xlsx' : 'csv';
  const max = MOST[format];
  const tooLarge = () =>
    format === 'csv'
      ? uploadErrors.error('price-list.too-large', { max })
      : uploadErrors.error('price-list.workbook-too-large', { max });
  // Who is refused while it sends is not listened to until its end.
  request.res?.setHeader('connection', 'close');
  if (Number(request.get('content-length') ?? 0) > max * PIECE_BYTES) throw tooLarge();
  const { call } = callerOfRequest(request);
  const { idempotencyKey: _ofTheWhole, ...each } = call;
  const { id: priceListId } = await stock.beginPriceList({ fileName }, call);
  let pieces = 0;
  for await (const content of inPieces(request)) {
    if (pieces === max) {
      await stock.discardPriceList({ priceListId }, each);
      throw tooLarge();
    }
    await stock.appendPriceList({ priceListId, piece: pieces, content }, each);
    pieces += 1;
  }
  return stock.endPriceList({ priceListId, pieces }, each);
}

/** A body as pieces of one size, the last one shorter. */
async function* inPieces(body: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let waiting: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    let rest = chunk;
    while (bytes + rest.length >= PIECE_BYTES) {
      const cut = PIECE_BYTES - bytes;
      yield Buffer.concat([...waiting, rest.subarray(0, cut)]);
      rest = rest.subarray(cut);
      [waiting, bytes] = [[], 0];
    }
    waiting.push(rest);
    bytes += rest.length;
  }
  if (bytes > 0) yield Buffer.concat(waiting);
}
