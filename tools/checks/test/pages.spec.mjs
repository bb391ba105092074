import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { pages } from '../pages.mjs';
import { withRepository } from './_repository.mjs';

/** What can't be compressed: as many bytes go over the line. */
const noise = (bytes) =>
  randomBytes(bytes)
    .toString('latin1')
    .replaceAll(/[^ -~]/g, (byte) => String.fromCharCode(32 + (byte.charCodeAt(0) % 95)));

const check = (pageBytes) =>
  withRepository(
    {
      'apps/web/dist/.vite/manifest.json': {
        'index.html': { file: 'assets/index.js', isEntry: true, imports: ['_kit.js'] },
        '_kit.js': { file: 'assets/kit.js' },
        'src/features/home/home.page.tsx': { file: 'assets/home.js', imports: ['_kit.js', 'index.html'] },
      },
      'apps/web/dist/assets/index.js': noise(120_000),
      'apps/web/dist/assets/kit.js': noise(60_000),
      'apps/web/dist/assets/home.js': noise(pageBytes),
    },
    (root) => pages({ root }),
  );

describe('WE-10 weight of a page', () => {
  it('counts the shell and what both import once', async () => {
    const { problems, summary } = await check(10_000);
    expect(problems).toEqual([]);
    expect(summary).toMatch(/^pages: 1 page, the heaviest 1[45]\d kB$/);
  });

  it('names the page that is too heavy', async () => {
    const { problems } = await check(200_000);
    expect(problems).toEqual([expect.objectContaining({ path: 'apps/web/src/features/home/home.page.tsx' })]);
  });
});
