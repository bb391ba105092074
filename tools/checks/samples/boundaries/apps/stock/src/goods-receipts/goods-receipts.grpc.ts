import { ValidateGoodsReceipt } from './validate-goods-receipt.js';
import { receipts } from './goods-receipt.repository.js'; // refused: entry-without-repository

export const handlers = [ValidateGoodsReceipt, receipts];
