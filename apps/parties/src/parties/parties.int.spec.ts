import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PartyCreatedMessage } from '@navette/contracts';
import {
  ListPartiesRequest,
  PartiesServiceService,
  Party,
  type CreatePartyResponse,
} from '@navette/contracts/parties/v1/service';
import { DomainError } from '@navette/kernel';
import { eventually, startTestService, testTenant, type TestService } from '@navette/testing';
import { partiesService } from '../parties.service.js';

const here = testTenant('here');
const elsewhere = testTenant('elsewhere');
const RIGHTS = ['parties:party.create', 'parties:party.read', 'parties:party.terms'];

let service: TestService;
const client = () => service.client(PartiesServiceService);

beforeAll(async () => {
  service = await startTestService(partiesService);
});
afterAll(() => service.stop());

const consumer = (overrides: Partial<Party> = {}) =>
  Party.fromPartial({
    kinds: ['consumer'],
    name: 'Lefèvre',
    firstName: 'Zoé',
    phones: ['06 12 34 56 78'],
    emails: ['Zoe.Lefevre@example.org'],
    mainAddress: { line1: '3 rue des Acacias', postcode: '59000', city: 'Lille' },
    ...overrides,
  });

async function create(party: Party, acceptDuplicates = false, idempotencyKey?: string): Promise<CreatePartyResponse> {
  const call = await service.as(here, RIGHTS, idempotencyKey === undefined ? {} : { idempotencyKey });
  return client().createParty({ party, acceptDuplicates }, call);
}

const refusal = (code: string) => expect.objectContaining({ code });

function created(response: CreatePartyResponse): Party {
  if (response.result?.$case !== 'created') throw new Error('duplicates were found');
  return response.result.value;
}

describe('PA-1 a party is created', () => {
  it('keeps what was given, normalised, and reads back the same', async () => {
    const party = created(
      await create(consumer({ name: ' Delacroix ', phones: ['06 98 76 54 32'], emails: ['d@example.org'] })),
    );
    const read = await client().getParty({ id: party.id }, await service.as(here, RIGHTS));
    expect(read).toMatchObject({
      name: 'Delacroix',
      kinds: ['consumer'],
      phones: ['06 98 76 54 32'],
      emails: ['d@example.org'],
      language: 'fr',
      mainAddress: { city: 'Lille', country: 'FR' },
      billingTerms: { billingType: 'none', vatRegime: 'domestic' },
      version: '1',
    });
    const phone = await service.admin.query('select e164 from party_phone where party_id = $1', [party.id]);
    expect(phone.rows).toEqual([{ e164: '+33698765432' }]);
  });

  it.each([
    `Robert'); drop table party; --`,
    `" or ""="`,
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    'javascript:alert(1)',
    '{{ constructor.constructor("x")() }} ${7*7} %s %00',
    '=cmd|"/c calc"!A1',
    '\u202Eesrever \u200B\uFEFF \u{1F600}',
  ])('keeps what looks like a command as text, in every field of text: %s', async (text) => {
    const address = { line1: text, line2: text, postcode: '59000', city: text, country: 'FR' };
    const contacts = [{ name: text, role: text, phone: '', email: '', isDefault: true }];
    const given = { name: text, firstName: text, comment: text, tags: [text], contacts, phones: [], emails: [], mainAddress: address }; // prettier-ignore
    const party = created(await create(consumer(given), true));
    const call = await service.as(here, RIGHTS);
    const read = await client().getParty({ id: party.id }, call);
    expect(read).toEqual(party);
    expect(read).toMatchObject({ name: text, firstName: text, comment: text, tags: [text], contacts, mainAddress: address }); // prettier-ignore
    await expect(client().searchParties({ q: text, kind: '' }, call)).resolves.toMatchObject({ parties: expect.any(Array) }); // prettier-ignore
  });

  it('names every field that is not accepted, and keeps nothing', async () => {
    const before = await service.admin.query('select count(*) from party');
    const wrong = consumer({ kinds: ['friend'], name: ' ', phones: ['12'], emails: ['not an address'], siret: '123' });
    const failure = await create(wrong).catch((error: unknown) => error as DomainError);
    expect(failure).toEqual(refusal('parties.party.invalid'));
    expect((failure as DomainError).fields.map(({ pointer }) => pointer).sort()).toEqual(
      ['/emails/0', '/kinds', '/name', '/phones/0', '/siret'],
    ); // prettier-ignore
    expect((await service.admin.query('select count(*) from party')).rows).toEqual(before.rows);
  });

  it('leaves an audit row with actor, operation and request, and an event on the bus', async () => {
    const call = await service.as(here, RIGHTS);
    const party = created(
      await client().createParty(
        { party: consumer({ name: 'Audite', phones: [], emails: [] }), acceptDuplicates: true },
        call,
      ),
    );
    const audit = await service.admin.query(
      'select operation, actor_kind, request_id from audit where entity_id = $1',
      [party.id],
    );
    expect(audit.rows).toEqual([{ operation: 'parties:party.create', actor_kind: 'user', request_id: call.requestId }]);
    const published = await eventually(async () => {
      const { rows } = await service.admin.query<{ published_at: Date | null; payload: Buffer; subject: string }>(
        'select published_at, payload, subject from outbox where aggregate_id = $1', [party.id]); // prettier-ignore
      return rows[0]?.published_at === null ? undefined : rows[0];
    });
    expect(published.subject).toBe(`navette.parties.v1.evt.party-created.${here.stationId.replaceAll('-', '')}`);
    expect(PartyCreatedMessage.decode(published.payload).party).toMatchObject({ id: party.id, name: 'Audite' });
  });
});

