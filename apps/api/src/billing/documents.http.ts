import { BillingServiceService as Billing, ListDocumentsRequest } from '@navette/contracts/billing/v1/service';
import type { ListQuery } from '@navette/contracts/common/v1/common';
import {
  anId,
  callerOfRequest,
  days,
  Describe,
  listParameters,
  oneOf,
  Parsed,
  ParsedList,
  textBy,
  type ListGrammar,
} from '@navette/platform/http';
import { RpcClients } from '@navette/platform/service';
import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { sendPaper } from '../send-paper.js';

const kinds = z.enum(['invoice', 'billable_delivery_note', 'pro_forma']);

export const document = z
  .object({
    id: z.string(),
    kind: kinds,
    number: z.string(),
    issuedOn: z.string(),
    inProgress: z.boolean().describe('A delivery note whose parts have not left the stock yet: it is not printed'),
    /** Empty where nothing is to be paid on it. */
    dueOn: z.string(),
    customerPartyId: z.string(),
    customerName: z.string(),
    customerAddress: z.object({
      line1: z.string(),
      line2: z.string(),
      postcode: z.string(),
      city: z.string(),
      country: z.string(),
    }),
    originKind: z.enum(['intervention_file', 'customer_order']),
    originId: z.string(),
    originNumber: z.string(),
    lines: z.array(
      z.object({
        reference: z.string(),
        designation: z.string(),
        quantity: z.string(),
        unitPrice: z.string(),
        discount: z.string(),
        net: z.string(),
        /** Fraction; empty where no VAT applies. */
        vatRate: z.string(),
        ventilationCode: z.string(),
      }),
    ),
    vat: z.array(z.object({ rate: z.string(), base: z.string(), vat: z.string() })),
    totalExcludingVat: z.string(),
    totalVat: z.string(),
    total: z.string(),
  })
  .meta({ id: 'Document' });

const documentList: ListGrammar = {
  filters: {
    kind: oneOf(...kinds.options),
    number: textBy('eq', 'in', 'prefix'),
    customerPartyId: anId,
    originId: anId,
    issuedOn: days,
  },
  sorts: ['issuedOn', 'number'],
  defaultSort: '-issuedOn',
};

const itemRevenueQuery = z.strictObject({
  reference: z.string().min(1).max(60).describe('Of a part or special item, as it stands on documents'),
});
const itemRevenue = z
  .object({
    months: z
      .array(
        z.object({
          month: z.string().describe('2026-11, of the date of issue'),
          repairs: z.string().describe('Without VAT, 2 decimals'),
          customerOrders: z.string(),
        }),
      )
      .describe('The last 12 in which something was invoiced, the latest first'),
  })
  .meta({ id: 'ItemRevenue' });

@Controller('api/v1/documents')
export class DocumentsHttp {
  constructor(private readonly clients: RpcClients) {}

  @Get()
  @Describe({
    id: 'listDocuments',
    summary: 'Issued documents, the latest first',
    needs: 'billing:document.read',
    query: listParameters(documentList),
    answer: z.object({ documents: z.array(document), nextCursor: z.string() }),
  })
  list(@Query(new ParsedList(documentList)) query: ListQuery, @Req() request: Request) {
    return this.#billing.listDocuments(ListDocumentsRequest.fromPartial({ query }), callerOfRequest(request).call);
  }

  @Get('revenue')
  @Describe({
    id: 'getItemRevenue',
    summary: 'What was invoiced of a part or special item, by month',
    needs: 'billing:document.read',
    query: itemRevenueQuery,
    answer: itemRevenue,
  })
  revenue(
    @Query(new Parsed(itemRevenueQuery)) { reference }: z.infer<typeof itemRevenueQuery>,
    @Req() request: Request,
  ) {
    return this.clients.get(Billing).getItemRevenue({ reference }, callerOfRequest(request).call);
  }

  @Get(':id')
  @Describe({ id: 'getDocument', summary: 'One issued document', needs: 'billing:document.read', answer: document })
  get(@Param('id') id: string, @Req() request: Request) {
    return this.#billing.getDocument({ id }, callerOfRequest(request).call);
  }

  @Get(':id/document.pdf')
  @Describe({
    id: 'getDocumentPdf',
    summary: 'A delivery note on paper, once its parts have left the stock',
    needs: 'billing:document.read',
    answer: 'application/pdf',
  })
  async pdf(@Param('id') id: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    sendPaper(response, await this.#billing.getDocumentPaper({ id }, callerOfRequest(request).call));
  }

  get #billing() {
    return this.clients.get(Billing);
  }
}
