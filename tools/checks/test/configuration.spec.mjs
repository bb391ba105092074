import { describe, expect, it } from '@jest/globals';
import { markdown } from '../../config/render.mjs';
import { configuration } from '../configuration.mjs';
import { withRepository } from './_repository.mjs';

const variable = (name, more = {}) => ({
  name,
  about: 'what it means',
  secret: false,
  required: true,
  default: '',
  ...more,
});
const SECTIONS = [
  {
    title: 'Every service',
    service: null,
    about: 'Read by each.',
    variables: [variable('NAVETTE_LISTEN', { required: false, default: '127.0.0.1' })],
  },
  {
    title: 'stock',
    service: 'stock',
    about: 'Read by stock.',
    variables: [variable('NAVETTE_STOCK_KEY', { secret: true })],
  },
];

async function problemsOf(page, documented = SECTIONS) {
  const files = page === undefined ? {} : { 'docs/configuration.md': page };
  const read = () => Promise.resolve(documented);
  const { problems } = await withRepository(files, (root) => configuration({ root, read }));
  return problems.map(({ problem }) => problem);
}

describe('configuration', () => {
  it('passes where the page says what the code says', async () => {
    const page = await markdown(SECTIONS);
    expect(page).toContain('| `NAVETTE_STOCK_KEY` | what it means | yes    | required |');
    expect(page).toMatch(/`NAVETTE_LISTEN` *\| what it means *\| *\| `127\.0\.0\.1` *\|/);
    expect(await problemsOf(page)).toEqual([]);
  });

  it('misses the page', async () => {
    expect(await problemsOf(undefined)).toEqual([expect.stringContaining('is missing')]);
  });

  it('finds a variable that is not on the page, gone, or explained anew', async () => {
    const page = await markdown(SECTIONS);
    const [shared, stock] = SECTIONS;
    const changed = [
      [shared, { ...stock, variables: [...stock.variables, variable('NAVETTE_STOCK_NEW')] }],
      [shared],
      [shared, { ...stock, variables: [variable('NAVETTE_STOCK_KEY', { secret: true, about: 'something else' })] }],
    ];
    for (const documented of changed) {
      expect(await problemsOf(page, documented)).toEqual([expect.stringContaining('is not what the code says')]);
    }
  });

  it('refuses one name for two things', async () => {
    const documented = [...SECTIONS, { ...SECTIONS[1], title: 'billing', service: 'billing' }];
    expect(await problemsOf(await markdown(documented), documented)).toEqual([
      'NAVETTE_STOCK_KEY is of stock and of billing',
    ]);
  });

  it('says nothing about code that does not compile, but does not pass', async () => {
    const { problems } = await configuration({ root: '/nowhere', read: () => Promise.resolve(undefined) });
    expect(problems).toHaveLength(1);
  });
});
