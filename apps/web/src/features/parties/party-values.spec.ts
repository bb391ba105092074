import { describe, expect, it } from '@jest/globals';
import { emptyParty, sentOf, textOf, valuesOf, type Party } from './party-values.js';

describe('PA-1 a party in a form', () => {
  it('sends no empty lines, and nothing of an address that is not there', () => {
    const sent = sentOf({ ...emptyParty(['consumer']), name: 'Petit', phones: ['', '0320000000', ' '] });
    expect(sent).toMatchObject({ name: 'Petit', phones: ['0320000000'], emails: [] });
    expect(sent).not.toHaveProperty('mainAddress');
    const city = { ...emptyParty([]).mainAddress, city: 'Lille' };
    expect(sentOf({ ...emptyParty([]), mainAddress: city }).mainAddress).toMatchObject({
      city: 'Lille',
      country: 'FR',
    });
  });

  it('gives every field of the form a value, whatever the server left out', () => {
    const held = {
      id: '1',
      version: '2',
      name: 'Petit',
      kinds: ['consumer'],
      phones: ['+33320000000'],
    } as unknown as Party;
    const values = valuesOf(held);
    expect(values).toMatchObject({
      name: 'Petit',
      phones: ['+33320000000'],
      contacts: [],
      billingAddress: { city: '' },
    });
    expect(values).not.toHaveProperty('version');
  });

  it('shows a value as text, nested ones included', () => {
    expect(textOf(['a', '', 'b'])).toBe('a, b');
    expect(textOf({ line1: '1 rue', city: 'Lille', line2: '' })).toBe('1 rue Lille');
    expect(textOf(undefined)).toBe('');
  });
});
