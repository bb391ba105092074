import { z } from 'zod';

const owner = z
  .object({
    needId: z.string(),
    originKind: z.enum(['', 'intervention_file', 'customer_order']),
    originId: z.string(),
    originNumber: z.string(),
    customerPartyId: z.string().describe('Empty where it is not known'),
    countermark: z.string(),
  })
  .describe('Whose a piece is; all empty: it goes to the shelf');

/** A piece that was scanned, and whose it is. */
export const receiptScan = z
  .object({
    id: z.string(),
    lineId: z.string(),
    partId: z.string(),
    reference: z.string(),
    designation: z.string(),
    locationCode: z.string().describe('Storage location of the part; may be empty'),
    scannedAt: z.string(),
    scannedBy: z.string().describe('User'),
    owner,
    moved: z.boolean().describe('It is of another than was said when it was scanned'),
  })
  .meta({ id: 'ReceiptScan' });

export const goodsReceipt = z
  .object({
    id: z.string(),
    version: z.string(),
    number: z.string(),
    supplierPartyId: z.string(),
    state: z.enum(['draft', 'validated', 'voided']),
    deliveryNote: z.string(),
    countermark: z.string(),
    validatedAt: z.string(),
    sagaId: z.string().describe('Saga that allocates; empty before validation'),
    sagaState: z.string(),
    createdAt: z.string(),
    supplierOrderId: z.string().describe('Order it was begun from; empty for one per supplier'),
    lines: z.array(
      z.object({
        id: z.string(),
        partId: z.string(),
        reference: z.string(),
        supplierOrderLineId: z.string().describe('Empty for a part that was not ordered'),
        awaited: z.string().describe('When the receipt was made; 4 decimals'),
        quantity: z.string(),
        unitPrice: z.string().describe('Without VAT, 4 decimals'),
        updatePrice: z.boolean(),
        designation: z.string(),
        supplierOrderId: z.string().describe('Order of the line it answers, and its number'),
        supplierOrderNumber: z.string(),
        currentPrice: z.string().describe('Purchase price of the part now; empty where it has none'),
        locationCode: z.string().describe('Storage location of the part; may be empty'),
      }),
    ),
    scanned: receiptScan.optional().describe('In the answer to a scan alone'),
  })
  .meta({ id: 'GoodsReceipt' });
