import { half } from '@navette/kernel';
import type { Receipt } from '@navette/contracts';
import { line } from './goods-receipt-line.js';

export const receipt = [half, line];
export type Received = Receipt;
