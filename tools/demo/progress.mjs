import { elapsed, paint, say } from '../dev/lib/output.mjs';

/**
 * What a step has reached, on stderr: one line that is written over on a terminal; elsewhere a line when a step begins or
 * ends and every few seconds between.
 */

const EVERY_MS = 10_000;
const WIDTH = 24;

export class Progress {
  #live = Boolean(process.stderr.isTTY);
  #began = Date.now();
  #said = 0;
  #name;
  #total;
  #done = 0;

  /** @param {string} name @param {number} [total] */
  constructor(name, total = 0) {
    this.#name = name;
    this.#total = total;
    this.#show();
  }

  /** @param {number} done */
  reached(done) {
    if (done === this.#done) return;
    this.#done = done;
    this.#show();
  }

  add(count = 1) {
    this.reached(this.#done + count);
  }

  /** @param {string} [note] what is left open */
  end(note = '') {
    const mark = note ? paint('yellow', '!') : paint('green', '✓');
    const text = `${mark} ${this.#name}${this.#count()} (${elapsed(Date.now() - this.#began)})${note ? `: ${note}` : ''}`;
    say(this.#live ? `\r\u001b[2K${text}` : text);
  }

  #show() {
    if (this.#live) {
      const filled = this.#total > 0 ? Math.round((Math.min(this.#done, this.#total) / this.#total) * WIDTH) : 0;
      const bar = this.#total > 0 ? ` ${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)}` : '';
      process.stderr.write(`\r\u001b[2K${paint('grey', '…')} ${this.#name}${bar}${this.#count()}`);
      return;
    }
    if (Date.now() - this.#said < EVERY_MS) return;
    this.#said = Date.now();
    say(`… ${this.#name}${this.#count()}`);
  }

  #count() {
    return this.#total > 0 ? ` ${this.#done}/${this.#total}` : this.#done > 0 ? ` ${this.#done}` : '';
  }
}
