import BigDefault from 'big.js';
import { randomBytes } from 'node:crypto';

export const half = (): unknown => new BigDefault(randomBytes(1).length).div(2);
