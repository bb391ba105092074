import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  CheckFileDocumentsMessage,
  InterventionFileShippedMessage,
  InterventionFileStatusAddedMessage,
  IssueFileDocumentsMessage,
} from '@navette/contracts';
import type { InterventionFile } from '@navette/contracts/interventions/v1/service';
import { Bench, elsewhere, here, id, keys, refusal, RIGHTS } from '../test/bench.helper.js';

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.start();
});
afterAll(() => bench.stop());

/** A workshop file of a labour line that is done. */
async function finished(): Promise<InterventionFile> {
  const { id: fileId } = await bench.addLines((await bench.file()).id, 'S-1');
  return bench.client.finishFile({ fileId, used: [] }, await bench.as());
}
const ship = async (fileId: string, comment = '', tenant = here, rights = RIGHTS) =>
  bench.client.shipFile({ fileId, comment }, await bench.as(tenant, rights));
/** Billing issues an invoice for it. */
async function bill({ id: fileId }: InterventionFile, handBack = false): Promise<InterventionFile> {
  await bench.client.billFile({ fileId, handBack }, await bench.as());
  await bench.answer('file-to-invoice', CheckFileDocumentsMessage, fileId, 'done');
  const documents = JSON.stringify([{ id: id(), kind: 'invoice', number: `LIL-FA-2026-${fileId}`, total: '50.40' }]);
  await bench.answer('file-to-invoice', IssueFileDocumentsMessage, fileId, 'done', { documents });
  return bench.get(fileId);
}
const told = ({ id: fileId }: InterventionFile) =>
  bench.heard(InterventionFileShippedMessage, (message) => message.fileId === fileId);

describe('IN-17 ST-17 an appliance that is sent back', () => {
  it('sets 1107 with the comment, and is told once with what it is', async () => {
    const file = await finished();
    const shipped = await ship(file.id, ' Colis 2 sur 2 ');
    expect(shipped.statuses.at(-1)).toMatchObject({ code: 1107, key: 'shipped', comment: 'Colis 2 sur 2' });
    expect(shipped.state).toBe('finished');
    expect(await ship(file.id, 'encore')).toEqual(shipped);
    await Promise.all([ship(file.id), ship(file.id)]);
    expect(await bench.get(file.id)).toEqual(shipped);
    expect(await told(file)).toEqual([
      {
        fileId: file.id,
        fileNumber: file.number,
        productCategory: 'Toaster',
        productBrand: 'Unknown',
        productReference: '',
        productSerialNumber: '',
      },
    ]);
    const added = await bench.heard(InterventionFileStatusAddedMessage, ({ fileId }) => fileId === file.id);
    expect(added.filter(({ code }) => code === 1107)).toHaveLength(1);
  });

  it('before it is billed is not to be handed back afterwards, and after that it can be sent', async () => {
    const early = await finished();
    await ship(early.id);
    expect(keys(await bill(early, true)).slice(-2)).toEqual(['shipped', 'billed']);
    const late = await bill(await finished());
    expect(keys(late).at(-1)).toBe('to_hand_back');
    expect(keys(await ship(late.id)).at(-1)).toBe('shipped');
  });

  it('is refused of a file that is under way, cancelled, at home or handed back', async () => {
    const file = await bench.file();
    await expect(ship(file.id)).rejects.toEqual(refusal('interventions.file.state-not-accepted'));
    await bench.client.cancelFile({ fileId: file.id, reason: 'x' }, await bench.as());
    await expect(ship(file.id)).rejects.toEqual(refusal('interventions.file.state-not-accepted'));
    const home = await bench.file({ fileType: 'home' });
    await expect(ship(home.id)).rejects.toEqual(refusal('interventions.file.ship-workshop-only'));
    const given = await bill(await finished(), true);
    await expect(ship(given.id)).rejects.toEqual(refusal('interventions.file.handed-back-already'));
    await expect(ship(given.id, 'x'.repeat(501))).rejects.toEqual(
      refusal('interventions.status-code.comment-too-long'),
    );
    for (const refused of [file, home, given]) expect(await told(refused)).toEqual([]);
  });

  it('is not for other stations, nor without the right', async () => {
    const file = await finished();
    await expect(ship(file.id, '', elsewhere)).rejects.toEqual(refusal('interventions.file.not-found'));
    await expect(ship('x')).rejects.toEqual(refusal('interventions.file.not-found'));
    const others = RIGHTS.filter((right) => right !== 'interventions:file.ship');
    await expect(ship(file.id, '', here, others)).rejects.toEqual(refusal('platform.request.forbidden'));
    expect(await told(file)).toEqual([]);
  });
});
