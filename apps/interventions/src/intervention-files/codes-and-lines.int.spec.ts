import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  CheckFileDocumentsMessage,
  InterventionFileChangedMessage,
  InterventionFileStatusAddedMessage,
  IssueFileDocumentsMessage,
  PartsNeededMessage,
} from '@navette/contracts';
import {
  ListInterventionFilesRequest,
  type ChangeFileLineRequest,
  type InterventionFile,
  type StatusCode,
} from '@navette/contracts/interventions/v1/service';
import type { DomainError } from '@navette/kernel';
import { Bench, elsewhere, here, id, keys, refusal, RIGHTS } from '../test/bench.helper.js';

let bench: Bench;

beforeAll(async () => {
  bench = await Bench.start();
});
afterAll(() => bench.stop());

const about = (file: { id: string }) => (message: { fileId: string }) => message.fileId === file.id;
const without = (right: string) => bench.as(here, RIGHTS.filter((one) => one !== right)); // prettier-ignore
const forbidden = refusal('platform.request.forbidden');
const code = (overrides: Partial<StatusCode> = {}): StatusCode => ({
  code: 2001,
  key: '',
  phase: 'repair',
  labelFr: 'Essai en cours',
  labelEn: 'Under test',
  colour: '#2E7D4F',
  byHand: true,
  ...overrides,
});
const save = async (given: StatusCode, tenant = here) =>
  bench.client.saveStatusCode({ code: given }, await bench.as(tenant));
const set = async (fileId: string, number: number, comment = '') =>
  bench.client.addFileStatus({ fileId, code: number, comment }, await bench.as());
const codesOf = async (tenant = here) => (await bench.client.listStatusCodes({}, await bench.as(tenant))).codes;
const pointersOf = async (work: Promise<unknown>) => {
  const error = (await work.catch((refused: unknown) => refused)) as DomainError;
  return error.fields.map((field) => `${field.pointer} ${field.code.split('.').at(-1)}`);
};

