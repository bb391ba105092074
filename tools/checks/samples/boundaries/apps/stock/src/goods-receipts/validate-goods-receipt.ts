import { Injectable } from '@nestjs/common';
import { needs } from '../needs/need.repository.js';
import { receipt } from './goods-receipt.js';
import { receipts } from './goods-receipt.repository.js';

/** A use case may bring repositories of two capabilities into its one transaction. */
@Injectable()
export class ValidateGoodsReceipt {
  readonly parts = [needs, receipt, receipts];
}
