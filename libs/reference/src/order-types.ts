/**
 * Types of customer orders (ST-17), the usual one first. Those with `deliverySlip` are prepared and leave with a delivery
 * note; the others are turned into a sale at the counter. What a `shuttleNote` type takes out of stock is sent to the buyer (ST-16).
 */
export const ORDER_TYPES = [
  { code: 'counter', deliverySlip: false, shuttleNote: false },
  { code: 'delivery', deliverySlip: true, shuttleNote: false },
  { code: 'e_shop', deliverySlip: true, shuttleNote: true },
] as const;

export type OrderType = (typeof ORDER_TYPES)[number]['code'];