describe('IN-6 status codes', () => {
  it('are the system’s and the station’s own, with labels in both languages, colour and phase', async () => {
    expect(await save(code())).toEqual({ ...code(), colour: '#2e7d4f' });
    await save(code({ labelFr: 'Essai', phase: 'closing' }));
    const all = await codesOf();
    expect(all.find((one) => one.code === 2001)).toEqual({
      ...code(),
      labelFr: 'Essai',
      phase: 'closing',
      colour: '#2e7d4f',
    });
    expect(all.find(({ key }) => key === 'parts_ordered')).toMatchObject({
      code: 205,
      labelFr: 'Pièces détachées commandées',
      labelEn: 'Spare parts ordered',
      byHand: false,
    });
    expect(all.map((one) => one.code)).toEqual(all.map((one) => one.code).sort((a, b) => a - b));
    expect((await codesOf(elsewhere)).some((one) => one.code >= 2000)).toBe(false);
  });

  it('of the station begin at 2000 and are refused with every field that is wrong', async () => {
    const wrong = code({ code: 205, phase: 'lunch', labelFr: ' ', labelEn: 'x'.repeat(101), colour: 'green' });
    expect(await pointersOf(save(wrong))).toEqual([
      '/code number-out-of-range',
      '/phase phase-not-accepted',
      '/labelFr label-length',
      '/labelEn label-length',
      '/colour colour-wrong',
    ]);
    expect((await codesOf()).find((one) => one.code === 205)).toMatchObject({ labelFr: 'Pièces détachées commandées' });
  });

  it('are set by hand, each time it is true anew, unless the system sets them', async () => {
    await save(code({ code: 2002, labelFr: 'Chez le fabricant', labelEn: 'At the maker’s' }));
    const file = await bench.file();
    await set(file.id, 2002, ' parti le 12 ');
    await set(file.id, 2002);
    const after = await set(file.id, 103);
    expect(after.statuses.slice(-3)).toMatchObject([
      {
        code: 2002,
        key: '',
        label: 'Chez le fabricant',
        labelEn: 'At the maker’s',
        colour: '#2e7d4f',
        phase: 'repair',
        comment: 'parti le 12',
        by: expect.stringMatching(/^user:/),
      },
      { code: 2002 },
      { code: 103, key: '' },
    ]);
    expect(await bench.heard(InterventionFileStatusAddedMessage, about(file))).toContainEqual(
      expect.objectContaining({ code: 103, key: '' }),
    );
    const list = async (statusCode: number) =>
      bench.client.listInterventionFiles(
        ListInterventionFilesRequest.fromPartial({
          query: { filters: [{ field: 'statusCode', operator: 'eq', values: [String(statusCode)] }] },
        }),
        await bench.as(),
      );
    expect((await list(103)).files.map((each) => each.id)).toEqual([file.id]);
    expect((await list(2002)).files).toEqual([]);
    for (const number of [205, 602, 2999, 0]) {
      await expect(set(file.id, number)).rejects.toEqual(refusal('interventions.status-code.not-by-hand'));
    }
    await expect(set(file.id, 103, 'x'.repeat(501))).rejects.toEqual(
      refusal('interventions.status-code.comment-too-long'),
    );
    await bench.client.cancelFile({ fileId: file.id, reason: 'x' }, await bench.as());
    await expect(set(file.id, 103)).rejects.toEqual(refusal('interventions.file.state-not-accepted'));
  });

  it('are set once for one idempotency key', async () => {
    const file = await bench.file();
    const call = { ...(await bench.as()), idempotencyKey: id() };
    const request = { fileId: file.id, code: 103, comment: '' };
    const first = await bench.client.addFileStatus(request, call);
    expect(await bench.client.addFileStatus(request, call)).toEqual(first);
    expect(keys(await bench.get(file.id))).toHaveLength(2);
  });

  it('are this station’s, by rights of their own, and leave a trace', async () => {
    const file = await bench.file();
    await save(code({ code: 2003 }), elsewhere);
    await expect(set(file.id, 2003)).rejects.toEqual(refusal('interventions.status-code.not-by-hand'));
    const request = { fileId: file.id, code: 103, comment: '' };
    await expect(bench.client.addFileStatus(request, await bench.as(elsewhere))).rejects.toEqual(
      refusal('interventions.file.not-found'),
    );
    const { client } = bench;
    await expect(client.addFileStatus(request, await without('interventions:file.status'))).rejects.toEqual(forbidden);
    await expect(client.listStatusCodes({}, await without('interventions:status-code.read'))).rejects.toEqual(
      forbidden,
    );
    await expect(
      client.saveStatusCode({ code: code() }, await without('interventions:status-code.update')),
    ).rejects.toEqual(forbidden);
    const sql = `select station_id, actor_kind from audit where entity_type = 'status-code' and entity_id = '2003'`;
    expect((await bench.service.admin.query(sql)).rows).toEqual([
      { station_id: elsewhere.stationId, actor_kind: 'user' },
    ]);
  });
});

