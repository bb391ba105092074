import { describe, it } from '@jest/globals';
import type { Json } from '@navette/platform/saga';
import { scenario } from '@navette/testing';
import { orderReceiptToAllocation, type AllocationItem } from './order-receipt-to-allocation.saga.js';

const receiptId = 'receipt';
const clock = { firstAsk: 30, withdrawAfter: 1_800, operatorAfter: 86_400 };
const allocation = (allocationId: string, originKind: AllocationItem['originKind'] = 'intervention_file'): Json => ({
  allocationId,
  originKind,
  originId: `origin of ${allocationId}`,
  lineId: `line of ${allocationId}`,
  partId: 'part',
  quantity: '1.0000',
});

const begun = (...allocations: Json[]) =>
  scenario(orderReceiptToAllocation, { receiptId, clock })
    .started()
    .expectEffect('tentative-allocations', { receiptId })
    .effect('tentative-allocations', allocations);

describe('ST-24 order-receipt-to-allocation', () => {
  it('asks each origin where its need lives, and ends when all have confirmed', () => {
    begun(allocation('a'), allocation('b'), allocation('c', 'customer_order'))
      .expectAsk('confirm_file', ['a', 'b'])
      .expectAsk('confirm_order', ['c'])
      .answered('confirm_file', { a: 'done', b: 'done' })
      .expectEffect('settle', { confirmed: ['a', 'b'], declined: [] })
      .effect('settle', [])
      .expectEnd(undefined)
      .answered('confirm_order', { c: 'done' })
      .effect('settle', [])
      .expectState('allocated')
      .expectEnd('done');
  });

  it('ends at once when nothing was waiting', () => {
    begun().expectNothingAsked().expectEnd('done');
  });

  it('gives a declined part to the next need, and asks that one', () => {
    begun(allocation('a'))
      .answered('confirm_file', { a: 'interventions.file-line.cancelled' })
      .expectEffect('settle', { confirmed: [], declined: ['a'] })
      .effect('settle', [allocation('next', 'customer_order')])
      .expectAsk('confirm_order', ['next'])
      .answered('confirm_order', { next: 'done' })
      .effect('settle', [])
      .expectEnd('done');
  });

  it('asks back what was not answered in time, and frees it only when that is confirmed', () => {
    begun(allocation('a'), allocation('b'))
      .answered('confirm_file', { b: 'done' })
      .effect('settle', [])
      .overdue('confirm_file', ['a'])
      .expectAsk('withdraw_file', ['a'])
      .expectEnd(undefined)
      .answered('withdraw_file', { a: 'done' })
      .expectEffect('release', { allocationIds: ['a'] })
      .effect('release', [])
      .expectEnd('done');
  });

  it('takes every allocation back before it reverses a voided receipt', () => {
    begun(allocation('a'), allocation('c', 'customer_order'))
      .answered('confirm_file', { a: 'done' })
      .effect('settle', [])
      .answered('confirm_order', { c: 'done' })
      .effect('settle', [])
      .expectEnd('done')
      .signal('void')
      .expectState('voiding')
      .effect('open-allocations', [allocation('a'), allocation('c', 'customer_order')])
      .expectAsk('withdraw_file', ['a'])
      .expectAsk('withdraw_order', ['c'])
      .answered('withdraw_file', { a: 'done' })
      .expectEffect('withdraw', { allocationIds: ['a'] })
      .effect('withdraw', null)
      .answered('withdraw_order', { c: 'done' })
      .effect('withdraw', null)
      .expectEffect('reverse', { receiptId })
      .effect('reverse', {})
      .expectState('voided')
      .expectEnd('compensated');
  });

  it('waits for confirmations under way before it reverses, and asks nobody anew', () => {
    begun(allocation('a'))
      .signal('void')
      .effect('open-allocations', [allocation('a')])
      .expectAsk('withdraw_file', ['a'])
      .answered('withdraw_file', { a: 'done' })
      .effect('withdraw', null)
      .expectEnd(undefined)
      .answered('confirm_file', { a: 'done' })
      .expectEffect('reverse', { receiptId })
      .effect('reverse', {})
      .expectEnd('compensated');
  });

  it('calls a person when a part left meanwhile', () => {
    begun()
      .signal('void')
      .effect('open-allocations', [])
      .effect('reverse', { refused: 'stock.goods-receipt.parts-gone' })
      .expectParked('stock.goods-receipt.parts-gone');
  });
});
