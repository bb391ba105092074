import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  CheckFileDocumentsMessage,
  ConsumePartsMessage,
  InterventionFileBilledMessage,
  InterventionFileFinishedMessage,
  IssueFileDocumentsMessage,
  PartsNeededMessage,
  PartsNeedWithdrawnMessage,
  ReturnPartsMessage,
} from '@navette/contracts';
import {
  ListInterventionFilesRequest,
  type InterventionFile,
  type NewFileLine,
} from '@navette/contracts/interventions/v1/service';
import { DomainError } from '@navette/kernel';
import type { CallContext } from '@navette/platform/rpc';
import { Bench, elsewhere, here, id, keys, MANUFACTURER, partId, refusal, RIGHTS } from '../test/bench.helper.js';

let bench: Bench;

beforeAll(async () => {
  bench = await Bench.start();
});
afterAll(() => bench.stop());

const newLine = (overrides: Partial<NewFileLine> = {}): NewFileLine => ({
  kind: 'part',
  reference: 'P-1',
  quantity: '1',
  unitPrice: '',
  payer: '',
  offStock: false,
  discount: '',
  note: '',
  ...overrides,
});
const add = async (fileId: string, ...lines: NewFileLine[]) =>
  bench.client.addFileLines({ fileId, lines }, await bench.as());
const finish = async (fileId: string, used: { lineId: string; quantity: string }[] = []) =>
  bench.client.finishFile({ fileId, used }, await bench.as());
const bill = async (fileId: string) => bench.client.billFile({ fileId, handBack: false }, await bench.as());
const about = (file: { id: string }) => (message: { fileId: string }) => message.fileId === file.id;
const sagaOf = async (file: InterventionFile) => {
  const sql = `select state, status from saga where type = 'file-to-invoice' and correlation_key like $1 order by id`;
  return (await bench.service.admin.query(sql, [`${file.id}/%`])).rows;
};
const answer = <T extends { request: { sagaId: string; requestId: string } | undefined; itemKey: string }>(
  file: InterventionFile,
  type: Parameters<typeof bench.answer<T>>[1],
  outcome = 'done',
  data: Record<string, string> = {},
) => bench.answer<T>('file-to-invoice', type, file.id, outcome, data);

const documents = (...numbers: string[]) => ({
  documents: JSON.stringify(numbers.map((number) => ({ id: id(), kind: 'invoice', number, total: '50.40' }))),
});