describe('PA-7 duplicates are offered before a party is created', () => {
  it.each([
    [
      'the same phone written otherwise',
      { name: 'Autre', emails: [], phones: ['+33 6 12 34 56 78'], mainAddress: undefined },
      'same_phone',
    ],
    [
      'the same e-mail in other case',
      { name: 'Autre', phones: [], emails: ['ZOE.LEFEVRE@example.org'], mainAddress: undefined },
      'same_email',
    ],
    [
      'a near name at the same postcode',
      { name: 'Lefevre', firstName: 'Zoe', phones: [], emails: [] },
      'near_name_same_postcode',
    ],
  ])('finds %s', async (_title, overrides, reason) => {
    await create(consumer(), true);
    const { result } = await create(consumer(overrides));
    expect(result?.$case).toBe('duplicates');
    const reasons =
      result?.$case === 'duplicates' ? result.value.duplicates.flatMap((duplicate) => duplicate.reasons) : [];
    expect(reasons).toContain(reason);
  });
});

describe('PA-9 price bands', () => {
  const terms = (bands: { from: string; coefficient: string }[]) => ({
    bands,
    professionalCoefficient1: '1.8',
    professionalCoefficient2: '',
    leadTimeDays: 3,
    minimumOrder: '50',
    shippingCharge: '',
    orderingChannel: 'file',
    discounts: [],
    coefficientsOfPartyId: '',
    priceClass: '',
    inherited: [],
  });

  it('are kept in order and sent, complete, with the version', async () => {
    const supplier = created(
      await create(consumer({ kinds: ['supplier'], name: 'Pieces du Nord', phones: [], emails: [] }), true),
    );
    const changed = await client().setPricingTerms(
      { partyId: supplier.id, expectedVersion: '1', terms: terms([{ from: '0', coefficient: '3.10' }, { from: '15', coefficient: '2' }]) },
      await service.as(here, RIGHTS),
    ); // prettier-ignore
    expect(changed.version).toBe('2');
    expect(changed.pricingTerms?.bands).toEqual([{ from: '0.00', coefficient: '3.1000' }, { from: '15.00', coefficient: '2.0000' }]); // prettier-ignore
    await expect(
      client().setPricingTerms(
        { partyId: supplier.id, expectedVersion: '1', terms: terms([]) },
        await service.as(here, RIGHTS),
      ),
    ).rejects.toEqual(refusal('parties.party.changed-meanwhile'));
  });

  it('must start at 0, in the database too', async () => {
    const supplier = created(
      await create(consumer({ kinds: ['supplier'], name: 'Sans zero', phones: [], emails: [] }), true),
    );
    await expect(
      client().setPricingTerms(
        { partyId: supplier.id, expectedVersion: '1', terms: terms([{ from: '5', coefficient: '3' }]) },
        await service.as(here, RIGHTS),
      ),
    ).rejects.toEqual(refusal('parties.terms.invalid'));
    await expect(
      service.admin.query('insert into price_band values ($1, $2, 5, 3)', [here.stationId, supplier.id]),
    ).rejects.toThrow('do not start at 0');
  });
});

describe('ID-10 a station sees nothing of another', () => {
  it('answers a foreign party exactly as one that does not exist', async () => {
    const party = created(await create(consumer({ name: 'Cache', phones: [], emails: [] }), true));
    const call = await service.as(elsewhere, RIGHTS);
    const foreign = await client()
      .getParty({ id: party.id }, call)
      .catch((error: unknown) => error);
    const missing = await client()
      .getParty({ id: '018f0000-0000-7000-8000-000000000000' }, call)
      .catch((error: unknown) => error);
    expect(foreign).toEqual(missing);
    expect(foreign).toEqual(refusal('parties.party.not-found'));
    await expect(
      client().setBillingTerms({ partyId: party.id, expectedVersion: '1', terms: party.billingTerms }, call),
    ).rejects.toEqual(refusal('parties.party.not-found'));
    expect((await client().listParties(ListPartiesRequest.create(), call)).parties).toEqual([]);
  });
});

describe('ID-4 rights', () => {
  it('refuses without the right, without a token and with a forged one', async () => {
    const request = { party: consumer(), acceptDuplicates: true };
    await expect(client().createParty(request, await service.as(here, ['parties:party.read']))).rejects.toEqual(
      refusal('platform.request.forbidden'),
    );
    const call = await service.as(here, RIGHTS);
    for (const token of ['', 'x.y.z', `${call.token.slice(0, -4)}AAAA`]) {
      await expect(client().createParty(request, { ...call, token })).rejects.toEqual(
        refusal('platform.request.unauthenticated'),
      );
    }
  });
});

describe('PA-1 a command that comes twice', () => {
  it('creates once for a repeated key, and refuses the key with other input', async () => {
    const party = consumer({ name: 'Unefois', phones: [], emails: [] });
    const [first, second] = await Promise.all([create(party, true, 'key-1'), create(party, true, 'key-1')]);
    expect(created(second).id).toBe(created(first).id);
    const { rows } = await service.admin.query("select count(*)::int as n from party where name = 'Unefois'");
    expect(rows).toEqual([{ n: 1 }]);
    await expect(create({ ...party, name: 'Deuxfois' }, true, 'key-1')).rejects.toEqual(
      refusal('platform.idempotency-key.reused'),
    );
  });
});
