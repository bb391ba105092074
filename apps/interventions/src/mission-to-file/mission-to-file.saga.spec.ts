import { describe, expect, it } from '@jest/globals';
import type { Party } from '@navette/contracts/parties/v1/service';
import { scenario } from '@navette/testing';
import type { MissionContent } from '../mission-orders/mission-order.js';
import { missionToFile, missionToFileData } from './mission-to-file.saga.js';

const content = (overrides: Partial<MissionContent> = {}): MissionContent => ({
  externalNumber: 'EB-1',
  clientId: 'electrobel',
  consumer: {
    civility: 'Mme',
    name: 'Lefèvre',
    firstName: 'Zoé',
    phone: '06 12 34 56 78',
    email: 'zoe@example.org',
    address: { line1: '3 rue des Acacias', line2: '', postcode: '59000', city: 'Lille', country: 'FR' },
  },
  product: { category: 'Toaster', brand: 'Unknown', commercialReference: '', serialNumber: '', purchaseDate: '' },
  symptom: 'Ne chauffe plus',
  comment: '',
  underWarranty: true,
  fileType: 'workshop',
  orderingPartyId: 'manufacturer',
  reseller: undefined,
  ...overrides,
});

const accepted = (overrides: Partial<MissionContent> = {}) =>
  scenario(missionToFile, missionToFileData('mission', content(overrides))).started();

