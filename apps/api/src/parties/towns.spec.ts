import { describe, expect, it } from '@jest/globals';
import { townsOf } from './towns.js';

describe('PA-12 the towns of a postcode', () => {
  it('are its communes, the one with most people first', async () => {
    expect(await townsOf('59000')).toEqual(['Lille']);
    expect(await townsOf('75011')).toEqual(['Paris']);
    const [first, ...others] = await townsOf('59280');
    expect(first).toBe('Armentières');
    expect(others).toContain('Bois-Grenier');
    expect(await townsOf('97400')).toEqual(['Saint-Denis']);
  });

  it('are none where nobody lives', async () => {
    expect(await townsOf('00000')).toEqual([]);
  });
});
