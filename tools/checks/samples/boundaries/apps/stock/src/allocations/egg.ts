import { hen } from './hen.js'; // refused: no-cycle

export const egg = (): unknown => hen;