describe('IN-2 mission-to-file', () => {
  it('finds or makes the party, then opens the file', () => {
    accepted()
      .expectState('finding_party')
      .expectAsk('party', ['mission'])
      .answered('party', { mission: 'done' }, { party_id: 'zoe', created: 'true' })
      .expectEffect('open-file', { missionOrderId: 'mission', partyId: 'zoe', resellerPartyId: '' })
      .expectEnd(undefined)
      .effect('open-file', 'file')
      .expectState('converted')
      .expectEnd('done');
  });

  it('opens the file at once for the consumer that a person chose', () => {
    scenario(missionToFile, missionToFileData('mission', content(), 'zoe'))
      .started()
      .expectNothingAsked()
      .expectEffect('open-file', { missionOrderId: 'mission', partyId: 'zoe', resellerPartyId: '' });
  });

  it('asks for a new consumer where a person wanted that', () => {
    scenario(missionToFile, missionToFileData('mission', content(), 'new'))
      .started()
      .expectState('finding_party')
      .expectAsk('party', ['mission'])
      .answered('party', { mission: 'done' }, { party_id: 'new-zoe', created: 'true' })
      .expectEffect('open-file', { missionOrderId: 'mission', partyId: 'new-zoe', resellerPartyId: '' });
    const build = missionToFile.steps['party']?.build;
    const payload = { name: 'Lefèvre', anew: true };
    const request = { sagaId: 'saga', requestId: 'request' };
    expect(build?.(request, [{ key: 'mission', payload }])).toMatchObject({ anew: true, party: { name: 'Lefèvre' } });
    expect(build?.(request, [{ key: 'mission', payload: { name: 'Lefèvre' } }])).toMatchObject({ anew: false });
  });

  it('lifts what earlier versions have under way', () => {
    const { choice: _choice, reseller: _reseller, partyId: _party, ...first } = missionToFileData('mission', content());
    expect(missionToFile.upgrade?.(first, 1)).toEqual(missionToFileData('mission', content()));
    const second = { ...first, chosenPartyId: 'zoe' };
    expect(missionToFile.upgrade?.(second, 2)).toEqual(missionToFileData('mission', content(), 'zoe'));
  });

  describe('with a reseller', () => {
    const address = { line1: '', line2: '', postcode: '59000', city: 'Lille', country: 'FR' };
    const reseller = { name: 'Darnal', siret: '', phone: '03 20 00 00 00', email: '', address };
    const named = () => accepted({ reseller }).answered('party', { mission: 'done' }, { party_id: 'zoe' });

    it('finds or makes it after the consumer, and takes it over into the file', () => {
      named()
        .expectState('finding_reseller')
        .expectAsk('reseller', ['mission/reseller'])
        .answered('reseller', { 'mission/reseller': 'done' }, { party_id: 'darnal' })
        .expectEffect('open-file', { missionOrderId: 'mission', partyId: 'zoe', resellerPartyId: 'darnal' })
        .effect('open-file', 'file')
        .expectState('converted')
        .expectEnd('done');
      scenario(missionToFile, missionToFileData('mission', content({ reseller }), 'zoe'))
        .started()
        .expectAsk('reseller', ['mission/reseller']);
    });

    it.each([
      ['parties refuses it', 'parties.party.siret-wrong', { party_id: 'x' }],
      ['an operator ends the question', 'done', {}],
    ])('opens the file without it where %s', (_title, outcome, data) => {
      named()
        .answered('reseller', { 'mission/reseller': outcome }, data)
        .expectEffect('open-file', { missionOrderId: 'mission', partyId: 'zoe', resellerPartyId: '' })
        .effect('open-file', 'file')
        .expectEnd('done');
    });
  });

  it('leaves the order to a person when the party is refused, with the reason', () => {
    accepted()
      .answered('party', { mission: 'parties.party.phone-wrong' })
      .expectEffect('note-to-complete', { missionOrderId: 'mission', reason: 'parties.party.phone-wrong' })
      .effect('note-to-complete', null)
      .expectState('to_complete')
      .expectEnd('done');
  });

  it('PA-4 leaves the order to a person when the consumer that was found is suspended', () => {
    accepted()
      .answered('party', { mission: 'done' }, { party_id: 'zoe', created: 'false', suspended: 'true' })
      .expectEffect('note-to-complete', {
        missionOrderId: 'mission',
        reason: 'platform.suspension.party-suspended',
      })
      .effect('note-to-complete', null)
      .expectState('to_complete')
      .expectEnd('done');
    accepted()
      .answered('party', { mission: 'done' }, { party_id: 'zoe', created: 'false', suspended: 'false' })
      .expectState('opening_file');
  });

  it('asks nobody when the sender is to pay and is not known', () => {
    accepted({ orderingPartyId: '' })
      .expectNothingAsked()
      .expectEffect('note-to-complete', {
        missionOrderId: 'mission',
        reason: 'interventions.mission-order.ordering-party-unknown',
      })
      .effect('note-to-complete', null)
      .expectEnd('done');
    accepted({ orderingPartyId: '', underWarranty: false }).expectAsk('party', ['mission']);
  });

  const unanswered = () =>
    accepted()
      .silent({ seconds: 30 })
      .expectAskedAgain('party', ['mission'], 1)
      .silent({ hours: 23, minutes: 59 })
      .expectRunning()
      .silent({ seconds: 30 })
      .expectAskedAgain('party', ['mission'], 145)
      .expectNeedsOperator('platform.saga.unanswered');

  it('asks silent parties again under the same request, calls a person after a day, and goes on when retried', () => {
    unanswered()
      .retried()
      .expectRunning()
      .expectAskedAgain('party', ['mission'], 146)
      .expectRequests('party', 1)
      .answered('party', { mission: 'done' }, { party_id: 'zoe' })
      .expectEffect('open-file', { missionOrderId: 'mission', partyId: 'zoe', resellerPartyId: '' })
      .effect('open-file', 'file')
      .expectEnd('done');
  });

  it('leaves the order to a person when an operator ends the question without naming a party', () => {
    unanswered()
      .resolved('done')
      .expectEffect('note-to-complete', {
        missionOrderId: 'mission',
        reason: 'interventions.mission-order.consumer-unknown',
      })
      .effect('note-to-complete', null)
      .expectState('to_complete')
      .expectEnd('done');
  });

  it('asks parties for a consumer with what the sender gave, and nothing empty', () => {
    const { consumer } = content();
    const data = missionToFileData('mission', content({ consumer: { ...consumer, phone: '' } }));
    const request = { sagaId: 'saga', requestId: 'request' };
    const build = missionToFile.steps['party']?.build;
    const command = build?.(request, [{ key: 'mission', payload: data.party }]) as { itemKey: string; party: Party };
    expect(command).toMatchObject({ request, itemKey: 'mission' });
    expect(command.party).toMatchObject({ name: 'Lefèvre', phones: [], emails: ['zoe@example.org'] });
    expect(command.party.mainAddress).toMatchObject({ city: 'Lille' });
  });
});
