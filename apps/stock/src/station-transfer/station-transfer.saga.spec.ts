import { describe, it } from '@jest/globals';
import { scenario } from '@navette/testing';
import { stationTransfer } from './station-transfer.saga.js';

const request = {
  number: 'LIL-TR-2026-000001',
  stationId: 'asker',
  stationCode: 'LIL',
  stationName: 'Lille',
  reference: 'P-1',
  manufacturerCode: '',
  quantity: '2.0000',
};
const nothing = { transferId: 't', refusal: '', reason: '', value: '', quantity: '' };

const begun = () =>
  scenario(stationTransfer, { transferId: 't', sisterId: 'sister', request, cancelAsked: false })
    .started()
    .expectAsk('ask', ['t']);
const requested = () => begun().answered('ask', { t: 'done' }).expectState('requested').expectRunning();
const accepted = () =>
  requested().signal('accepted', { reason: '' }).expectEffect('accept', nothing).effect('accept', null);
const issued = () =>
  accepted()
    .signal('issued', { value: '20.00' })
    .expectEffect('issue', { ...nothing, value: '20.00' })
    .effect('issue', null)
    .expectState('issued');
const withdrawing = () => accepted().signal('cancel', null).expectAsk('withdraw', ['t']).expectState('cancelling');

describe('ST-15 station-transfer', () => {
  it('is asked, accepted, issued, received, and what has arrived is settled there', () => {
    issued()
      .signal('receive', { quantity: '1.0000', reason: 'cassée' })
      .expectEffect('receive', { ...nothing, quantity: '1.0000', reason: 'cassée' })
      .effect('receive', { quantity: '1.0000', reason: 'cassée' })
      .expectAsk('settle', ['t'])
      .expectEnd(undefined)
      .answered('settle', { t: 'done' })
      .expectEnd('done');
  });

  it('takes over how many the sister accepts, or has sent where that is heard first', () => {
    const some = { ...nothing, quantity: '1.0000' };
    requested().signal('accepted', { quantity: '1.0000' }).expectEffect('accept', some);
    requested()
      .signal('issued', { value: '10.00', quantity: '1.0000' })
      .expectEffect('issue', { ...some, value: '10.00' })
      .effect('issue', null)
      .signal('accepted', { quantity: '1.0000' })
      .expectNothingAsked()
      .expectState('issued');
  });

  it('ends where the sister does not know the part', () => {
    begun()
      .answered('ask', { t: 'stock.station-transfer.part-unknown' })
      .expectEffect('refuse', { ...nothing, refusal: 'part-unknown' })
      .effect('refuse', null)
      .expectEnd('compensated');
  });

  it('ends where the sister refuses, also what it had accepted', () => {
    for (const at of [requested, accepted])
      at()
        .signal('refused', { reason: 'vendue' })
        .expectEffect('refuse', { ...nothing, refusal: 'by-hand', reason: 'vendue' })
        .effect('refuse', null)
        .expectEnd('compensated');
  });

  it('takes a decision that overtakes the answer of the sister’s half, and ends when that has come', () => {
    begun()
      .signal('refused', { reason: 'non' })
      .effect('refuse', null)
      .expectEnd(undefined)
      .answered('ask', { t: 'done' })
      .expectEnd('compensated');
    begun().signal('accepted', {}).effect('accept', null).answered('ask', { t: 'done' }).expectState('accepted');
  });

  it('is cancelled as long as the parts have not left', () => {
    withdrawing()
      .answered('withdraw', { t: 'done' })
      .expectEffect('cancel', nothing)
      .effect('cancel', null)
      .expectEnd('compensated');
  });

  it('is cancelled before the sister knows of it, once it does', () => {
    begun()
      .signal('cancel', null)
      .expectRequests('withdraw', 0)
      .answered('ask', { t: 'done' })
      .expectAsk('withdraw', ['t'])
      .expectState('cancelling');
  });

  it('goes on where the parts had left before the sister heard of the cancellation, whichever is heard first', () => {
    const REFUSED = { t: 'stock.station-transfer.issued-already' };
    withdrawing()
      .answered('withdraw', REFUSED)
      .expectState('cancelling')
      .signal('issued', { value: '20.00' })
      .effect('issue', null)
      .expectState('issued')
      .expectRunning();
    withdrawing()
      .signal('issued', { value: '20.00' })
      .effect('issue', null)
      .answered('withdraw', REFUSED)
      .expectState('issued')
      .expectRunning();
  });

  it('ends once where the sister refuses while it is cancelled', () => {
    withdrawing()
      .signal('refused', { reason: 'non' })
      .effect('refuse', null)
      .expectEnd(undefined)
      .answered('withdraw', { t: 'done' })
      .expectNothingAsked()
      .expectEnd('compensated');
  });

  it('does nothing twice: what is said again, late or against what is so changes nothing', () => {
    const nothingMore = (at: ReturnType<typeof issued>, ...signals: string[]) => {
      for (const name of signals)
        at.signal(name, { value: '1.00', quantity: '1.0000', reason: '' }).expectNothingAsked();
      return at;
    };
    nothingMore(requested(), 'receive').expectState('requested');
    nothingMore(issued(), 'accepted', 'issued', 'refused', 'cancel').expectState('issued').expectRunning();
    nothingMore(
      issued()
        .signal('receive', { quantity: '2.0000', reason: '' })
        .effect('receive', { quantity: '2.0000', reason: '' })
        .answered('settle', { t: 'done' }),
      'receive',
      'issued',
      'cancel',
    ).expectEnd('done');
  });

  it('asks the sister again for as long as it is silent, and then calls a person', () => {
    begun().silent({ minutes: 10 }).expectAskedAgain('ask', ['t'], 3).expectRequests('ask', 1);
  });
});
