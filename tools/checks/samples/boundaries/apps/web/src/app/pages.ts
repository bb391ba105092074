import { order } from '../features/orders/order.js';

/** The shell knows its pages. */
export const pages = [order];
