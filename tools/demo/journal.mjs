import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What a run must remember to do nothing twice and the services can't tell it: which needs it asked to be ordered together.
 * Written before the command goes out, so that a run that was killed sends the very same one again.
 *
 * @typedef {{ key: string, needIds: string[] }} Placement
 */
export class Journal {
  #file;
  /** @type {Placement[]} */
  placements = [];

  /** @param {string} folder */
  constructor(folder) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.#file = join(folder, 'placements.json');
    if (existsSync(this.#file)) this.placements = JSON.parse(readFileSync(this.#file, 'utf8'));
  }

  /** @param {Placement[]} placements */
  add(placements) {
    this.placements.push(...placements);
    writeFileSync(`${this.#file}.new`, JSON.stringify(this.placements), { mode: 0o600 });
    renameSync(`${this.#file}.new`, this.#file);
  }
}
