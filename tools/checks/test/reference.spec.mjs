import { describe, expect, it } from '@jest/globals';
import { eventPages } from '../../generators/_events.mjs';
import { checkReference } from '../reference.mjs';
import { withRepository } from './_repository.mjs';

const PAGES = new Map([
  ['docs/events/stock.md', '# Messages of stock'],
  ['docs/rights.md', '# Rights'],
]);

async function problemsOf(files) {
  const { problems } = await withRepository(files, (root) => checkReference({ root, read: async () => PAGES }));
  return problems.map(({ path, problem }) => `${path} ${problem}`);
}

describe('reference', () => {
  it('passes where the pages say what the code says', async () => {
    expect(await problemsOf(Object.fromEntries(PAGES))).toEqual([]);
  });

  it('ID-4 finds a page that says otherwise, one that is missing and one that nothing makes', async () => {
    const again = 'node tools/generators/reference.mjs';
    expect(await problemsOf({ 'docs/events/stock.md': '# Old', 'docs/events/gone.md': '' })).toEqual([
      `docs/events/stock.md is not what the code says: ${again}`,
      `docs/rights.md is missing: ${again}`,
      `docs/events/gone.md nothing in the code makes it: ${again}`,
    ]);
  });
});

describe('the catalogue of messages', () => {
  const type = 'navette.stock.v1.PartAllocated';
  const subject = 'navette.stock.v1.evt.part-allocated';
  const file = {
    package: 'navette.stock.v1',
    messageType: [
      {
        name: 'PartAllocated',
        field: [
          { name: 'lines', label: 'LABEL_REPEATED', type: 'TYPE_MESSAGE', typeName: `.${type}.Line` },
          { name: 'part_id', label: 'LABEL_OPTIONAL', type: 'TYPE_STRING' },
        ],
        nestedType: [{ name: 'Line', field: [{ name: 'quantity', label: 'LABEL_OPTIONAL', type: 'TYPE_STRING' }] }],
      },
    ],
    sourceCodeInfo: {
      location: [
        { path: [4, 0], leadingComments: ' A part is kept\n for its origin.\n' },
        { path: [4, 0, 3, 0, 2, 0], leadingComments: ' Scale 4.\n' },
      ],
    },
  };

  const pages = eventPages({
    types: [{ type, kind: 'evt', context: 'stock', subject }],
    listeners: [{ type, service: 'billing', handler: 'part-allocated' }],
    steps: [{ type, service: 'stock', saga: 'receipt' }],
    publishers: new Map([['PartAllocated', new Set(['stock'])]]),
    files: [file],
  });

  it('says of each what it means, what it carries, who sends and who hears it', () => {
    const page = pages.get('docs/events/stock.md');
    for (const line of [
      'A part is kept for its origin.',
      `- Subject: \`${subject}.<station>\``,
      '- Sent by: `stock`, `stock`, saga `receipt`',
      '- Heard by: `billing` (part-allocated)',
      '| `lines[]` | Line |  |',
      '| `lines[].quantity` | string | Scale 4. |',
      '| `part_id` | string |  |',
    ]) {
      expect(page.split('\n')).toContain(line);
    }
    expect(pages.get('docs/events/README.md')).toContain('| [PartAllocated](stock.md#partallocated) | evt |');
  });

  it('of one that nobody hears says so', () => {
    const lonely = eventPages({
      types: [{ type, kind: 'evt', context: 'stock', subject }],
      listeners: [],
      steps: [],
      publishers: new Map(),
      files: [file],
    });
    expect(lonely.get('docs/events/stock.md')).toContain('- Sent by: nobody\n- Heard by: nobody');
  });
});
