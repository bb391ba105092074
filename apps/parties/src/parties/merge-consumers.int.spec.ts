import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  ConsumersMergedMessage,
  InterventionFileOpenedMessage,
  PartyChangedMessage,
  PartySuspendedMessage,
} from '@navette/contracts';
import {
  ListPartiesRequest,
  PartiesServiceService,
  Party,
  type PricingTerms,
} from '@navette/contracts/parties/v1/service';
import { newId, systemClock } from '@navette/kernel';
import { handled, heard, say, startTestService, testScope, testTenant, type TestService } from '@navette/testing';
import { partiesService } from '../parties.service.js';
import { FindOrCreateParty } from './find-or-create-party.js';

const here = testTenant('here');
const elsewhere = testTenant('elsewhere');
const RIGHTS = ['create', 'read', 'change', 'suspend', 'merge', 'terms'].map((verb) => `parties:party.${verb}`);

let service: TestService;
const client = () => service.client(PartiesServiceService);
const refusal = (code: string) => expect.objectContaining({ code });

beforeAll(async () => {
  service = await startTestService(partiesService);
});
afterAll(() => service.stop());

async function create(party: Partial<Party> = {}, tenant = here): Promise<Party> {
  const wanted = Party.fromPartial({ kinds: ['consumer'], name: 'Petit', ...party });
  const call = await service.as(tenant, RIGHTS);
  const { result } = await client().createParty({ party: wanted, acceptDuplicates: true }, call);
  if (result?.$case !== 'created') throw new Error('not created');
  return result.value;
}
const read = async (id: string) => client().getParty({ id }, await service.as(here, RIGHTS));
const find = async (q: string) =>
  (await client().searchParties({ q, kind: '' }, await service.as(here, RIGHTS))).parties.map(({ id }) => id);

async function merge(survivor: Party, merged: Party, party: Partial<Party> = {}, tenant = here, rights = RIGHTS) {
  const request = {
    survivorId: survivor.id,
    survivorVersion: survivor.version,
    mergedId: merged.id,
    mergedVersion: merged.version,
    party: { ...survivor, ...party },
  };
  return client().mergeConsumers(request, await service.as(tenant, rights));
}
const told = (mergedPartyId: string) =>
  heard(service, ConsumersMergedMessage, (message) => message.mergedPartyId === mergedPartyId);

