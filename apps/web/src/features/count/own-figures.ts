interface Figure {
  readonly quantity: string;
  /** How many times it is being kept just now. */
  readonly keeping: number;
  /** When it was last kept, or heard by the server. */
  readonly changedAt: number;
}

/**
 * ST-14: the last figure of this window for each line that it has counted. An answer to a question that was asked before the
 * figure was heard may be older than it: then the phone's own word counts. What waits in the store is not known here.
 */
export class OwnFigures {
  /** Questions and changes, in their order. */
  #now = 0;
  readonly #figures = new Map<string, Figure>();

  /** Said before a question is asked. @returns when it is */
  ask(): number {
    return ++this.#now;
  }

  /** Said before a figure is kept: what comes meanwhile knows of it. */
  counted(lineId: string, quantity: string): void {
    const { keeping = 0, changedAt = 0 } = this.#figures.get(lineId) ?? {};
    this.#figures.set(lineId, { quantity, keeping: keeping + 1, changedAt });
  }

  /** Said once it is kept, and shown. */
  kept(lineId: string): void {
    const figure = this.#figures.get(lineId);
    if (figure !== undefined)
      this.#figures.set(lineId, { ...figure, keeping: figure.keeping - 1, changedAt: this.ask() });
  }

  /** The server has heard an entry of a line, whatever came of it. */
  heard(lineId: string): void {
    const figure = this.#figures.get(lineId);
    if (figure !== undefined) this.#figures.set(lineId, { ...figure, changedAt: this.ask() });
  }

  /** A line as an answer has it, with the figure that this window knows better. @param asked when the question was */
  over<Line extends { readonly id: string; readonly ownQuantity: string }>(line: Line, asked: number): Line {
    const figure = this.#figures.get(line.id);
    const isNewer = figure !== undefined && (figure.keeping > 0 || figure.changedAt > asked);
    return isNewer ? { ...line, ownQuantity: figure.quantity } : line;
  }
}
