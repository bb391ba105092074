import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import sharp from 'sharp';
import { obtainBrowser } from '../dev/browser.mjs';
import { Exit } from '../dev/lib/exit.mjs';
import { step } from '../dev/lib/output.mjs';
import { inRoot } from '../dev/lib/paths.mjs';
import { attach } from '../demo/system.mjs';
import { scenes } from './scenes.mjs';
import { workUnderWay } from './work-under-way.mjs';

const FOLDER = inRoot('docs', 'guide', 'pictures');
/** Where most clerks sit (WE-10). */
const SCREEN = { width: 1366, height: 768 };
/** Pages are flat: so many colours tell everything apart, and keep the files small. */
const COLOURS = 128;

/** @type {import('../dev/lib/arguments.mjs').Command} */
export default {
  name: 'guide',
  summary: [
    'take the pictures of the guide (docs/guide/pictures) anew, from the system that is up (where none is, it is started',
    '  and ended again), once its demo station has work at every stage',
  ].join('\n'),
  options: {
    only: { type: 'string', value: 'NAME', accepts: Object.keys(scenes), help: 'one picture' },
    yes: { type: 'boolean', help: 'fetch what is missing without asking' },
  },
  async run({ values: { only, yes = false } }) {
    const system = await attach({ yes });
    const url = new URL('/', system.api).href;
    await workUnderWay(system);
    mkdirSync(FOLDER, { recursive: true });
    const executablePath = await obtainBrowser(yes ? 'yes' : undefined);
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
    try {
      const context = await browser.newContext({ viewport: SCREEN, locale: 'fr-FR', timezoneId: 'Europe/Paris' });
      const page = await context.newPage();
      for (const [name, scene] of Object.entries(scenes)) {
        // Who is not signed in sees nothing else, so that one is gone through whatever is wanted.
        if (only !== undefined && name !== only && name !== 'home') continue;
        await step(name, async () => {
          await page.setViewportSize(SCREEN);
          await scene(page, { ...system, url });
          await keep(join(FOLDER, `${name}.png`), await page.screenshot({ animations: 'disabled', caret: 'hide' }));
        });
      }
    } finally {
      await browser.close();
    }
    return Exit.done;
  },
};

/** @param {string} file @param {Buffer} picture */
async function keep(file, picture) {
  await sharp(picture).png({ palette: true, colours: COLOURS, effort: 10 }).toFile(file);
}