describe('PA-8 two consumers who are one', () => {
  it('are merged: the survivor has the values chosen, the other says where it went, and everybody is told', async () => {
    const kept = await create({ name: 'Quenneson', firstName: 'Ines', phones: ['0320000001'] });
    const gone = await create({ name: 'Kennesson', firstName: 'Inès', emails: ['ines@exemple.example'] });
    const survivor = await merge(kept, gone, { firstName: 'Inès', emails: gone.emails });
    expect(survivor).toMatchObject({
      id: kept.id,
      version: '2',
      name: 'Quenneson',
      firstName: 'Inès',
      phones: ['03 20 00 00 01'],
      emails: ['ines@exemple.example'],
      mergedInto: '',
      mergedParties: [{ id: gone.id, name: 'Kennesson', firstName: 'Inès', mergedAt: expect.stringMatching(/^20/) }],
    });
    expect(await read(kept.id)).toEqual(survivor);
    expect(await read(gone.id)).toMatchObject({ name: 'Kennesson', version: '2', mergedInto: kept.id });
    expect(await told(gone.id)).toEqual([{ mergedPartyId: gone.id, survivorPartyId: kept.id }]);
    const changes = await heard(service, PartyChangedMessage, ({ party }) => party?.id === kept.id);
    expect(changes.at(-1)?.party).toEqual(survivor);
    const { rows } = await service.admin.query(
      `select distinct entity_id, operation from audit where entity_id = any ($1) and operation like '%merge' order by 1`,
      [[kept.id, gone.id]],
    );
    expect(rows.map(({ entity_id }: { entity_id: string }) => entity_id)).toEqual([kept.id, gone.id].sort());
  });

  it('ST-5 pay by the price class of the survivor, as by its other terms', async () => {
    const priced = async (priceClass: string) => {
      const { id, version, pricingTerms } = await create({ name: 'Desmet' });
      const terms = { ...(pricingTerms as PricingTerms), priceClass };
      return client().setPricingTerms({ partyId: id, expectedVersion: version, terms }, await service.as(here, RIGHTS));
    };
    const [kept, gone] = [await priced('professional_2'), await priced('public')];
    const survivor = await merge(kept, gone);
    expect(survivor.pricingTerms).toEqual(kept.pricingTerms);
    const changes = await heard(service, PartyChangedMessage, ({ party }) => party?.id === kept.id);
    expect(changes.at(-1)?.party?.pricingTerms?.priceClass).toBe('professional_2');
  });

  it('are found as one: in the search, among duplicates, and by what comes later', async () => {
    const kept = await create({ name: 'Vercruysse', phones: ['0320000011'] });
    const gone = await create({ name: 'Wercruisse', emails: ['w@exemple.example'] });
    await merge(kept, gone);
    expect(await find('wercruisse')).toEqual([kept.id]);
    const query = { filters: [{ field: 'email', operator: 'eq', values: ['w@exemple.example'] }] };
    const { parties } = await client().listParties(
      ListPartiesRequest.fromPartial({ query }),
      await service.as(here, RIGHTS),
    );
    expect(parties).toEqual([]);
    const typed = Party.fromPartial({ kinds: ['consumer'], name: 'Wercruisse', emails: ['w@exemple.example'] });
    const { result } = await client().createParty(
      { party: typed, acceptDuplicates: false },
      await service.as(here, RIGHTS),
    );
    expect(result).toMatchObject({
      $case: 'duplicates',
      value: { duplicates: [{ party: { id: kept.id }, reasons: ['same_email'] }] },
    });
    const found = await service.db.tenantTx(testScope(here), (tx) => {
      tx.changesNothing();
      return service.running.get(FindOrCreateParty).execute(tx, newId(systemClock), typed);
    });
    expect(found).toMatchObject({ partyId: kept.id, created: false });
    // A file that was opened for it before its service heard of the merge.
    const file = { fileId: newId(systemClock), number: 'LIL-DI-2026-000001', consumerPartyId: '', missionOrderId: '' };
    const message = { ...file, consumerPartyId: kept.id, resellerPartyId: gone.id };
    await handled(service, 'file-opened', await say(service, InterventionFileOpenedMessage, message, { tenant: here }));
    expect((await read(kept.id)).kinds).toEqual(['consumer', 'reseller']);
    expect((await read(gone.id)).kinds).toEqual(['consumer']);
  });

  it('carry on through a second merge', async () => {
    const [a, b, c] = [await create({ name: 'Aa' }), await create({ name: 'Bb' }), await create({ name: 'Cc' })];
    const survivor = await merge(b, a);
    expect(await merge(c, survivor)).toMatchObject({ mergedParties: [{ id: b.id }, { id: a.id }] });
    expect(await read(a.id)).toMatchObject({ mergedInto: c.id });
  });

  it('leave nothing to pay behind: suspended is who took the place', async () => {
    const [kept, debtor] = [await create(), await create()];
    const call = await service.as(here, RIGHTS);
    const suspended = await client().suspendParty({ partyId: debtor.id, reason: 'Chèque refusé' }, call);
    expect(await merge(kept, suspended)).toMatchObject({
      suspended: true,
      suspensionReason: 'Chèque refusé',
      version: '3',
    });
    expect(await heard(service, PartySuspendedMessage, ({ partyId }) => partyId === kept.id)).toHaveLength(1);
  });

  it('once: a merged one is not changed, merged or suspended any more, and two at once merge once', async () => {
    const [a, b, c] = [await create(), await create(), await create()];
    const both = await Promise.allSettled([merge(a, b), merge(b, a), merge(a, b)]);
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const gone = [await read(a.id), await read(b.id)].find(({ mergedInto }) => mergedInto !== '') as Party;
    const call = await service.as(here, RIGHTS);
    const merged = refusal('parties.party.merged');
    await expect(merge(gone, c)).rejects.toEqual(merged);
    await expect(merge(c, gone)).rejects.toEqual(merged);
    const change = { partyId: gone.id, expectedVersion: gone.version, party: gone };
    await expect(client().changeParty(change, call)).rejects.toEqual(merged);
    await expect(client().suspendParty({ partyId: gone.id, reason: 'x' }, call)).rejects.toEqual(merged);
    const terms = { partyId: gone.id, expectedVersion: gone.version, terms: gone.billingTerms };
    await expect(client().setBillingTerms(terms, call)).rejects.toEqual(merged);
  });

  it('only if both are as they were seen, both are consumers, and no supplier goes', async () => {
    const [kept, gone] = [await create(), await create()];
    await expect(merge({ ...kept, version: '7' }, gone)).rejects.toEqual(refusal('parties.party.changed-meanwhile'));
    await expect(merge(kept, { ...gone, version: '7' })).rejects.toEqual(refusal('parties.party.changed-meanwhile'));
    await expect(merge(kept, kept)).rejects.toEqual(refusal('parties.merge.with-itself'));
    await expect(merge(kept, gone, { name: ' ' })).rejects.toEqual(refusal('parties.party.invalid'));
    const reseller = await create({ kinds: ['reseller'] });
    await expect(merge(kept, reseller)).rejects.toEqual(refusal('parties.merge.consumers-only'));
    const supplier = await create({ kinds: ['consumer', 'supplier'] });
    await expect(merge(kept, supplier)).rejects.toEqual(refusal('parties.merge.supplier-stays'));
    expect(await merge(supplier, kept)).toMatchObject({ kinds: ['consumer', 'supplier'] });
    expect(await told(gone.id)).toEqual([]);
  });

  it('ID-4 ID-10 by who may, in their own station', async () => {
    const [kept, gone] = [await create(), await create()];
    const forbidden = refusal('platform.request.forbidden');
    await expect(merge(kept, gone, {}, here, RIGHTS.filter((one) => !one.endsWith('merge')))).rejects.toEqual(forbidden); // prettier-ignore
    const missing = refusal('parties.party.not-found');
    await expect(merge(kept, gone, {}, elsewhere)).rejects.toEqual(missing);
    const foreign = await create({}, elsewhere);
    await expect(merge(kept, foreign)).rejects.toEqual(missing);
    await expect(merge(foreign, gone)).rejects.toEqual(missing);
    expect(await read(gone.id)).toMatchObject({ mergedInto: '' });
  });
});
