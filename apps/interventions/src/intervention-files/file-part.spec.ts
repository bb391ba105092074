import { describe, expect, it } from '@jest/globals';
import { allocationOutcome } from './file-part.js';

const file = { id: 'file', state: 'open' } as const;
const line = { state: 'open', wantsPart: true, fileId: 'file' } as const;

describe('IN-22 an allocation that comes to a line', () => {
  it.each([
    ['is taken once', undefined, line, file, 'new'],
    ['is known when it comes again, even after the line was cancelled', { arrived: true, withdrawn: false }, { ...line, state: 'cancelled' }, file, 'known'],
    ['finds its withdrawal that came first', { arrived: false, withdrawn: true }, line, file, 'withdrawn'],
    ['is taken though a part of it was taken back first', { arrived: false, withdrawn: false }, line, file, 'new'],
    ['is declined by a cancelled line', undefined, { ...line, state: 'cancelled' }, file, 'unwanted'],
    ['is declined by a line that takes nothing from stock', undefined, { ...line, wantsPart: false }, file, 'unwanted'],
    ['is declined by a cancelled file', undefined, line, { ...file, state: 'cancelled' }, 'unwanted'],
    ['is declined by a billed file', undefined, line, { ...file, state: 'billed' }, 'unwanted'],
    ['is taken by a finished file: its line is still there', undefined, line, { ...file, state: 'finished' }, 'new'],
    ['is not for a line of another file', undefined, { ...line, fileId: 'other' }, file, 'unknown-line'],
    ['is not for a file of nobody', undefined, line, undefined, 'unknown-line'],
  ] as const)('%s', (_title, known, itsLine, itsFile, outcome) => {
    expect(allocationOutcome(known, itsLine, itsFile)).toBe(outcome);
  });
}); // prettier-ignore
