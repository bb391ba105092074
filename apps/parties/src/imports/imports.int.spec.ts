import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PartiesImportedMessage, PartyErasedMessage, PartyImportProgressedMessage } from '@navette/contracts';
import {
  BillingServiceService as Billing,
  ListDealingsOfCustomerResponse,
  type ListDealingsOfCustomerRequest,
} from '@navette/contracts/billing/v1/service';
import { IdentityServiceService as Identity, type TokenResponse } from '@navette/contracts/identity/v1/service';
import { InterventionsServiceService as Interventions, ListFilesOfPartyResponse } from '@navette/contracts/interventions/v1/service'; // prettier-ignore
import {
  ListPartiesRequest,
  ListPartyImportLinesRequest,
  PartiesServiceService,
  Party,
  type PartyImport,
  type PartyImportLine,
} from '@navette/contracts/parties/v1/service';
import { PublicRpc, type RpcDefinition } from '@navette/platform/rpc';
import { eventually, heard, startTestService, testTenant, type TestService } from '@navette/testing';
import { Controller } from '@nestjs/common';
import { partiesService } from '../parties.service.js';

const [here, elsewhere] = [testTenant('here'), testTenant('elsewhere')];
const RIGHTS = ['parties:party.import', 'parties:party.create', 'parties:party.change', 'parties:party.read'];
/** Who has a customer order. */
const busy = new Set<string>();

@Controller()
class InterventionsStandIn {
  @PublicRpc(Interventions.listFilesOfParty, 'a stand-in')
  async listFilesOfParty(): Promise<ListFilesOfPartyResponse> {
    return ListFilesOfPartyResponse.create();
  }
}

@Controller()
class BillingStandIn {
  @PublicRpc(Billing.listDealingsOfCustomer, 'a stand-in')
  async listDealingsOfCustomer({ partyId }: ListDealingsOfCustomerRequest): Promise<ListDealingsOfCustomerResponse> {
    return ListDealingsOfCustomerResponse.fromPartial({ orderCount: busy.has(partyId) ? 1 : 0 });
  }
}

@Controller()
class IdentityStandIn {
  @PublicRpc(Identity.issueClientToken, 'a stand-in')
  async issueClientToken(): Promise<TokenResponse> {
    return { accessToken: 'nobody looks at it here', expiresInSeconds: 300, session: undefined };
  }
}

let neighbours: TestService[];
let service: TestService;
const client = () => service.client(PartiesServiceService);
const refusal = (code: string) => expect.objectContaining({ code });
const me = (tenant = here) => service.as(tenant, RIGHTS);

beforeAll(async () => {
  const standIn = (name: string, method: RpcDefinition[string], controller: object) =>
    startTestService({ name, migrations: [], grpc: { definition: { method }, controllers: [controller] } } as never);
  neighbours = await Promise.all([
    standIn('interventions', Interventions.listFilesOfParty, InterventionsStandIn),
    standIn('billing', Billing.listDealingsOfCustomer, BillingStandIn),
    standIn('identity', Identity.issueClientToken, IdentityStandIn),
  ]);
  const [interventions, billing, identity] = neighbours;
  const env = {
    NAVETTE_INTERVENTIONS_GRPC_URL: interventions?.grpcAddress,
    NAVETTE_BILLING_GRPC_URL: billing?.grpcAddress,
    NAVETTE_IDENTITY_GRPC_URL: identity?.grpcAddress,
  };
  service = await startTestService(partiesService, { env });
}, 60_000);
afterAll(async () => {
  await service?.stop();
  await Promise.all((neighbours ?? []).map((one) => one.stop()));
});

async function upload(content: string, fileName = 'clients.csv', tenant = here): Promise<PartyImport> {
  return client().importParties({ fileName, content: Buffer.from(content) }, await me(tenant));
}
const read = async (importId: string) => client().getPartyImport({ importId }, await me());
const until = (importId: string, state: string) =>
  eventually(
    async () => {
      const one = await read(importId);
      return one.state === state ? one : undefined;
    },
    { timeoutMs: 120_000, everyMs: 100 },
  );
