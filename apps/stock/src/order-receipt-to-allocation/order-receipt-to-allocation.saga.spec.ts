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

  const UNANSWERED = 'platform.saga.unanswered';
  const heldBack = () => begun(allocation('a')).silent({ minutes: 30 }).expectAsk('withdraw_file', ['a']);

  it('asks a silent origin again under the same request, after 30 s, 2 and 10 min, and only for what is open', () => {
    begun(allocation('a'), allocation('b'))
      .silent({ seconds: 29 })
      .expectAskedAgain('confirm_file', [], 0)
      .silent({ seconds: 1 })
      .expectAskedAgain('confirm_file', ['a', 'b'], 1)
      .answered('confirm_file', { b: 'done' })
      .effect('settle', [])
      .silent({ minutes: 9, seconds: 30 })
      .expectAskedAgain('confirm_file', ['a'], 3)
      .expectRequests('confirm_file', 1)
      .expectRunning()
      .answered('confirm_file', { a: 'done' })
      .effect('settle', [])
      .expectEnd('done');
  });

  it('asks back what was not answered in 30 min, and frees it only when that is confirmed', () => {
    begun(allocation('a'), allocation('b'))
      .answered('confirm_file', { b: 'done' })
      .effect('settle', [])
      .silent({ minutes: 29 })
      .expectRequests('withdraw_file', 0)
      .silent({ minutes: 1 })
      .expectAsk('withdraw_file', ['a'])
      .expectEnd(undefined)
      .answered('withdraw_file', { a: 'done' })
      .expectEffect('release', { allocationIds: ['a'] })
      .effect('release', [])
      .expectEnd('done');
  });

  it('says in each question until when it may be answered; a withdrawal may be confirmed however late', () => {
    begun(allocation('a'), allocation('c', 'customer_order'))
      .expectAnswerWithin('confirm_file', { minutes: 30 })
      .expectAnswerWithin('confirm_order', { minutes: 30 })
      .silent({ minutes: 10 })
      .expectAskedAgain('confirm_file', ['a'], 3)
      .expectAnswerWithin('confirm_file', { minutes: 20 })
      .silent({ minutes: 20 })
      .expectAsk('withdraw_order', ['c'])
      .expectAnswerWithin('withdraw_file', undefined)
      .expectAnswerWithin('withdraw_order', undefined);
  });

  it('asks back what an origin left because it got to it too late, and cancels nothing in its need', () => {
    begun(allocation('a'), allocation('b'), allocation('c'))
      .answered('confirm_file', {
        a: 'platform.saga.given-up',
        b: 'done',
        c: 'interventions.file-line.cancelled',
      })
      .expectAsk('withdraw_file', ['a'])
      .expectEffect('settle', { confirmed: ['b'], declined: ['c'] })
      .effect('settle', [])
      .expectEnd(undefined)
      .answered('withdraw_file', { a: 'done' })
      .expectEffect('release', { allocationIds: ['a'] })
      .effect('release', [])
      .expectEnd('done');
  });

  it('calls a person when the withdrawal is not confirmed for a day, and frees nothing by itself', () => {
    heldBack()
      .silent({ hours: 23, minutes: 59 })
      .expectRunning()
      .silent({ minutes: 1 })
      .expectNeedsOperator(UNANSWERED)
      .expectAskedAgain('withdraw_file', ['a'], 145)
      .silent({ hours: 24 })
      .expectAskedAgain('withdraw_file', ['a'], 145)
      .expectEnd(undefined);
  });

  it('asks for the withdrawal again when the person retries, and goes on when it is confirmed', () => {
    heldBack()
      .silent({ hours: 24 })
      .retried()
      .expectRunning()
      .expectAskedAgain('withdraw_file', ['a'], 146)
      .expectRequests('withdraw_file', 1)
      .silent({ seconds: 30 })
      .expectAskedAgain('withdraw_file', ['a'], 147)
      .answered('withdraw_file', { a: 'done' })
      .effect('release', [allocation('next', 'customer_order')])
      .expectAsk('confirm_order', ['next'])
      .expectRunning();
  });

  it('frees the part when the person resolves the withdrawal by hand', () => {
    heldBack()
      .silent({ hours: 24 })
      .resolved('done')
      .expectEffect('release', { allocationIds: ['a'] })
      .effect('release', [])
      .expectState('allocated')
      .expectEnd('done');
  });

  it('still counts on a person for one origin while another answers', () => {
    begun(allocation('a'), allocation('c', 'customer_order'))
      .silent({ minutes: 30 })
      .silent({ hours: 24 })
      .answered('withdraw_order', { c: 'done' })
      .effect('release', [])
      .expectNeedsOperator(UNANSWERED)
      .answered('withdraw_file', { a: 'done' })
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

  const GONE = 'stock.goods-receipt.parts-gone';
  const notReversed = () =>
    begun()
      .signal('void')
      .effect('open-allocations', [])
      .expectEffect('reverse', { receiptId })
      .effect('reverse', { refused: GONE })
      .expectState('voiding')
      .expectNeedsOperator(GONE);

  it('calls a person when a part left meanwhile, and reverses the receipt when that one retries', () => {
    notReversed()
      .retried()
      .expectEffect('reverse', { receiptId })
      .effect('reverse', { refused: GONE })
      .expectNeedsOperator(GONE)
      .retried()
      .effect('reverse', {})
      .expectState('voided')
      .expectEnd('compensated');
  });

  it('ends as the person says who settled a failed reversal by hand', () => {
    notReversed().resolved('compensated').expectEnd('compensated');
    notReversed().resolved('done').expectEnd('done');
  });
});
