import { describe, expect, it } from '@jest/globals';
import { scenario } from '@navette/testing';
import type { BillableFile, ConsumedLine } from '../intervention-files/billable-file.js';
import { fileToInvoice, fileToInvoiceData } from './file-to-invoice.saga.js';

const billable: BillableFile = {
  fileId: 'file',
  fileNumber: 'LIL-DI-2026-000001',
  payers: [
    {
      partyId: 'zoe',
      lines: [
        {
          lineId: 'line',
          reference: 'P-1',
          designation: 'Pompe',
          quantity: '1.0000',
          unitPrice: '42.0000',
          discount: '0.0000',
          vatCategory: 'standard',
          ventilationCode: 'PIECE',
        },
      ],
    },
  ],
};
const consumption: ConsumedLine[] = [{ needId: 'line', partId: 'pump', used: '1.0000' }];
const documents = '[{"id":"d","kind":"invoice","number":"LIL-FA-2026-000001","total":"50.40"}]';

const begun = (consumed: ConsumedLine[] = consumption) =>
  scenario(fileToInvoice, fileToInvoiceData(billable, consumed)).started().expectState('checking');

const reopened = (refusal: string, params: Record<string, string> = {}) => ({ fileId: 'file', refusal, params });

describe('IN-16 file-to-invoice', () => {
  it('checks, consumes, issues, and closes the file with its documents', () => {
    begun()
      .expectAsk('check', ['file'])
      .answered('check', { file: 'done' })
      .expectState('consuming')
      .expectAsk('consume', ['file'])
      .answered('consume', { file: 'done' })
      .expectState('issuing')
      .expectAsk('issue', ['file'])
      .answered('issue', { file: 'done' }, { documents })
      .expectEffect('close-file', { fileId: 'file', documents: JSON.parse(documents), handBack: false })
      .effect('close-file', null)
      .expectState('billed')
      .expectEnd('done');
  });

  const draft = { id: 'draft', kind: 'draft_invoice', number: '', total: '50.40' };
  const invoice = { id: 'd', kind: 'invoice', number: 'LIL-FA-2026-000001', total: '48.00' };
  const note = { id: 'n', kind: 'billable_delivery_note', number: 'LIL-BL-2026-000001', total: '9.00' };
  const issuing = () => begun([]).answered('check', { file: 'done' }).expectState('issuing');
  const closed = [note, invoice];

  it('PA-2 waits for a draft to be accepted, as long as it takes, and closes the file with the invoice', () => {
    issuing()
      .answered('issue', { file: 'done' }, { documents: JSON.stringify([note, draft]) })
      .expectState('awaiting_acceptance')
      .expectNothingAsked()
      .signal('draft-accepted', { draftId: 'another file’s', invoice })
      .expectState('awaiting_acceptance')
      .signal('draft-accepted', { draftId: 'draft', invoice })
      .expectEffect('close-file', { fileId: 'file', documents: closed, handBack: false })
      .effect('close-file', null)
      .expectState('billed')
      .signal('draft-accepted', { draftId: 'draft', invoice })
      .expectState('billed')
      .expectEnd('done');
  });

  it('PA-2 knows the invoice that overtook the answer naming its draft', () => {
    issuing()
      .signal('draft-accepted', { draftId: 'draft', invoice })
      .expectState('issuing')
      .answered('issue', { file: 'done' }, { documents: JSON.stringify([note, draft]) })
      .expectEffect('close-file', { fileId: 'file', documents: closed, handBack: false });
  });

  it('PA-2 waits for all drafts of several payers', () => {
    const other = { ...draft, id: 'other' };
    issuing()
      .answered('issue', { file: 'done' }, { documents: JSON.stringify([draft, other]) })
      .signal('draft-accepted', { draftId: 'draft', invoice })
      .expectState('awaiting_acceptance')
      .signal('draft-accepted', { draftId: 'other', invoice: { ...invoice, id: 'e' } })
      .expectState('closing');
  });

  it('goes on with a saga that began before there were drafts', () => {
    const {
      documents: _documents,
      accepted: _accepted,
      handBack: _handBack,
      ...before
    } = fileToInvoiceData(billable, consumption);
    expect(fileToInvoice.upgrade?.(before, 1)).toEqual(fileToInvoiceData(billable, consumption));
  });

  it('asks stock for nothing when the file has no part from stock', () => {
    begun([]).answered('check', { file: 'done' }).expectState('issuing').expectAsk('issue', ['file']);
  });

  it('opens the file again when the check is refused: nothing was done yet', () => {
    begun()
      .answered('check', { file: 'billing.document.party-suspended' }, { party: 'zoe' })
      .expectNothingAsked()
      .expectEffect('reopen-file', reopened('billing.document.party-suspended', { party: 'zoe' }))
      .effect('reopen-file', null)
      .expectState('reopened')
      .expectEnd('compensated');
  });

  it('returns nothing when stock refuses: it took all or nothing', () => {
    const params = { part: 'pump', wanted: '1.0000', allocated: '0.0000' };
    begun()
      .answered('check', { file: 'done' })
      .answered('consume', { file: 'stock.consumption.not-allocated' }, params)
      .expectNothingAsked()
      .expectEffect('reopen-file', reopened('stock.consumption.not-allocated', params));
  });

  it('returns the parts before it opens the file when the documents are refused', () => {
    begun()
      .answered('check', { file: 'done' })
      .answered('consume', { file: 'done' })
      .answered('issue', { file: 'billing.document.account-missing' })
      .expectState('returning')
      .expectAsk('return', ['file'])
      .expectEnd(undefined)
      .answered('return', { file: 'done' })
      .expectEffect('reopen-file', reopened('billing.document.account-missing'))
      .effect('reopen-file', null)
      .expectEnd('compensated');
  });

  it('opens the file at once when documents without parts are refused', () => {
    begun([])
      .answered('check', { file: 'done' })
      .answered('issue', { file: 'billing.document.account-missing' })
      .expectEffect('reopen-file', reopened('billing.document.account-missing'));
  });

  const notReturned = () =>
    begun()
      .answered('check', { file: 'done' })
      .answered('consume', { file: 'done' })
      .answered('issue', { file: 'billing.document.account-missing' })
      .answered('return', { file: 'stock.consumption.unknown' })
      .expectState('returning')
      .expectNeedsOperator('stock.consumption.unknown');

  it('calls a person when parts do not come back, and asks for them anew when that one retries', () => {
    notReturned()
      .retried()
      .expectRunning()
      .expectRequests('return', 2)
      .answered('return', { file: 'stock.consumption.unknown' })
      .expectNeedsOperator('stock.consumption.unknown')
      .retried()
      .answered('return', { file: 'done' })
      .expectEffect('reopen-file', reopened('billing.document.account-missing'))
      .effect('reopen-file', null)
      .expectEnd('compensated');
  });

  it('opens the file again when the person resolves the return that is asked anew', () => {
    notReturned()
      .retried()
      .resolved('done')
      .expectEffect('reopen-file', reopened('billing.document.account-missing'))
      .effect('reopen-file', null)
      .expectEnd('compensated');
  });

  it('opens the file again, with why it was not billed, when the person has settled a failed return by hand', () => {
    notReturned()
      .resolved('done')
      .expectEffect('reopen-file', reopened('billing.document.account-missing'))
      .effect('reopen-file', null)
      .expectState('reopened')
      .expectEnd('compensated');
  });

  it.each(['compensated', 'stock.consumption.unknown'])(
    'refuses to be settled as %s: the file would stay with billing for ever',
    (outcome) => {
      const refused = expect.objectContaining({ code: 'platform.saga.outcome-not-accepted' });
      expect(() => notReturned().resolved(outcome)).toThrow(refused);
      expect(() => upTo.return().silent({ hours: 24 }).resolved(outcome)).toThrow(refused);
    },
  );

  it('is not billed by a person who knows no documents: billing is asked once more', () => {
    const silent = () => upTo.issue().silent({ hours: 24 });
    expect(() => silent().resolved('done')).toThrow(
      expect.objectContaining({ params: expect.objectContaining({ problem: 'interventions.file.documents-unknown' }) }),
    );
    silent().retried().answered('issue', { file: 'done' }, { documents }).expectEffect('close-file');
  });

  const upTo = {
    check: () => begun(),
    consume: () => begun().answered('check', { file: 'done' }),
    issue: () => issuing(),
    return: () =>
      begun()
        .answered('check', { file: 'done' })
        .answered('consume', { file: 'done' })
        .answered('issue', { file: 'billing.document.account-missing' }),
  };

  it.each(Object.entries(upTo))(
    'asks a silent %s again as long as it takes, and after a day calls a person',
    (step, at) => {
      at()
        .silent({ seconds: 30 })
        .expectAskedAgain(step, ['file'], 1)
        .silent({ hours: 23, minutes: 59 })
        .expectRunning()
        .silent({ seconds: 30 })
        .expectNeedsOperator('platform.saga.unanswered')
        .expectAskedAgain(step, ['file'], 145)
        .retried()
        .expectRunning()
        .expectAskedAgain(step, ['file'], 146)
        .expectRequests(step, 1)
        .expectEnd(undefined);
    },
  );

  it('goes on when a silent service answers after all, and when the person answers for it', () => {
    upTo
      .consume()
      .silent({ hours: 24 })
      .answered('consume', { file: 'done' })
      .expectRunning()
      .expectAsk('issue', ['file']);
    upTo.check().silent({ hours: 24 }).resolved('done').expectRunning().expectAsk('consume', ['file']);
    upTo
      .issue()
      .silent({ hours: 24 })
      .resolved('billing.document.account-missing')
      .expectEffect('reopen-file', reopened('billing.document.account-missing'));
  });

  it('notes that parts are owed back before stock is asked', () => {
    const { decide } = fileToInvoice;
    const at = { id: 'saga', state: 'checking', data: fileToInvoiceData(billable, consumption), open: 0 };
    const answer = { item: { key: 'file', payload: null }, outcome: 'done', data: {} };
    const decision = decide(at, { kind: 'answered', step: 'check', outcomes: [answer] }, undefined as never);
    expect(decision.data.returnOwed).toBe(true);
    expect(decision.ask?.[0]?.step).toBe('consume');
  });

  it('changes nothing for an answer that it does not wait for', () => {
    const { decide } = fileToInvoice;
    const at = { id: 'saga', state: 'issuing', data: fileToInvoiceData(billable, consumption), open: 1 };
    const answer = { item: { key: 'file', payload: null }, outcome: 'billing.document.late', data: {} };
    expect(decide(at, { kind: 'answered', step: 'check', outcomes: [answer] }, undefined as never)).toEqual({
      state: 'issuing',
      data: at.data,
    });
  });

  it('names to each participant what it needs', () => {
    const request = { sagaId: 'saga', requestId: 'request' };
    const built = (step: string, payload: never) =>
      fileToInvoice.steps[step]?.build(request, [{ key: 'file', payload }]);
    expect(built('check', billable as never)).toEqual({ request, itemKey: 'file', file: billable });
    expect(built('issue', billable as never)).toEqual({ request, itemKey: 'file', file: billable });
    const origin = { request, itemKey: 'file', originKind: 'intervention_file', originId: 'file' };
    expect(built('consume', consumption as never)).toEqual({ ...origin, lines: consumption });
    expect(built('return', null as never)).toEqual(origin);
  });
});