const check = async ({ id, version, columns }: PartyImport, defaultKind = 'consumer') => {
  await client().checkPartyImport({ importId: id, expectedVersion: version, columns, defaultKind }, await me());
  return until(id, 'checked');
};
const commit = async ({ id, version }: PartyImport, lines: number[] = []) => {
  await client().commitPartyImport({ importId: id, expectedVersion: version, lines }, await me());
  return until(id, 'committed');
};
const choose = async ({ id, version }: PartyImport, choice: string, lines: number[] = [], partyId = '') =>
  client().choosePartyImportLines({ importId: id, expectedVersion: version, choice, lines, partyId }, await me());
const undo = async ({ id, version }: PartyImport) => {
  await client().undoPartyImport({ importId: id, expectedVersion: version }, await me());
  return until(id, 'undone');
};
async function linesOf(importId: string, value: string, field = 'state'): Promise<PartyImportLine[]> {
  const query = { filters: [{ field, operator: 'eq', values: [value] }], limit: 200 };
  const request = ListPartyImportLinesRequest.fromPartial({ importId, query });
  return (await client().listPartyImportLines(request, await me())).lines;
}
async function named(prefix: string): Promise<Party[]> {
  const query = { filters: [{ field: 'name', operator: 'prefix', values: [prefix] }] };
  return (await client().listParties(ListPartiesRequest.fromPartial({ query }), await me())).parties;
}
const found = async (q: string) => (await client().searchParties({ q, kind: '' }, await me())).parties;
async function create(party: Partial<Party>): Promise<Party> {
  const wanted = Party.fromPartial({ kinds: ['consumer'], ...party });
  const { result } = await client().createParty({ party: wanted, acceptDuplicates: true }, await me());
  if (result?.$case !== 'created') throw new Error('not created');
  return result.value;
}

