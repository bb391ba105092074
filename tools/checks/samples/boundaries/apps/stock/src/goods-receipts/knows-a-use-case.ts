import { ValidateGoodsReceipt } from './validate-goods-receipt.js'; // refused: pure-models

export const known = ValidateGoodsReceipt;
