import { VersionColumn } from 'typeorm';

export class HeavyRow {
  @VersionColumn() version = 1; // refused: no-restricted-syntax
}

type D = unknown;

export class KnowsEverybody {
  readonly parts: D[];

  // prettier-ignore
  constructor(a: D, b: D, c: D, d: D, e: D, f: D, g: D, h: D) { // refused: no-restricted-syntax
    this.parts = [a, b, c, d, e, f, g, h];
  }
}