describe('PA-15 a file of parties', () => {
  it('of 10 000 lines with 37 bad ones names those 37, keeps nothing before it is told to, then the 9 963', async () => {
    const bad = new Set(Array.from({ length: 37 }, (_, i) => 100 + i * 251));
    const line = (at: number) => `Masse ${at};Anne;${bad.has(at) ? 'nobody' : `a${at}@masse.example`};0${600_000_000 + at};62000;Arras`; // prettier-ignore
    const lines = Array.from({ length: 10_000 }, (_, i) => line(i + 2));
    const sent = await upload(['Nom;Prénom;E-mail;Téléphone;CP;Ville', ...lines].join('\n'));
    const mapped = await until(sent.id, 'mapping');
    expect(mapped.columns.map(({ field }) => field)).toEqual([
      'name',
      'firstName',
      'email',
      'phone',
      'postcode',
      'city',
    ]);
    const checked = await check(mapped);
    expect(checked.counts).toMatchObject({ lines: 10_000, bad: 37, new: 9_963, undecided: 0 });
    const told = await linesOf(sent.id, 'bad');
    expect(told.map(({ line: at }) => at)).toEqual([...bad]);
    for (const { problems } of told) {
      expect(problems).toEqual([
        expect.objectContaining({
          column: 'E-mail',
          code: 'parties.party.email-wrong',
          params: { email: 'nobody' },
          value: 'nobody',
        }),
      ]);
    }
    expect(checked.rules).toEqual([{ code: 'parties.party.email-wrong', lines: 37 }]);
    expect((await linesOf(sent.id, 'parties.party.email-wrong', 'rule')).length).toBe(37);
    expect(await linesOf(sent.id, 'parties.party.phone-wrong', 'rule')).toEqual([]);
    expect(await named('Masse')).toEqual([]);

    const committed = await commit(checked);
    expect(committed.counts).toMatchObject({ bad: 37, committed: 9_963, new: 0 });
    const { rows } = await service.admin.query(
      `select count(*)::int as parties, count(distinct name)::int as names from party
       where station_id = $1 and source = 'import' and name like 'Masse %'`,
      [here.stationId],
    );
    expect(rows).toEqual([{ parties: 9_963, names: 9_963 }]);
    const [one] = await found('masse 7777');
    expect(one).toMatchObject({ name: 'Masse 7777', emails: ['a7777@masse.example'], version: '1', source: 'import' });
    const heardOf = await heard(service, PartiesImportedMessage, ({ importId }) => importId === sent.id);
    const imported = heardOf.flatMap(({ parties }) => parties);
    expect([imported.length, new Set(imported.map(({ id }) => id)).size]).toEqual([9_963, 9_963]);
    expect(heardOf.length).toBeLessThan(100);
    const audited = await service.admin.query(
      `select count(*)::int as n from audit where station_id = $1 and entity_type = 'party'
         and operation = 'parties:party.import' and actor_kind = 'user'`,
      [here.stationId],
    );
    expect(audited.rows).toEqual([{ n: 9_963 }]);
    // The party alone tells of the person from now on.
    const kept = await service.admin.query(
      `select count(*)::int as n from party_import_line where state = 'committed' and cells <> '{}'`,
    );
    expect(kept.rows).toEqual([{ n: 0 }]);
    const told2 = await heard(service, PartyImportProgressedMessage, ({ importId }) => importId === sent.id);
    expect(told2.at(-1)).toMatchObject({ state: 'committed', done: 9_963, total: 9_963 });
  }, 300_000);

  it('offers likely duplicates, known ones and in the file, and does with each line what is chosen (PA-7)', async () => {
    const known = await create({ name: 'Double', firstName: 'Zoé', phones: ['0321112233'], comment: 'Digicode 42' });
    const mainAddress = { line1: '', line2: '', postcode: '62620', city: 'Barlin', country: 'FR' };
    await create({ name: 'Quaghebeur', firstName: 'Anaïs', mainAddress });
    await create({ name: 'Quaghebeur', firstName: 'Anaïs', mainAddress: { ...mainAddress, postcode: '62000' } });
    const file = ['Nom;Prénom;Tél;Email;CP', 'Double;Zoé;03 21 11 22 33;zoe@double.example', 'Neuf;Léa;;lea@neuf.example', 'Neuf;Lea;;LEA@neuf.example', 'Seul;Guy;;;62620', 'ANAÏS;Quagebeur;;;62620']; // prettier-ignore
    const checked = await check(await until((await upload(file.join('\n'))).id, 'mapping'));
    expect(checked.counts).toMatchObject({ new: 2, undecided: 3 });
    const lines = await linesOf(checked.id, 'good');
    expect(
      lines.map(({ line, duplicates }) => [line, duplicates.map((one) => [one.name, one.line, one.reasons])]),
    ).toEqual([
      [2, [['Double', 0, ['same_phone']]]],
      [3, []],
      [4, [['', 3, ['same_email']]]],
      [5, []],
      [6, [['Quaghebeur', 0, ['near_name_same_postcode']]]],
    ]);
    await expect(choose(checked, 'update', [4])).rejects.toEqual(refusal('parties.import.lines-not-accepted'));
    await expect(choose(checked, 'guess', [4])).rejects.toEqual(refusal('parties.import.choice-not-accepted'));
    const chosen = await choose(await choose(checked, 'update', [2]), 'skip');
    expect(chosen.counts).toMatchObject({ update: 1, skip: 2, new: 2, undecided: 0 });

    // Some lines now, the rest later.
    const first = await commit(chosen, [2, 3]);
    expect(first.counts).toMatchObject({ committed: 2, new: 1, skip: 2 });
    const updated = await client().getParty({ id: known.id }, await me());
    expect(updated).toMatchObject({ version: '2', comment: 'Digicode 42', emails: ['zoe@double.example'] });
    const all = await commit(first);
    expect(all.counts).toMatchObject({ committed: 3, skip: 2 });
    await expect(commit(all)).rejects.toEqual(refusal('parties.import.lines-not-accepted'));
    expect((await named('Neuf')).length).toBe(1);
  }, 120_000);

  it('is taken back but for parties used or changed since, which are named', async () => {
    const known = await create({ name: 'Avant', emails: ['avant@undo.example'] });
    const file = ['Nom;Email;Type', 'Libre;libre@undo.example;', 'Utilisé;u@undo.example;', 'Changé;c@undo.example;', 'Après;avant@undo.example;', 'Pièces;p@undo.example;fournisseur']; // prettier-ignore
    const checked = await check(await until((await upload(file.join('\n'))).id, 'mapping'));
    const committed = await commit(await choose(checked, 'update'));
    const [[used], [changed]] = [await named('Utilisé'), await named('Changé')];
    busy.add(used?.id ?? '');
    const edit = { partyId: changed?.id ?? '', expectedVersion: '1', party: { ...changed, comment: 'since' } as Party };
    await client().changeParty(edit, await me());

    const undone = await undo(committed);
    expect(undone.counts).toMatchObject({ undone: 2, kept: 3 });
    const kept = await linesOf(undone.id, 'kept');
    expect(kept.map(({ line, problems, partyId }) => [line, problems[0]?.code, partyId !== ''])).toEqual([
      [3, 'parties.import.used', true],
      [4, 'parties.import.changed-since', true],
      [6, 'parties.import.supplier-stays', true],
    ]);
    expect(await named('Libre')).toEqual([]);
    expect(await found('libre@undo.example')).toEqual([]);
    expect(await client().getParty({ id: known.id }, await me())).toMatchObject({ name: 'Avant', version: '3' });
    const withdrawn = (await linesOf(undone.id, 'undone')).find(({ line }) => line === 2);
    expect(await heard(service, PartyErasedMessage, ({ partyId }) => partyId === withdrawn?.partyId)).toHaveLength(1);
    await expect(undo(undone)).rejects.toEqual(refusal('parties.import.state-not-accepted'));
  }, 120_000);

  it('has its columns known again, and may be mapped otherwise', async () => {
    const header = 'Qui;Quoi;Réf interne';
    const first = await until((await upload(`${header}\nRoy;Lens;A1`)).id, 'mapping');
    expect(first.columns).toEqual([]);
    await expect(check(first)).rejects.toEqual(refusal('parties.import.columns-invalid'));
    const columns = [{ column: 0, field: 'name' }, { column: 1, field: 'city' }]; // prettier-ignore
    const checked = await check({ ...first, columns });
    const again = await until((await upload(`${header}\nLeroy;Arras;A2`)).id, 'mapping');
    expect(again.columns).toEqual(columns);
    const otherwise = await check({ ...checked, columns: [{ column: 1, field: 'name' }] }, 'other');
    await commit(otherwise);
    expect(await named('Lens')).toEqual([expect.objectContaining({ kinds: ['other'] })]);
  }, 120_000);

  it('that can’t be read says why, and another station neither sees it nor moves it', async () => {
    const broken = await until((await upload('Nom\n"Petit')).id, 'refused');
    expect(broken.problem).toMatchObject({ line: 2, code: 'parties.import.malformed-row' });
    await expect(upload('Nom\nPetit', 'clients.pdf')).rejects.toMatchObject({
      code: 'parties.import.format-not-accepted',
      params: { accepted: ['csv', 'xlsx'] },
    });
    await expect(upload('', 'clients.csv')).rejects.toEqual(refusal('parties.import.empty'));
    const foreign = { importId: broken.id, expectedVersion: broken.version };
    const there = await me(elsewhere);
    const none = refusal('parties.import.not-found');
    await expect(client().getPartyImport(foreign, there)).rejects.toEqual(none);
    await expect(client().listPartyImportLines({ ...foreign, query: undefined }, there)).rejects.toEqual(none);
    await expect(client().undoPartyImport(foreign, there)).rejects.toEqual(none);
    await expect(client().commitPartyImport({ ...foreign, lines: [] }, there)).rejects.toEqual(none);
    expect((await client().listPartyImports({ query: undefined }, there)).imports).toEqual([]);
    const reader = await service.as(here, ['parties:party.read']);
    await expect(client().getPartyImport(foreign, reader)).rejects.toEqual(refusal('platform.request.forbidden'));
    const files = await service.admin.query('select 1 from stored_object');
    expect(files.rowCount).toBe(0);
  }, 120_000);

  it('goes on where a process died between two steps, and makes nobody twice', async () => {
    const lines = Array.from({ length: 1_200 }, (_, i) => `Reprise ${i};r${i}@reprise.example`);
    const checked = await check(await until((await upload(['Nom;Email', ...lines].join('\n'))).id, 'mapping'));
    const { id, version } = checked;
    await client().commitPartyImport({ importId: id, expectedVersion: version, lines: [] }, await me());
    await eventually(async () => ((await read(id)).done > 0 ? true : undefined), { timeoutMs: 60_000 });
    // As a dead copy leaves it: claimed, and its claim run out; and as a late one would, beside the first.
    const claimed = `update timer set claimed_until = null, attempts = attempts + 1 where kind = 'party-import' and key = $1 and data ->> 'closes' is null`; // prettier-ignore
    await service.admin.query(claimed, [id]);
    const committed = await until(id, 'committed');
    expect(committed.counts).toMatchObject({ committed: 1_200 });
    const { rows } = await service.admin.query(
      `select count(*)::int as parties, count(distinct name)::int as names from party
       where station_id = $1 and name like 'Reprise %'`,
      [here.stationId],
    );
    expect(rows).toEqual([{ parties: 1_200, names: 1_200 }]);
  }, 180_000);
});
