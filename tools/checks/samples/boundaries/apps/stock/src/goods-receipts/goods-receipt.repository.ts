import { door } from '@navette/platform/database';
import { row } from './goods-receipt.row.js';

export const receipts = [door, row];
