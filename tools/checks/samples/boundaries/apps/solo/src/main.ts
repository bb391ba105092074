import { billing } from '@navette/billing';
import { stock } from '@navette/stock';

export const all = [billing, stock];
