/**
 * Types of customer orders (ST-17), the usual one first. Those with `deliverySlip` are prepared and leave with a delivery
 * note; the others are turned into a sale at the counter.
 */
export const ORDER_TYPES = [
  { code: 'counter', deliverySlip: false },
  { code: 'delivery', deliverySlip: true },
  { code: 'e_shop', deliverySlip: true },
] as const;

export type OrderType = (typeof ORDER_TYPES)[number]['code'];
