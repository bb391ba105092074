import { Entity } from 'typeorm';
import { stockNeed } from './no-such-file.js'; // refused: resolvable

export const needRow = [Entity, stockNeed];
