import { needRow } from '../needs/need.row.js'; // refused: rows-at-home
import { needs } from '../needs/need.repository.js'; // refused: repositories-at-home

export const allocations = [needRow, needs];
