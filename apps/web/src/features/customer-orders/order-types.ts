/** ST-17: how an order is handed over. */
export const TYPES = ['counter', 'delivery', 'e_shop'] as const;