describe('IN-8 lines', () => {
  it('are kept with what the catalogue knows; parts from stock become needs, the others do not', async () => {
    const { id: fileId } = await bench.file();
    const file = await add(
      fileId,
      newLine({ quantity: '2' }),
      newLine({ reference: 'P-2', offStock: true, payer: 'consumer' }),
      newLine({ kind: 'special_item', reference: 'S-1', quantity: '0.25', unitPrice: '60' }),
    );
    expect(file.lines).toMatchObject([
      { reference: 'P-1', designation: 'Article P-1', partId: partId('P-1'), quantity: '2.0000', unitPrice: '42.0000', payer: 'ordering_party', quantityAllocated: '0.0000', quantityUsed: '', discount: '0.0000', state: 'open', vatCategory: 'standard', ventilationCode: 'PIECE' },
      { reference: 'P-2', offStock: true, payer: 'consumer' },
      { reference: 'S-1', kind: 'special_item', quantity: '0.2500', unitPrice: '60.0000' },
    ]); // prettier-ignore
    const [needed, ...more] = await bench.heard(PartsNeededMessage, about(file));
    expect(more).toEqual([]);
    expect(needed).toMatchObject({
      fileNumber: file.number,
      fileType: 'workshop',
      consumerPartyId: file.consumerPartyId,
      lines: [{ lineId: file.lines[0]?.id, partId: partId('P-1'), quantity: '2.0000' }],
    });
    expect(needed?.wantedOn).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  });

  it('ask stock for nothing when no part is taken from it', async () => {
    const { id: fileId } = await bench.file();
    const file = await add(fileId, newLine({ kind: 'special_item', reference: 'S-1' }));
    expect(await bench.heard(PartsNeededMessage, about(file))).toEqual([]);
  });

  it('are refused together, with every field, and nothing is kept', async () => {
    const file = await bench.file();
    const failure = await add(
      file.id,
      newLine(),
      newLine({ reference: 'UNKNOWN' }),
      newLine({ reference: 'P-DEAR' }),
      newLine({ kind: 'special_item' }),
    ).catch((error: unknown) => error as DomainError);
    expect(failure).toEqual(refusal('interventions.file-line.invalid'));
    expect((failure as DomainError).fields).toEqual([
      {
        pointer: '/lines/1/reference',
        code: 'interventions.file-line.reference-unknown',
        params: { reference: 'UNKNOWN' },
      },
      {
        pointer: '/lines/2/unitPrice',
        code: 'interventions.file-line.price-to-set-up',
        params: { reference: 'P-DEAR' },
      },
      {
        pointer: '/lines/3/kind',
        code: 'interventions.file-line.kind-differs',
        params: { reference: 'P-1', kind: 'part' },
      },
    ]);
    await expect(add(file.id, newLine({ quantity: '100000' }))).rejects.toEqual(
      refusal('interventions.file-line.invalid'),
    );
    expect(await bench.get(file.id)).toEqual(file);
  });

  it('are added once for one idempotency key', async () => {
    const { id: fileId } = await bench.file();
    const call = { ...(await bench.as()), idempotencyKey: id() };
    const request = { fileId, lines: [newLine()] };
    const first = await bench.client.addFileLines(request, call);
    expect(await bench.client.addFileLines(request, call)).toEqual(first);
    expect((await bench.get(fileId)).lines).toHaveLength(1);
  });

  it('are all there when two people add some at the same time', async () => {
    const { id: fileId } = await bench.file();
    await Promise.all([add(fileId, newLine()), add(fileId, newLine({ reference: 'P-2' }))]);
    const file = await bench.get(fileId);
    expect(file.lines.map(({ reference }) => reference).sort()).toEqual(['P-1', 'P-2']);
    expect(await bench.heard(PartsNeededMessage, about(file))).toHaveLength(2);
  });

  it('are cancelled once, and their need is withdrawn', async () => {
    const file = await bench.addLines((await bench.file()).id, 'P-1', 'S-1');
    const [part, special] = file.lines.map((line) => line.id) as [string, string];
    const cancel = async (lineId: string) => bench.client.cancelFileLine({ fileId: file.id, lineId }, await bench.as());
    for (const lineId of [part, part, special]) await cancel(lineId);
    expect((await bench.get(file.id)).lines.map(({ state }) => state)).toEqual(['cancelled', 'cancelled']);
    expect(await bench.heard(PartsNeedWithdrawnMessage, about(file))).toEqual([{ fileId: file.id, lineIds: [part] }]);
    await expect(cancel(id())).rejects.toEqual(refusal('interventions.file-line.not-found'));
  });
});

describe('IN-4 a file is cancelled', () => {
  it('with its needs, and closed for good', async () => {
    const file = await bench.addLines((await bench.file()).id, 'P-1', 'P-2', 'S-1');
    const cancel = async (reason: string) => bench.client.cancelFile({ fileId: file.id, reason }, await bench.as());
    await expect(cancel(' ')).rejects.toEqual(refusal('interventions.file.reason-required'));
    for (let i = 0; i < 2; i++) await cancel('Trop cher');
    const after = await bench.get(file.id);
    expect(after).toMatchObject({ state: 'cancelled', lines: [{ state: 'cancelled' }, { state: 'cancelled' }, { state: 'cancelled' }] }); // prettier-ignore
    expect(after.statuses.at(-1)).toMatchObject({
      key: 'cancelled',
      comment: 'Trop cher',
      by: expect.stringMatching(/^user:/),
    });
    expect(await bench.heard(PartsNeedWithdrawnMessage, about(file))).toEqual([
      { fileId: file.id, lineIds: file.lines.slice(0, 2).map((line) => line.id) },
    ]);
    const closed = refusal('interventions.file.state-not-accepted');
    await expect(add(file.id, newLine())).rejects.toEqual(closed);
    await expect(finish(file.id)).rejects.toEqual(closed);
    await expect(cancel('Autre')).rejects.toEqual(closed);
  });
});