describe('IN-8 price, discount, payer and note of a line', () => {
  const newLine = { kind: 'part', reference: 'P-1', quantity: '2', unitPrice: '', payer: '', offStock: false };
  const added = async (overrides: object): Promise<InterventionFile> => {
    const { id: fileId } = await bench.file();
    const lines = [{ ...newLine, discount: '', note: '', ...overrides }];
    return bench.client.addFileLines({ fileId, lines }, await bench.as());
  };
  const change = async (file: InterventionFile, overrides: Partial<ChangeFileLineRequest> = {}, call = bench.as()) =>
    bench.client.changeFileLine(
      {
        fileId: file.id,
        lineId: file.lines[0]?.id as string,
        unitPrice: '40',
        discount: '0.25',
        payer: 'consumer',
        note: 'Geste commercial',
        ...overrides,
      },
      await call,
    );

  it('are given with it and changed later; its need stays as it was', async () => {
    const file = await added({ discount: '0.1', note: ' à commander vite ' });
    expect(file.lines).toMatchObject([{ unitPrice: '42.0000', discount: '0.1000', note: 'à commander vite' }]);
    const changed = await change(file);
    expect(changed.lines).toMatchObject([
      { quantity: '2.0000', unitPrice: '40.0000', discount: '0.2500', payer: 'consumer', note: 'Geste commercial' },
    ]);
    expect(await bench.heard(PartsNeededMessage, about(file))).toHaveLength(1);
    // WE-3: of the new line its need tells, of the new price nothing else would.
    expect(await bench.heard(InterventionFileChangedMessage, about(file))).toHaveLength(1);
  });

  it('ST-5 keep why the catalogue gave a price, until somebody types another', async () => {
    const file = await added({});
    const why = { price: '42.00', basis: 'purchase', basisPrice: '20.0000', rule: 'band', bandFrom: '0.00' };
    expect(file.lines).toMatchObject([{ priceExplanation: why }]);
    expect((await change(file, { unitPrice: '42' })).lines).toMatchObject([{ priceExplanation: why }]);
    expect((await change(file)).lines[0]?.priceExplanation).toBeUndefined();
    expect((await added({ unitPrice: '42' })).lines[0]?.priceExplanation).toBeUndefined();
  });

  it('are refused with every field that is not accepted', async () => {
    const file = await added({});
    expect(await pointersOf(added({ discount: '1.01', note: 'x'.repeat(1_001) }))).toEqual([
      '/lines/0/discount discount-out-of-range',
      '/lines/0/note note-too-long',
    ]);
    expect(await pointersOf(change(file, { unitPrice: '-1', discount: 'x', payer: 'nobody', note: 'a\0b' }))).toEqual([
      '/unitPrice price-negative',
      '/discount malformed',
      '/payer not-accepted',
      '/note note-too-long',
    ]);
    expect(await bench.get(file.id)).toEqual(file);
    await expect(change(file, { lineId: id() })).rejects.toEqual(refusal('interventions.file-line.not-found'));
    await expect(change(file, {}, bench.as(elsewhere))).rejects.toEqual(refusal('interventions.file.not-found'));
    await expect(change(file, {}, without('interventions:file.edit'))).rejects.toEqual(forbidden);
    const lineId = file.lines[0]?.id as string;
    await bench.client.cancelFileLine({ fileId: file.id, lineId }, await bench.as());
    await expect(change(file)).rejects.toEqual(refusal('interventions.file-line.cancelled'));
  });

  it('reach the documents', async () => {
    const file = await change(await added({ kind: 'special_item', reference: 'S-1' }));
    await bench.client.finishFile({ fileId: file.id, used: [] }, await bench.as());
    await bench.client.billFile({ fileId: file.id, handBack: false }, await bench.as());
    const { file: billed } = await bench.answer('file-to-invoice', CheckFileDocumentsMessage, file.id, 'done');
    expect(billed?.payers).toMatchObject([{ lines: [{ unitPrice: '40.0000', discount: '0.2500' }] }]);
  });
});

describe('IN-16 the appliance when a file is billed', () => {
  const billed = async (fileType: string, handBack: boolean) => {
    const file = await bench.addLines((await bench.file({ fileType })).id, 'S-1');
    await bench.client.finishFile({ fileId: file.id, used: [] }, await bench.as());
    await bench.client.billFile({ fileId: file.id, handBack }, await bench.as());
    await bench.answer('file-to-invoice', CheckFileDocumentsMessage, file.id, 'done');
    const documents = JSON.stringify([{ id: id(), kind: 'invoice', number: 'LIL-FA-2026-000009', total: '50.40' }]);
    await bench.answer('file-to-invoice', IssueFileDocumentsMessage, file.id, 'done', { documents });
    return keys(await bench.get(file.id)).slice(2);
  };

  it('of the workshop is handed back or to be; of a home visit there is nothing to hand back', async () => {
    expect(await billed('workshop', true)).toEqual(['billed', 'handed_back']);
    expect(await billed('workshop', false)).toEqual(['billed', 'to_hand_back']);
    expect(await billed('home', false)).toEqual(['billed']);
    await expect(billed('home', true)).rejects.toEqual(refusal('interventions.file.hand-back-workshop-only'));
  });
});
