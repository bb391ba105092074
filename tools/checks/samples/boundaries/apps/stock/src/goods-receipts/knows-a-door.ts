import type { door } from '@navette/platform/database'; // refused: pure-models

export type Known = typeof door;
