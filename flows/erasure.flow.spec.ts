import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@navette/testing';
import { services } from '../tools/dev/services.mjs';
import { MainLine } from './support/main-line.js';
import { System } from './support/system.js';

let system: System;
let line: MainLine;

beforeAll(async () => {
  system = await System.start();
  line = new MainLine(system);
}, 240_000);
afterAll(() => system.remove(), 60_000);

/** Nobody else has any of it. */
const NAME = 'Zwertvaegher';
const OLD_NAME = 'Swertvagher';
const TRACES = [NAME, OLD_NAME, 'Apolline', 'apolline.z@exemple.example', '0639980042', '639980042', 'Venelle-aux-Chats', 'Sonner chez la voisine']; // prettier-ignore

/** The law wants these to go on naming whom they were issued to, for ten years. */
const LEGAL = ['billing.document', 'accounting.party_ref'];
/** What travels is kept a week, then housekeeping takes it away. */
const TRANSPORT = ['outbox', 'inbox', 'idempotency_key'];

/** Tables in which something of the person can be read, with how many rows. */
async function found(): Promise<Record<string, number>> {
  const hits: Record<string, number> = {};
  for (const { name: service } of services) {
    if (system.env[`NAVETTE_${service.replace('-', '_').toUpperCase()}_DATABASE_URL`] === undefined) continue;
    const tables = await system.rows<{ name: string }>(
      service,
      `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`,
    );
    for (const { name } of tables.filter((table) => !TRANSPORT.includes(table.name))) {
      const [row] = await system.rows<{ n: string }>(
        service,
        `select count(*) as n from ${name} x where exists (
           select from unnest($1::text[]) as trace where position(lower(trace) in lower(to_jsonb(x)::text)) > 0)`,
        [TRACES],
      );
      if (Number(row?.n) > 0) hits[`${service}.${name}`] = Number(row?.n);
    }
  }
  return hits;
}

const open = (id: string) => system.read(`/parties/${id}`);

describe('PA-16 a person who wants to be forgotten', () => {
  it('gets all that is kept, is erased once nothing is open, and leaves no trace but in legal documents', async () => {
    const { fileId } = await line.openFile({
      email: 'apolline.z@exemple.example',
      consumer: {
        name: OLD_NAME,
        firstName: 'Apolline',
        phone: '06 39 98 00 42',
        address: { line1: '3 Venelle-aux-Chats', postcode: '59000', city: 'Lille' },
      },
    });
    const { consumerPartyId: old } = await system.read(`/intervention-files/${fileId}`);
    const { created } = await system.done('POST', '/parties', {
      kinds: ['consumer'],
      name: NAME,
      firstName: 'Apolline',
      phones: ['0639980042'],
      comment: 'Sonner chez la voisine',
      acceptDuplicates: true,
    });
    const { id } = created as { id: string };
    const { name, firstName, phones, comment, kinds } = created;
    const merged = await open(old as string);
    await system.done(
      'POST',
      `/parties/${id}/merge`,
      {
        mergedId: old,
        mergedVersion: merged.version,
        party: { name, firstName, phones, comment, kinds, emails: merged.emails, mainAddress: merged.mainAddress },
      },
      { seen: created },
    );
    await eventually(async () =>
      (await system.read(`/intervention-files/${fileId}`)).consumerPartyId === id ? true : undefined,
    );

    const refused = await system.api('POST', `/parties/${id}/erase`, undefined, { seen: await open(id) });
    expect(refused).toMatchObject({ status: 422, body: { code: 'parties.erasure.open-work', params: { files: 1 } } });

    await system.done('POST', `/intervention-files/${fileId}/lines`, {
      lines: [{ kind: 'special_item', reference: 'MO-ATELIER', quantity: '1', unitPrice: '49.90' }],
    });
    await system.done('POST', `/intervention-files/${fileId}/finish`);
    await system.done('POST', `/intervention-files/${fileId}/bill`);
    await eventually(async () =>
      (await system.read(`/intervention-files/${fileId}`)).state === 'billed' ? true : undefined,
    );
    await eventually(async () =>
      (await system.read(`/parties/${id}/dealings`)).ledger.balance === '59.88' ? true : undefined,
    );

    const exported = JSON.stringify(await system.read(`/parties/${id}/personal-data`));
    for (const trace of [NAME, OLD_NAME, 'Apolline', 'apolline.z@exemple.example', 'Venelle-aux-Chats', 'Sonner chez la voisine', fileId]) expect(exported).toContain(trace); // prettier-ignore
    expect(Object.keys(await found())).toEqual(
      expect.arrayContaining([
        'parties.party',
        'parties.party_spelling',
        'interventions.mission_order',
        'interventions.saga',
      ]),
    );

    await system.done('POST', `/parties/${id}/erase`, undefined, { seen: await open(id) });
    const left = await eventually(async () => {
      const hits = await found();
      return Object.keys(hits).every((table) => LEGAL.includes(table)) ? hits : undefined;
    });
    expect(Object.keys(left).sort()).toEqual([...LEGAL].sort());
    expect((await system.read(`/parties/search?q=${NAME}`)).parties).toEqual([]);
    expect(await open(id)).toMatchObject({ name: '—', phones: [], erasedAt: expect.stringMatching(/^20/) });
    const again = await system.api('POST', `/parties/${id}/erase`, undefined, { seen: await open(id) });
    expect(again).toMatchObject({ status: 422, body: { code: 'parties.party.erased' } });
    const [document] = (await system.read(`/parties/${id}/dealings`)).billing.documents;
    expect((await system.read(`/documents/${document.id}`)).customerName).toBe(`Apolline ${NAME}`);
  });
});
