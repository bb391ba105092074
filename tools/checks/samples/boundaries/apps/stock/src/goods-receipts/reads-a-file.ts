import { readFileSync } from 'node:fs'; // refused: pure-models

export const read = readFileSync;
