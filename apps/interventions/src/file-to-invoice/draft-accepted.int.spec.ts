import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CheckFileDocumentsMessage, DocumentIssuedMessage, IssueFileDocumentsMessage } from '@navette/contracts';
import { DocumentIssued } from '@navette/contracts/billing/v1/events';
import { Bench, elsewhere, id, keys } from '../test/bench.helper.js';

let bench: Bench;

beforeAll(async () => {
  bench = await Bench.start();
});
afterAll(() => bench.stop());

describe('IN-16, PA-2 a file billed by draft', () => {
  it('is billed when its draft is accepted, once, whatever else is issued and however often it is told', async () => {
    const file = await bench.addLines((await bench.file()).id, 'S-1');
    await bench.client.finishFile({ fileId: file.id, used: [] }, await bench.as());
    await bench.client.billFile({ fileId: file.id, handBack: true }, await bench.as());
    await bench.answer('file-to-invoice', CheckFileDocumentsMessage, file.id, 'done');
    const draftId = id();
    const documents = JSON.stringify([{ id: draftId, kind: 'draft_invoice', number: '', total: '50.40' }]);
    await bench.answer('file-to-invoice', IssueFileDocumentsMessage, file.id, 'done', { documents });
    expect(await bench.get(file.id)).toMatchObject({ state: 'billing', documents: [] });

    const invoice = {
      documentId: id(),
      kind: 'invoice',
      number: 'LIL-FA-2026-000007',
      total: '48.00',
      originKind: 'intervention_file',
      originId: file.id,
      draftId,
    };
    const issued = (changes: object, said = {}) =>
      bench.tell(
        'document-issued',
        DocumentIssuedMessage,
        DocumentIssued.fromPartial({ ...invoice, ...changes }),
        said,
      );
    await issued({ draftId: '' });
    await issued({ draftId: id() });
    await issued({ originId: id() });
    await issued({}, { tenant: elsewhere });
    expect(await bench.get(file.id)).toMatchObject({ state: 'billing' });

    await issued({});
    const billed = await bench.get(file.id);
    expect(billed).toMatchObject({
      state: 'billed',
      documents: [{ id: invoice.documentId, kind: 'invoice', number: 'LIL-FA-2026-000007', total: '48.00' }],
    });
    expect(keys(billed).slice(-2)).toEqual(['billed', 'handed_back']);
    await issued({});
    expect(await bench.get(file.id)).toEqual(billed);
    const sql = `select state, status from saga where type = 'file-to-invoice' and correlation_key = $1`;
    expect((await bench.service.admin.query(sql, [`${file.id}/1`])).rows).toEqual([
      { state: 'billed', status: 'done' },
    ]);
  });
});