describe('IN-16 a file is finished', () => {
  it('with the quantities used, which may be corrected; it is told once', async () => {
    const file = await bench.addLines((await bench.file()).id, 'P-1', 'S-1');
    const [part, special] = file.lines.map((line) => line.id) as [string, string];
    await finish(file.id);
    const after = await finish(file.id, [{ lineId: part, quantity: '0' }, { lineId: special, quantity: '1.5' }]); // prettier-ignore
    expect(after).toMatchObject({ state: 'finished', lines: [{ quantityUsed: '0.0000' }, { quantityUsed: '1.5000' }] });
    expect(keys(after).filter((key) => key === 'to_be_billed')).toHaveLength(1);
    expect(await bench.heard(InterventionFileFinishedMessage, about(file))).toHaveLength(1);
    await expect(finish(file.id, [{ lineId: part, quantity: '2' }])).rejects.toEqual(
      refusal('interventions.file-line.invalid'),
    );
  });

  it('E-027 with quantities as finely as the part is counted, and no finer', async () => {
    const file = await bench.addLines((await bench.file()).id, 'P-WHOLE-1');
    const lineId = file.lines[0]?.id as string;
    await expect(finish(file.id, [{ lineId, quantity: '0.5' }])).rejects.toMatchObject({
      code: 'interventions.file-line.invalid',
      fields: [{ pointer: '/used/0/quantity', code: 'interventions.file-line.quantity-too-precise' }],
    });
    expect(await finish(file.id, [{ lineId, quantity: '0' }])).toMatchObject({ state: 'finished' });
  });

  it('is open again when a line is added, and finished anew', async () => {
    const file = await bench.addLines((await bench.file()).id, 'S-1');
    await finish(file.id);
    expect(await bench.addLines(file.id, 'S-2')).toMatchObject({ state: 'open' });
    const after = await finish(file.id);
    expect(keys(after).filter((key) => key === 'to_be_billed')).toHaveLength(2);
  });
});

