import { DataSource } from 'typeorm';
import { row } from '../goods-receipts/goods-receipt.row.js';
import { needRow } from '../needs/need.row.js';

export const dataSource = [DataSource, row, needRow];
