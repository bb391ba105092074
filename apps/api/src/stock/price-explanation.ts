import { PRICE_CLASSES } from '@navette/api-schema';
import { z } from 'zod';

const term = z.object({
  value: z.string().describe('4 decimals; a discount is a fraction'),
  partyId: z.string().describe('Whose terms it is of'),
  version: z.string().describe('In which version of the party'),
  supplierPartyId: z.string().describe("Of a customer's term: for parts of this supplier; empty for all"),
  manufacturerPartyId: z.string(),
});

/** ST-5: "why this price", on parts and on lines that took their price from the catalogue. */
export const priceExplanation = z
  .object({
    price: z.string().describe('Without VAT; empty: price to set up'),
    basis: z.enum(['purchase', 'list', 'fixed']),
    basisPrice: z.string().describe('4 decimals; empty where the part has none'),
    rule: z.enum(['party', 'band', 'professional_1', 'professional_2', '']).describe('Empty for a fixed price'),
    coefficient: term.optional(),
    bandFrom: z.string().describe('Purchase price where the band begins'),
    chosenByPartyId: z.string().describe('The manufacturer on which it was chosen whose coefficients apply'),
    discount: term.optional(),
    priceClass: z
      .object({
        value: z.enum(PRICE_CLASSES),
        chosenBy: z.enum(['party', 'family', 'kind']).describe('kind: nobody chose, and resellers have professional_1'),
        partyId: z.string(),
        version: z.string(),
      })
      .optional()
      .describe('Of the customer; absent where its own coefficient applies, and where it pays as everybody does'),
  })
  .meta({ id: 'PriceExplanation' });