describe('IN-16 a file is billed', () => {
  it('by check, consumption and one issue, and holds its documents', async () => {
    const { id: fileId } = await bench.file();
    await add(
      fileId,
      newLine({ quantity: '2' }),
      newLine({ kind: 'special_item', reference: 'S-1', payer: 'consumer', unitPrice: '10.5' }),
    );
    const file = await finish(fileId);
    expect(await bill(fileId)).toMatchObject({ state: 'billing' });
    const frozen = refusal('interventions.file.state-not-accepted');
    await expect(add(fileId, newLine())).rejects.toEqual(frozen);
    await expect(bench.client.cancelFile({ fileId, reason: 'x' }, await bench.as())).rejects.toEqual(frozen);
    await expect(bill(fileId)).rejects.toEqual(frozen);

    const check = await answer(file, CheckFileDocumentsMessage);
    expect(check.file).toEqual({
      fileId,
      fileNumber: file.number,
      payers: [
        { partyId: MANUFACTURER, lines: [expect.objectContaining({ reference: 'P-1', quantity: '2.0000', unitPrice: '42.0000', discount: '0.0000', vatCategory: 'standard', ventilationCode: 'PIECE' })] },
        { partyId: file.consumerPartyId, lines: [expect.objectContaining({ reference: 'S-1', unitPrice: '10.5000' })] },
      ],
    }); // prettier-ignore
    const consume = await answer(file, ConsumePartsMessage);
    expect(consume).toMatchObject({
      originKind: 'intervention_file',
      originId: fileId,
      lines: [{ needId: file.lines[0]?.id, partId: partId('P-1'), used: '2.0000' }],
    });
    const issued = documents('LIL-BL-2026-000001', 'LIL-FA-2026-000001');
    const issue = await answer(file, IssueFileDocumentsMessage, 'done', issued);
    expect(issue.file).toEqual(check.file);

    const after = await bench.get(fileId);
    expect(after).toMatchObject({ state: 'billed', billingRefusal: '' });
    expect(after.documents.map(({ number, total }) => [number, total])).toEqual([
      ['LIL-BL-2026-000001', '50.40'],
      ['LIL-FA-2026-000001', '50.40'],
    ]);
    expect(keys(after).slice(-2)).toEqual(['billed', 'to_hand_back']);
    expect(await bench.heard(InterventionFileBilledMessage, about(file))).toHaveLength(1);
    expect(await sagaOf(file)).toEqual([{ state: 'billed', status: 'done' }]);
    // The answer again, late: it is as it was.
    await answer(file, IssueFileDocumentsMessage, 'done', issued);
    expect(await bench.get(fileId)).toEqual(after);
  });

  it('without stock when nothing came from it', async () => {
    const file = await bench.addLines((await bench.file()).id, 'S-1');
    await finish(file.id);
    await bill(file.id);
    await answer(file, CheckFileDocumentsMessage);
    await answer(file, IssueFileDocumentsMessage, 'done', documents('LIL-FA-2026-000002'));
    expect(await bench.get(file.id)).toMatchObject({ state: 'billed' });
    expect(await bench.heard(ConsumePartsMessage, ({ originId }) => originId === file.id)).toEqual([]);
  });

  it('or refused before the pivot: finished again with the reason, and billed at the next try', async () => {
    const file = await bench.addLines((await bench.file()).id, 'P-1');
    await finish(file.id);
    await bill(file.id);
    await answer(file, CheckFileDocumentsMessage);
    const params = { part: 'P-1', wanted: '1.0000', allocated: '0.0000' };
    await answer(file, ConsumePartsMessage, 'stock.consumption.not-allocated', params);
    expect(await bench.get(file.id)).toMatchObject({
      state: 'finished',
      billingRefusal: 'stock.consumption.not-allocated',
      billingRefusalParams: params,
    });
    expect(await bench.heard(ReturnPartsMessage, ({ originId }) => originId === file.id)).toEqual([]);

    expect(await bill(file.id)).toMatchObject({ state: 'billing', billingRefusal: '', billingRefusalParams: {} });
    await answer(file, CheckFileDocumentsMessage);
    await answer(file, ConsumePartsMessage);
    await answer(file, IssueFileDocumentsMessage, 'billing.document.account-missing');
    expect(await bench.get(file.id)).toMatchObject({ state: 'billing' });
    await answer(file, ReturnPartsMessage);
    expect(await bench.get(file.id)).toMatchObject({
      state: 'finished',
      billingRefusal: 'billing.document.account-missing',
    });

    await bill(file.id);
    await answer(file, CheckFileDocumentsMessage);
    await answer(file, ConsumePartsMessage);
    await answer(file, IssueFileDocumentsMessage, 'done', documents('LIL-FA-2026-000003'));
    expect(await bench.get(file.id)).toMatchObject({ state: 'billed' });
    expect(await sagaOf(file)).toEqual([
      { state: 'reopened', status: 'compensated' },
      { state: 'reopened', status: 'compensated' },
      { state: 'billed', status: 'done' },
    ]);
  });

  it('once, when two people bill it at the same time', async () => {
    const file = await bench.addLines((await bench.file()).id, 'S-1');
    await finish(file.id);
    const both = await Promise.allSettled([bill(file.id), bill(file.id)]);
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await sagaOf(file)).toHaveLength(1);
  });

  it('not before it is finished, nor when there is nothing to bill', async () => {
    const file = await bench.addLines((await bench.file()).id, 'P-1');
    await expect(bill(file.id)).rejects.toEqual(refusal('interventions.file.state-not-accepted'));
    await finish(file.id, [{ lineId: file.lines[0]?.id as string, quantity: '0' }]);
    await expect(bill(file.id)).rejects.toEqual(refusal('interventions.file.nothing-to-bill'));
    expect(await sagaOf(file)).toEqual([]);
  });
});

describe('IN-6 lists of files', () => {
  it('filter on state, on the latest status and on the sender’s number, page by page', async () => {
    const prefix = id();
    const files: InterventionFile[] = [];
    for (let i = 0; i < 4; i++) files.push(await bench.file({ externalNumber: `${prefix}-${i}` }));
    await bench.addLines((files[1] as InterventionFile).id, 'S-1');
    await finish((files[1] as InterventionFile).id);
    const list = async (filter: Record<string, string>, page = { limit: 0, cursor: '' }, tenant = here) => {
      const filters = Object.entries(filter).map(([field, value]) => ({ field, operator: 'eq', values: [value] }));
      const mine = { field: 'missionExternalNumber', operator: 'prefix', values: [prefix] };
      const request = ListInterventionFilesRequest.fromPartial({ query: { filters: [mine, ...filters], ...page } });
      return bench.client.listInterventionFiles(request, await bench.as(tenant));
    };
    const ids = async (filter: Record<string, string>) => (await list(filter)).files.map((file) => file.id);
    const all = [3, 2, 1, 0].map((i) => files[i]?.id);
    expect(await ids({})).toEqual(all);
    expect(await ids({ state: 'finished' })).toEqual([files[1]?.id]);
    expect(await ids({ statusKey: 'to_be_billed' })).toEqual([files[1]?.id]);
    expect(await ids({ statusKey: 'file_opened' })).toEqual([3, 2, 0].map((i) => files[i]?.id));
    expect(await ids({ statusKey: 'no_such_key' })).toEqual([]);
    const first = await list({}, { limit: 3, cursor: '' });
    const second = await list({}, { limit: 3, cursor: first.nextCursor });
    expect([...first.files, ...second.files].map((file) => file.id)).toEqual(all);
    expect(second.nextCursor).toBe('');
    expect(first.files[2]).toEqual(await bench.get(files[1]?.id as string));
    expect((await list({}, { limit: 0, cursor: '' }, elsewhere)).files).toEqual([]);
  });
});

