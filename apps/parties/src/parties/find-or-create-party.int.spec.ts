import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FindOrCreatePartyMessage, PartyCreatedMessage, SagaReplyMessage } from '@navette/contracts';
import type { ItemOutcome } from '@navette/contracts/common/v1/common';
import { FindOrCreateParty } from '@navette/contracts/parties/v1/commands';
import { newId, systemClock } from '@navette/kernel';
import { Bus, replySubject, replyToHeader } from '@navette/platform/messaging';
import { eventually, startTestService, testTenant, type TestService } from '@navette/testing';
import { partiesService } from '../parties.service.js';

const here = testTenant('here');
const elsewhere = testTenant('elsewhere');
const REPLIES = replySubject('interventions', 'mission-to-file');
const id = () => newId(systemClock);

let service: TestService;

beforeAll(async () => {
  service = await startTestService(partiesService);
  await service.running.get(Bus).ensureStream('rep', 'interventions');
});
afterAll(() => service.stop());

interface Asked {
  readonly requestId?: string;
  readonly messageId?: string;
  readonly tenant?: typeof here;
  readonly anew?: boolean;
}

/** Asks as saga mission-to-file would; the outcome of its one item. */
async function ask(
  party: object,
  { requestId = id(), messageId = id(), tenant = here, anew = false }: Asked = {},
): Promise<ItemOutcome> {
  const command = FindOrCreateParty.fromPartial({
    request: { sagaId: id(), requestId },
    itemKey: 'mission',
    anew,
    party: { name: 'Lefèvre', firstName: 'Zoé', ...party },
  });
  const subject = `${FindOrCreatePartyMessage.subject}.${tenant.stationId.replaceAll('-', '')}`;
  await service.running.get(Bus).publish(subject, FindOrCreatePartyMessage.encode(command), id(), {
    'Navette-Id': messageId,
    'Navette-Type': FindOrCreatePartyMessage.type,
    'Navette-Aggregate-Type': 'saga',
    'Navette-Aggregate-Id': command.request?.sagaId ?? '',
    'Navette-Aggregate-Version': '0',
    'Navette-Station': tenant.stationId,
    'Navette-Network': tenant.networkId,
    'Navette-Actor': 'system:interventions',
    'Navette-Occurred-At': systemClock.now().toString(),
    'Navette-Correlation': 'c-1',
    'Navette-Request-Id': 'r-1',
    ...replyToHeader(REPLIES),
  });
  return eventually(async () => {
    const handled = await service.admin.query('select 1 from inbox where message_id = $1', [messageId]);
    return handled.rowCount === 1 ? (await replies(requestId)).at(-1) : undefined;
  });
}

async function replies(requestId: string): Promise<ItemOutcome[]> {
  const { rows } = await service.admin.query<{ payload: Buffer }>(
    'select payload from outbox where subject like $1 order by seq',
    [`${REPLIES}.%`],
  );
  return rows
    .map(({ payload }) => SagaReplyMessage.decode(payload))
    .filter((reply) => reply.requestId === requestId)
    .flatMap(({ outcomes }) => outcomes);
}

const parties = async () =>
  (await service.admin.query<{ n: number }>('select count(*)::int as n from party')).rows[0]?.n;

