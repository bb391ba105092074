import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  CheckFileDocumentsMessage,
  ConsumePartsMessage,
  IssueFileDocumentsMessage,
  ReturnPartsMessage,
} from '@navette/contracts';
import { OperationsServiceService } from '@navette/contracts/operations/v1/service';
import { Bench, elsewhere, here, refusal, RIGHTS } from '../test/bench.helper.js';

let bench: Bench;

beforeAll(async () => {
  bench = await Bench.start();
});
afterAll(() => bench.stop());

const SAGA = 'file-to-invoice';
const OPERATOR = ['operations:saga.read', 'operations:saga.resolve'];
const resolve = async (id: string, outcome: string, as = { tenant: here, rights: OPERATOR }) =>
  bench.service
    .client(OperationsServiceService)
    .resolveSaga({ id, itemKeys: [], outcome, note: 'counted in the workshop' }, await bench.as(as.tenant, as.rights));

describe('IN-16 a file whose parts do not come back', () => {
  /** Billing refused the file, and stock does not give the parts back; the id of the saga. */
  async function returning(): Promise<{ fileId: string; sagaId: string }> {
    const { id: fileId } = await bench.addLines((await bench.file()).id, 'P-1');
    await bench.client.finishFile({ fileId, used: [] }, await bench.as());
    await bench.client.billFile({ fileId, handBack: false }, await bench.as());
    await bench.answer(SAGA, CheckFileDocumentsMessage, fileId, 'done');
    await bench.answer(SAGA, ConsumePartsMessage, fileId, 'done');
    await bench.answer(SAGA, IssueFileDocumentsMessage, fileId, 'billing.document.account-missing');
    const { request } = await bench.answer(SAGA, ReturnPartsMessage, fileId, 'stock.consumption.unknown');
    return { fileId, sagaId: request?.sagaId as string };
  }

  it('is finished again, with why it was not billed, when an operator has settled the return; it may be billed anew', async () => {
    const { fileId, sagaId } = await returning();
    expect(await bench.get(fileId)).toMatchObject({ state: 'billing' });
    expect(await resolve(sagaId, 'done')).toMatchObject({ status: 'compensated', state: 'reopened', problem: '' });
    expect(await bench.get(fileId)).toMatchObject({
      state: 'finished',
      billingRefusal: 'billing.document.account-missing',
    });
    await bench.addLines(fileId, 'S-1');
    await bench.client.finishFile({ fileId, used: [] }, await bench.as());
    expect(await bench.client.billFile({ fileId, handBack: false }, await bench.as())).toMatchObject({
      state: 'billing',
    });
  });

  it('is not left with billing for ever: another outcome is refused, with what to do', async () => {
    const { fileId, sagaId } = await returning();
    await expect(resolve(sagaId, 'compensated')).rejects.toEqual(refusal('platform.saga.outcome-not-accepted'));
    await expect(resolve(sagaId, 'done', { tenant: here, rights: RIGHTS })).rejects.toEqual(
      refusal('platform.request.forbidden'),
    );
    await expect(resolve(sagaId, 'done', { tenant: elsewhere, rights: OPERATOR })).rejects.toEqual(
      refusal('platform.saga.unknown'),
    );
    expect(await bench.get(fileId)).toMatchObject({ state: 'billing' });
    expect(await resolve(sagaId, 'done')).toMatchObject({ status: 'compensated' });
    await expect(resolve(sagaId, 'done')).rejects.toEqual(refusal('platform.saga.ended'));
  });
});
