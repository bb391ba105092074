import { BillingServiceService as Billing, ListDraftInvoicesRequest } from '@navette/contracts/billing/v1/service';
import type { ListQuery } from '@navette/contracts/common/v1/common';
import {
  anId,
  callerOfRequest,
  Describe,
  instants,
  listParameters,
  oneOf,
  Parsed,
  ParsedList,
  versionSeen,
  type ListGrammar,
} from '@navette/platform/http';
import { RpcClients } from '@navette/platform/service';
import { Body, Controller, Get, Param, Post, Put, Query, Req } from '@nestjs/common';
import type { Request } from 'express';
import { z } from 'zod';
import { document } from './documents.http.js';

const vatCategory = z.enum(['standard', 'intermediate', 'reduced', 'super_reduced']);
const line = z.object({
  id: z.string(),
  reference: z.string(),
  designation: z.string(),
  quantity: z.string().describe('4 decimals'),
  unitPrice: z.string().describe('Without VAT, 4 decimals'),
  discount: z.string().describe('A fraction, 4 decimals'),
  vatCategory,
  ventilationCode: z.string(),
  net: z.string(),
});
const draft = z
  .object({
    id: z.string(),
    version: z.string(),
    state: z.enum(['draft', 'accepted']),
    customerPartyId: z.string(),
    originKind: z.enum(['intervention_file']),
    originId: z.string(),
    originNumber: z.string(),
    datedOn: z.string().describe('YYYY-MM-DD; empty for the day of its acceptance'),
    lines: z.array(line),
    vat: z.array(z.object({ rate: z.string(), base: z.string(), vat: z.string() })),
    totalExcludingVat: z.string(),
    totalVat: z.string(),
    total: z.string(),
    createdAt: z.string(),
    documentId: z.string().describe('The invoice it became; empty before'),
  })
  .meta({ id: 'DraftInvoice' });

const draftList: ListGrammar = {
  filters: {
    state: oneOf(...draft.shape.state.options),
    customerPartyId: anId,
    originId: anId,
    createdAt: instants,
  },
  sorts: ['createdAt'],
  defaultSort: '-createdAt',
};
const editing = z.strictObject({
  datedOn: z.string().max(10).default('').describe('Empty for the day of acceptance'),
  lines: z
    .array(
      z.strictObject({
        id: z.string().max(36).default('').describe('Empty for a new line'),
        reference: z.string().max(100).default(''),
        designation: z.string().max(500),
        quantity: z.string().max(40),
        unitPrice: z.string().max(40),
        discount: z.string().max(40).default('0'),
        vatCategory,
        ventilationCode: z.string().max(30),
      }),
    )
    .min(1)
    .max(500)
    .describe('All lines; those left out are dropped'),
});

@Controller('api/v1/draft-invoices')
export class DraftInvoicesHttp {
  constructor(private readonly clients: RpcClients) {}

  @Get()
  @Describe({
    id: 'listDraftInvoices',
    summary: 'Draft invoices, the latest first',
    needs: 'billing:draft-invoice.read',
    query: listParameters(draftList),
    answer: z.object({ drafts: z.array(draft), nextCursor: z.string() }),
  })
  list(@Query(new ParsedList(draftList)) query: ListQuery, @Req() request: Request) {
    return this.#billing.listDraftInvoices(
      ListDraftInvoicesRequest.fromPartial({ query }),
      callerOfRequest(request).call,
    );
  }

  @Get(':id')
  @Describe({
    id: 'getDraftInvoice',
    summary: 'One draft invoice',
    needs: 'billing:draft-invoice.read',
    answer: draft,
  })
  get(@Param('id') id: string, @Req() request: Request) {
    return this.#billing.getDraftInvoice({ id }, callerOfRequest(request).call);
  }

  @Put(':id')
  @Describe({
    id: 'editDraftInvoice',
    summary: 'Replace the lines and the date of a draft that is not accepted',
    needs: 'billing:draft-invoice.edit',
    idempotent: true,
    versioned: true,
    body: editing,
    answer: draft,
  })
  edit(
    @Param('id') id: string,
    @Body(new Parsed(editing)) { lines, ...body }: z.infer<typeof editing>,
    @Req() request: Request,
  ) {
    const asked = { id, version: versionSeen(request), ...body, lines: lines.map((each) => ({ ...each, net: '' })) };
    return this.#billing.editDraftInvoice(asked, callerOfRequest(request).call);
  }

  @Post(':id/accept')
  @Describe({
    id: 'acceptDraftInvoice',
    summary: 'Make the final invoice of a draft, with its number, for good',
    needs: 'billing:draft-invoice.accept',
    idempotent: true,
    answer: document,
  })
  accept(@Param('id') id: string, @Req() request: Request) {
    return this.#billing.acceptDraftInvoice({ id }, callerOfRequest(request).call);
  }

  get #billing() {
    return this.clients.get(Billing);
  }
}
