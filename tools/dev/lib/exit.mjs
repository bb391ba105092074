/** Exit codes of `./navette`; scripts rely on them. */
export const Exit = Object.freeze({
  done: 0,
  failed: 1,
  usage: 2,
  missing: 3,
  held: 4,
  interrupted: 130,
});

/** An end with a code and a sentence for the reader; no stack is shown for it. */
export class Stop extends Error {
  /**
   * @param {number} code one of {@link Exit}
   * @param {string} message
   */
  constructor(code, message) {
    super(message);
    this.name = 'Stop';
    this.code = code;
  }
}
