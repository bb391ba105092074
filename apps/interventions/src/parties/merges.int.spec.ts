import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  ConsumersMergedMessage,
  FindOrCreatePartyMessage,
  PartyCreatedMessage,
  PartySuspendedMessage,
} from '@navette/contracts';
import { Party } from '@navette/contracts/parties/v1/service';
import { testScope } from '@navette/testing';
import { Bench, elsewhere, here, id, refusal } from '../test/bench.helper.js';

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.start();
});
afterAll(() => bench.stop());

const merged = (mergedPartyId: string, survivorPartyId: string, said = {}) =>
  bench.tell('consumers-merged', ConsumersMergedMessage, { mergedPartyId, survivorPartyId }, said);
const filesOf = async (partyId: string, tenant = here) =>
  bench.client.listFilesOfParty({ partyId, limit: 0 }, await bench.as(tenant));

/** An order accepted for whom parties then names. */
async function fileFor(partyId: string): Promise<string> {
  const missionOrderId = await bench.missionOrder();
  const call = await bench.as();
  await bench.client.acceptMissionOrder({ id: missionOrderId, consumerPartyId: '', newConsumer: false }, call);
  const answer = { party_id: partyId, created: 'false' };
  await bench.answer('mission-to-file', FindOrCreatePartyMessage, missionOrderId, 'done', answer);
  return (await bench.client.getMissionOrder({ id: missionOrderId }, call)).fileId;
}

describe('PA-8 the files of a consumer who was merged', () => {
  it('follow, with one version more; twice is as once, and it is told from their history', async () => {
    const [gone, kept] = [id(), id()];
    const fileId = await fileFor(gone);
    const { version } = await bench.get(fileId);
    expect(await filesOf(gone)).toMatchObject({ count: 1, files: [{ id: fileId, roles: ['consumer'] }] });
    const messageId = id();
    await merged(gone, kept, { messageId });
    await merged(gone, kept, { messageId });
    await merged(gone, kept);
    expect(await bench.get(fileId)).toMatchObject({ consumerPartyId: kept, version: String(Number(version) + 1) });
    expect(await filesOf(gone)).toEqual({ count: 0, files: [], openCount: 0 });
    expect(await filesOf(kept)).toMatchObject({
      count: 1,
      files: [
        {
          id: fileId,
          number: expect.stringMatching(/-DI-/),
          statusLabel: 'Dossier ouvert',
          product: { brand: 'Unknown' },
        },
      ],
    });
    const { rows } = await bench.service.admin.query(
      `select operation from audit where entity_type = 'intervention-file' and entity_id = $1 and operation like '%merged'`,
      [fileId],
    );
    expect(rows).toHaveLength(1);
  });

  it('opened after the merge by who knew nothing of it are the survivor’s', async () => {
    const [gone, kept] = [id(), id()];
    await merged(gone, kept);
    expect(await bench.get(await fileFor(gone))).toMatchObject({ consumerPartyId: kept });
  });

  it('end with the last of several survivors, in whatever order the merges are heard', async () => {
    for (const swapped of [false, true]) {
      const [a, b, c] = [id(), id(), id()];
      const fileId = await fileFor(a);
      const merges = [() => merged(a, b), () => merged(b, c)];
      for (const one of swapped ? merges.reverse() : merges) await one();
      expect(await bench.get(fileId)).toMatchObject({ consumerPartyId: c });
      expect(await bench.get(await fileFor(a))).toMatchObject({ consumerPartyId: c });
    }
  });

  it('slip past no merge that is under way', async () => {
    const [gone, kept] = [id(), id()];
    const template = await fileFor(gone);
    const copy = (tx: { run(sql: string, params: unknown[]): Promise<number> }, fileId: string) =>
      tx.run(
        `insert into intervention_file select (jsonb_populate_record(f, jsonb_build_object('id', $2::text, 'number', $2::text,
           'mission_order_id', null))).* from intervention_file f where id = $1`,
        [template, fileId],
      );
    const written = Array.from({ length: 12 }, () => id());
    await Promise.all([
      ...written.map((fileId) =>
        bench.service.db.tenantTx(testScope(here), async (tx) => {
          tx.audit('test', fileId);
          await copy(tx, fileId);
        }),
      ),
      merged(gone, kept),
    ]);
    expect(await filesOf(gone)).toMatchObject({ count: 0 });
    expect(await filesOf(kept)).toMatchObject({ count: written.length + 1 });
  });

  it('ID-10 stay, where another station merged', async () => {
    const [gone, kept] = [id(), id()];
    const fileId = await fileFor(gone);
    await merged(gone, kept, { tenant: elsewhere });
    expect(await bench.get(fileId)).toMatchObject({ consumerPartyId: gone });
    expect(await filesOf(gone, elsewhere)).toMatchObject({ count: 0 });
    await expect(
      bench.client.listFilesOfParty({ partyId: gone, limit: 0 }, await bench.as(here, ['interventions:file.edit'])),
    ).rejects.toEqual(refusal('platform.request.forbidden'));
  });

  it('PA-4 are not added to while the survivor is suspended', async () => {
    const [gone, kept] = [id(), id()];
    for (const partyId of [gone, kept]) {
      await bench.tell('parties', PartyCreatedMessage, {
        party: Party.fromPartial({ id: partyId, kinds: ['consumer'] }),
      });
    }
    await merged(gone, kept);
    await bench.tell('party-suspended', PartySuspendedMessage, { partyId: kept }, { version: 3 });
    const acceptance = { id: await bench.missionOrder(), consumerPartyId: gone, newConsumer: false };
    await expect(bench.client.acceptMissionOrder(acceptance, await bench.as())).rejects.toEqual(
      refusal('platform.suspension.party-suspended'),
    );
  });
});