describe('ID-10 a station sees nothing of another', () => {
  it('answers a foreign file exactly as one that does not exist', async () => {
    const file = await bench.addLines((await bench.file()).id, 'P-1');
    const call = await bench.as(elsewhere);
    const { client } = bench;
    const missing = refusal('interventions.file.not-found');
    const lineId = file.lines[0]?.id as string;
    for (const fileId of [file.id, id(), 'no id']) {
      await expect(client.getInterventionFile({ id: fileId }, call)).rejects.toEqual(missing);
      await expect(client.addFileLines({ fileId, lines: [newLine()] }, call)).rejects.toEqual(missing);
      await expect(client.cancelFileLine({ fileId, lineId }, call)).rejects.toEqual(missing);
      await expect(client.cancelFile({ fileId, reason: 'x' }, call)).rejects.toEqual(missing);
      await expect(client.finishFile({ fileId, used: [] }, call)).rejects.toEqual(missing);
      await expect(client.billFile({ fileId, handBack: false }, call)).rejects.toEqual(missing);
    }
    expect(await bench.get(file.id)).toEqual(file);
  });
});

describe('ID-4 rights', () => {
  it('refuses each operation without its own right', async () => {
    const { client } = bench;
    const { id: fileId } = await bench.file();
    const without = (right: string) => bench.as(here, RIGHTS.filter((one) => one !== `interventions:file.${right}`)); // prettier-ignore
    const page = ListInterventionFilesRequest.fromPartial({});
    const calls: [right: string, call: (caller: CallContext) => Promise<unknown>][] = [
      ['read', (caller) => client.getInterventionFile({ id: fileId }, caller)],
      ['read', (caller) => client.listInterventionFiles(page, caller)],
      ['edit', (caller) => client.addFileLines({ fileId, lines: [newLine()] }, caller)],
      ['edit', (caller) => client.cancelFileLine({ fileId, lineId: id() }, caller)],
      ['cancel', (caller) => client.cancelFile({ fileId, reason: 'x' }, caller)],
      ['finish', (caller) => client.finishFile({ fileId, used: [] }, caller)],
      ['bill', (caller) => client.billFile({ fileId, handBack: false }, caller)],
    ];
    for (const [right, call] of calls) {
      await expect(call(await without(right))).rejects.toEqual(refusal('platform.request.forbidden'));
    }
  });
});

describe('IN-16 the database holds', () => {
  it('states, payers and quantities', async () => {
    const file = await bench.addLines((await bench.file()).id, 'P-1');
    const { admin } = bench.service;
    const update = (set: string) => admin.query(`update intervention_file set ${set} where id = $1`, [file.id]);
    await expect(update(`state = 'lost'`)).rejects.toThrow('intervention_file_state_check');
    await expect(update(`state = 'cancelled'`)).rejects.toThrow('check');
    await expect(update(`ordering_party_id = null`)).rejects.toThrow('check');
    await expect(admin.query('update file_line set quantity_used = 2 where file_id = $1', [file.id])).rejects.toThrow(
      'check',
    );
    await expect(admin.query('update file_line set quantity = 0 where file_id = $1', [file.id])).rejects.toThrow(
      'check',
    );
    await expect(
      admin.query('update intervention_file set station_id = $2 where id = $1', [file.id, elsewhere.stationId]),
    ).rejects.toThrow('foreign key');
  });
});
