import { describe, expect, it } from '@jest/globals';
import { isFrenchPostcode, townsToOffer } from './towns.js';

const towns = ['Armentières', 'Bois-Grenier', 'La Chapelle-d’Armentières'];

describe('PA-12 towns are offered, and forced on nobody', () => {
  it('offers those of the postcode, then those that begin as typed', () => {
    expect(townsToOffer(towns, '')).toEqual(towns);
    expect(townsToOffer(towns, 'bois')).toEqual(['Bois-Grenier']);
  });

  it('offers all where another town was typed, and none where it is one of them', () => {
    expect(townsToOffer(towns, 'Lille')).toEqual(towns);
    expect(townsToOffer(towns, 'ARMENTIERES')).toEqual([]);
    expect(townsToOffer(towns, 'bois grenier')).toEqual([]);
  });

  it('asks for French postcodes only', () => {
    const address = { line1: '', line2: '', city: '', postcode: '59280', country: '' };
    expect(isFrenchPostcode(address)).toBe(true);
    expect(isFrenchPostcode({ ...address, country: 'fr' })).toBe(true);
    expect(isFrenchPostcode({ ...address, country: 'DE' })).toBe(false);
    expect(isFrenchPostcode({ ...address, postcode: '5928' })).toBe(false);
  });
});
