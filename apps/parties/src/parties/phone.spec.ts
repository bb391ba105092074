import { describe, expect, it } from '@jest/globals';
import { acceptedPhones, phoneOf, phoneRegionOf } from './phone.js';

describe('PA-12 phones in E.164, as their station reads them', () => {
  it.each(['03 20 00 00 01', '03.20.00.00.01', '+33 3 20 00 00 01', '0033 3 20 00 00 01', '+33 (0)3 20 00 00 01'])(
    '%s is one number, shown in the national form',
    (typed) => {
      expect(phoneOf(typed, 'FR')).toMatchObject({ e164: '+33320000001', national: '03 20 00 00 01' });
    },
  );

  it('has the country of its station where it names none', () => {
    expect(phoneOf('02 555 12 12', 'BE')).toMatchObject({ e164: '+3225551212', national: '02 555 12 12' });
    expect(phoneOf('02 55 51 21 20', 'FR')?.e164).toBe('+33255512120');
  });

  it('of another country shows it', () => {
    expect(phoneOf('+32 2 555 12 12', 'FR')?.national).toBe('+32 2 555 12 12');
    expect(phoneOf('+33 3 20 00 00 01', 'BE')?.national).toBe('+33 3 20 00 00 01');
  });

  it('of Réunion is told from one of mainland France, though both are dialled alike', () => {
    expect(phoneOf('0692 12 34 56', 'RE')).toMatchObject({ e164: '+262692123456', national: '0692 12 34 56' });
    expect(phoneOf('06 12 34 56 78', 'RE')).toMatchObject({ e164: '+33612345678', national: '06 12 34 56 78' });
  });

  it.each(['12', '3631', 'pas de téléphone', '06 12 34 56', '+33 6 12 34 56 78 90 12'])('refuses %s', (typed) => {
    expect(phoneOf(typed, 'FR')).toBeUndefined();
  });

  it.each([
    ['+33320000001', ['33320000001', '0320000001']],
    ['03 20 00 00 01 ext. 12', ['33320000001', '0320000001']],
    ['+262692123456', ['262692123456', '0692123456']],
    ['+3225551212', ['3225551212', '025551212']],
    // Italians dial the 0 from everywhere.
    ['+390612345678', ['390612345678', '0612345678']],
    ['+352621123456', ['352621123456']],
  ])('%s is found by its digits with and without the country', (typed, dialled) => {
    expect(phoneOf(typed, 'FR')?.dialled).toEqual(dialled);
  });

  it('says which forms are accepted, by examples that are', () => {
    for (const region of ['FR', 'RE', 'BE'] as const) {
      const accepted = acceptedPhones(region);
      expect(accepted).toHaveLength(3);
      expect(new Set(accepted.map((form) => phoneOf(form, region)?.e164)).size).toBe(1);
    }
  });

  it.each([
    [{ country: 'FR', postcode: '59000' }, 'FR'],
    [{ country: 'FR', postcode: '97400' }, 'RE'],
    [{ country: 'BE', postcode: '1000' }, 'BE'],
    [{ country: 'ZZ', postcode: '' }, 'FR'],
    [{ country: '', postcode: '' }, 'FR'],
    [undefined, 'FR'],
  ])('reads the region from the address of the station: %j', (address, region) => {
    expect(phoneRegionOf(address)).toBe(region);
  });
});
