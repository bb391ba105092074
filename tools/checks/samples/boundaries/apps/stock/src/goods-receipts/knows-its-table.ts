import { receipts } from './goods-receipt.repository.js'; // refused: pure-models

export const known = receipts;