describe('IN-2 the consumer of a mission order', () => {
  it('is made when nobody is known by its contacts, and told as any new party', async () => {
    const { outcome, data } = await ask({ emails: ['new@example.org'], mainAddress: { city: 'Lille' } });
    expect([outcome, data['created']]).toEqual(['done', 'true']);
    const { rows } = await service.admin.query<{ payload: Buffer }>(
      'select payload from outbox where aggregate_id = $1',
      [data['party_id']],
    );
    expect(rows.map(({ payload }) => PartyCreatedMessage.decode(payload).party)).toMatchObject([
      { id: data['party_id'], kinds: ['consumer'], name: 'Lefèvre', mainAddress: { city: 'Lille', country: 'FR' } },
    ]);
  });

  it.each([
    ['the same e-mail, whoever writes it', { emails: ['BOB@example.org '], name: 'Autre' }, true],
    ['the same phone and a near name', { phones: ['+33 6 11 11 11 11'], name: 'LEFEVRE', firstName: 'Zoe' }, true],
    [
      'the phone of a household where each has an e-mail',
      { phones: ['06 11 11 11 11'], emails: ['lea@example.org'] },
      false,
    ],
    ['the same phone of somebody else', { phones: ['06 11 11 11 11'], name: 'Vandamme', firstName: 'Luc' }, false],
    ['a name alone', {}, false],
  ])('is known by %s: %#', async (_title, party, known) => {
    const first = await ask({ emails: ['bob@example.org'], phones: ['06 11 11 11 11'] });
    const again = await ask(party);
    expect(again.outcome).toBe('done');
    expect(again.data).toMatchObject({ created: String(!known) });
    expect(again.data['party_id'] === first.data['party_id']).toBe(known);
  });

  it('is the same when the question is asked again, even without any contact', async () => {
    const requestId = id();
    const first = await ask({}, { requestId });
    const before = await parties();
    expect(await ask({}, { requestId })).toEqual(first);
    const messageId = id();
    for (let i = 0; i < 2; i++) expect(await ask({}, { requestId, messageId })).toEqual(first);
    expect(await replies(requestId)).toHaveLength(3);
    expect(await parties()).toBe(before);
  });

  it('is one party for orders that come at the same time', async () => {
    const asked = Array.from({ length: 8 }, (_, i) =>
      ask({ emails: ['twins@example.org'], phones: [i % 2 === 0 ? '06 22 22 22 22' : '06 33 33 33 33'] }),
    );
    const answers = await Promise.all(asked);
    expect(new Set(answers.map(({ data }) => data['party_id'])).size).toBe(1);
    expect(answers.filter(({ data }) => data['created'] === 'true')).toHaveLength(1);
  });

  it('is refused by the first field that is not accepted, without what was written in it', async () => {
    const before = await parties();
    expect(await ask({ phones: ['12'], emails: ['zoe@example.org'] })).toEqual({
      itemKey: 'mission',
      outcome: 'parties.party.phone-wrong',
      data: { pointer: '/phones/0' },
    });
    expect(await ask({ name: ' ' })).toMatchObject({ outcome: 'parties.party.name-required' });
    expect(await parties()).toBe(before);
  });

  it('is a new one, marked as made on the way, where a person said so; asked again, that one', async () => {
    const first = await ask({ emails: ['same@example.org'] });
    const requestId = id();
    const anew = await ask({ emails: ['same@example.org'] }, { requestId, anew: true });
    expect(anew.data).toMatchObject({ created: 'true' });
    expect(anew.data['party_id']).not.toBe(first.data['party_id']);
    expect(await ask({ emails: ['same@example.org'] }, { requestId, anew: true })).toEqual(anew);
    const { rows } = await service.admin.query('select source from party where id = $1', [anew.data['party_id']]);
    expect(rows).toEqual([{ source: 'on_the_way' }]);
  });

  it('PA-4 is told to be suspended for non-payment, where it is', async () => {
    const made = await ask({ emails: ['late@example.org'] });
    expect(made.data).toMatchObject({ suspended: 'false' });
    await service.admin.query(`update party set suspension_reason = 'FA-12' where id = $1`, [made.data['party_id']]);
    expect((await ask({ emails: ['late@example.org'] })).data).toMatchObject({ created: 'false', suspended: 'true' });
  });

  it('is not looked for in another station', async () => {
    const mine = await ask({ emails: ['border@example.org'] });
    const theirs = await ask({ emails: ['border@example.org'] }, { tenant: elsewhere });
    expect(theirs.data).toMatchObject({ created: 'true' });
    expect(theirs.data['party_id']).not.toBe(mine.data['party_id']);
  });
});

describe('IN-2 PA-11 the reseller of a mission order', () => {
  const LILLE = { postcode: '59000', city: 'Lille' };
  const reseller = (party: object, tenant = here) => ask({ kinds: ['reseller'], firstName: '', ...party }, { tenant });

  it.each([
    ['its SIRET, under another name', { name: 'Darnal Nord', siret: '732 829 320 00074' }, true],
    ['its name, written otherwise', { name: 'DARNAL ELECTROMENAGER' }, true],
    ['its name at the same postcode', { name: 'Darnal Électroménager', mainAddress: LILLE }, true],
    ['its name at another postcode', { name: 'Darnal Électroménager', mainAddress: { postcode: '75011' } }, false],
    [
      'its name with another SIRET',
      { name: 'Darnal Électroménager', siret: '35600000000048', mainAddress: LILLE },
      false,
    ],
    ['another name', { name: 'Duclos' }, false],
  ])('is known by %s: %#', async (_title, party, known) => {
    const first = await reseller({ name: 'Darnal Électroménager', siret: '73282932000074', mainAddress: LILLE });
    const again = await reseller(party);
    expect(again).toMatchObject({ outcome: 'done', data: { created: String(!known) } });
    expect(again.data['party_id'] === first.data['party_id']).toBe(known);
  });

  it('is not a consumer of that name, nor one of another station', async () => {
    const consumer = await ask({ name: 'Vasseur', firstName: '' });
    const made = await reseller({ name: 'Vasseur' });
    expect(made.data).toMatchObject({ created: 'true' });
    expect(made.data['party_id']).not.toBe(consumer.data['party_id']);
    expect((await reseller({ name: 'Vasseur' }, elsewhere)).data).toMatchObject({ created: 'true' });
  });

  it('is one party for orders that name it at the same time, marked as made on the way', async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => reseller({ name: 'Boulanger & Fils' })));
    expect(new Set(answers.map(({ data }) => data['party_id'])).size).toBe(1);
    const sql = `select kinds, source from party where name = 'Boulanger & Fils'`;
    expect((await service.admin.query(sql)).rows).toEqual([{ kinds: ['reseller'], source: 'on_the_way' }]);
  });
});
