// Named `.flow.spec` so that no runner takes it for a test: flows run from /flows only.
import { tenant } from '@navette/testing';
import { receipt } from './goods-receipt.js';

export const tested = [tenant, receipt];
