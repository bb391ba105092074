import { z } from 'zod';

/** The appliance of a mission order or file; every text may be empty but the category. */
export const product = z
  .object({
    category: z.string(),
    brand: z.string(),
    commercialReference: z.string(),
    serialNumber: z.string(),
    purchaseDate: z.string().describe('YYYY-MM-DD; empty where unknown'),
  })
  .meta({ id: 'Product' });
