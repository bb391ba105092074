import { Receipt } from '@navette/contracts'; // refused: pure-models

export const known = Receipt;
