import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Runs `work` on a throw-away repository made of `files`: paths to text, or to what becomes JSON. */
export async function withRepository(files, work) {
  const root = await mkdtemp(join(tmpdir(), 'navette-check-'));
  try {
    for (const [path, content] of Object.entries(files)) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), typeof content === 'string' ? content : JSON.stringify(content));
    }
    return await work(root);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}
