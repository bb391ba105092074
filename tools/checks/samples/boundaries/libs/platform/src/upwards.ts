import { stock } from '@navette/stock'; // refused: tags

export const upwards = stock;
