import { In } from 'typeorm'; // refused: typeorm-in-rows
import { needRow } from './need.row.js';

export const needs = [In, needRow];
