import { describe, expect, it } from '@jest/globals';
import { emptyParty, type Party } from '../party-values.js';
import { mergeChoices, mergedValues } from './merge-choices.js';
import { notToMerge } from './not-to-merge.js';

const party = (values: object) =>
  ({ ...emptyParty(['consumer']), phones: [], emails: [], ...values }) as unknown as Party;
const kept = party({ name: 'Petit', firstName: 'Zoé', phones: ['0320000001'], mainAddress: { city: 'Lille' } });
const gone = party({
  kinds: ['consumer', 'reseller'],
  name: 'Petit',
  firstName: 'Zoe',
  phones: ['0320000001', '0320000002'],
  comment: 'Sonner deux fois',
});

describe('PA-8 what is chosen of two consumers', () => {
  it('is asked where they differ; what one alone has is taken, and all there is of several values', () => {
    expect(mergeChoices(kept, gone).map(({ field, usual }) => [field, usual])).toEqual([
      ['firstName', 'kept'],
      ['phones', 'both'],
      ['mainAddress', 'kept'],
      ['comment', 'gone'],
    ]);
    expect(mergedValues(kept, gone, {})).toMatchObject({
      firstName: 'Zoé',
      phones: ['0320000001', '0320000002'],
      mainAddress: { city: 'Lille' },
      comment: 'Sonner deux fois',
    });
  });

  it('is as the person says, and of every kind that either is', () => {
    const values = mergedValues(kept, gone, { firstName: 'gone', phones: 'kept', comment: 'kept' });
    expect(values).toMatchObject({
      firstName: 'Zoe',
      phones: ['0320000001'],
      comment: '',
      kinds: ['consumer', 'reseller'],
    });
  });

  it('keeps one default among the contacts of both, and none twice', () => {
    const anne = { name: 'Anne', role: '', phone: '', email: '', isDefault: true };
    const values = mergedValues(party({ contacts: [anne] }), party({ contacts: [anne, { ...anne, name: 'Luc' }] }), {
      contacts: 'both',
    });
    expect(values.contacts).toEqual([anne, { ...anne, name: 'Luc', isDefault: false }]);
  });
});

describe('PA-8 rows selected in the list', () => {
  const row = (values: object) => party({ mergedInto: '', erasedAt: '', ...values });

  it.each([
    ['two', []],
    ['two', [{}]],
    ['two', [{}, {}, {}]],
    ['consumers-only', [{}, { kinds: ['reseller'] }]],
    ['merged-already', [{ mergedInto: 'another' }, {}]],
    ['erased', [{}, { erasedAt: '2026-11-22T10:00:00Z' }]],
    [undefined, [{}, { kinds: ['reseller', 'consumer'] }]],
  ])('are not merged: %s', (reason, rows) => {
    expect(notToMerge(rows.map(row))).toBe(reason);
  });
});
