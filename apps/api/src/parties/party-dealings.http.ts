import { AccountingServiceService as Accounting } from '@navette/contracts/accounting/v1/service';
import { BillingServiceService as Billing } from '@navette/contracts/billing/v1/service';
import { InterventionsServiceService as Interventions } from '@navette/contracts/interventions/v1/service';
import { PartiesServiceService as Parties } from '@navette/contracts/parties/v1/service';
import { DomainError } from '@navette/kernel';
import { callerOfRequest, Describe } from '@navette/platform/http';
import { RpcClients } from '@navette/platform/service';
import { Controller, Get, Param, Req } from '@nestjs/common';
import type { Request } from 'express';
import { z } from 'zod';
import { product } from '../interventions/product.js';

const file = z.object({
  id: z.string(),
  number: z.string(),
  state: z.enum(['open', 'finished', 'billing', 'billed', 'cancelled']),
  openedAt: z.string(),
  product,
  roles: z.array(z.enum(['consumer', 'ordering_party', 'reseller'])),
  statusLabel: z.string().describe('French'),
  statusLabelEn: z.string(),
  statusColour: z.string().describe('#rrggbb'),
});
const dealing = z.object({
  id: z.string(),
  number: z.string().describe('Empty for drafts'),
  kind: z.enum(['customer_order', 'invoice', 'billable_delivery_note', 'pro_forma', 'draft_invoice']),
  state: z.string().describe('Of an order or draft; empty for documents'),
  at: z.string().describe('Business date of a document, instant of an order or draft'),
  total: z.string().describe('With VAT; empty for orders and drafts'),
});
const part = <T extends z.ZodRawShape>(content: T) =>
  z.object({
    ...content,
    missing: z.string().describe('Error code of what kept it from being read; empty where it was'),
  });

const dealings = z
  .object({
    files: part({ list: z.array(file), count: z.int(), openCount: z.int() }),
    billing: part({
      orders: z.array(dealing),
      orderCount: z.int(),
      documents: z.array(dealing),
      documentCount: z.int(),
      drafts: z.array(dealing),
      draftCount: z.int(),
      openOrderCount: z.int(),
    }),
    ledger: part({ balance: z.string().describe('What it owes by the ledger, scale 2; empty where unknown') }),
  })
  .meta({ id: 'PartyDealings' });

@Controller('api/v1/parties')
export class PartyDealingsHttp {
  constructor(private readonly clients: RpcClients) {}

  @Get(':id/dealings')
  @Describe({
    id: 'getPartyDealings',
    summary: 'What a party has in every service: files, orders, documents, balance; what is away is named',
    needs: 'parties:party.read',
    answer: dealings,
  })
  async get(@Param('id') partyId: string, @Req() request: Request): Promise<z.infer<typeof dealings>> {
    const { call } = callerOfRequest(request);
    const wanted = { partyId, limit: 0 };
    // Whether there is such a party in the station is for parties to say.
    await this.clients.get(Parties).getParty({ id: partyId }, call);
    const [files, billing, ledger] = await Promise.all([
      orMissing(this.clients.get(Interventions).listFilesOfParty(wanted, call), { files: [], count: 0, openCount: 0 }),
      orMissing(this.clients.get(Billing).listDealingsOfCustomer(wanted, call), {
        orders: [],
        orderCount: 0,
        documents: [],
        documentCount: 0,
        drafts: [],
        draftCount: 0,
        openOrderCount: 0,
      }),
      orMissing(this.clients.get(Accounting).getCustomerBalance({ partyId }, call), { balance: '' }),
    ]);
    const { files: list, ...counted } = files;
    return { files: { list, ...counted }, billing, ledger } as z.infer<typeof dealings>;
  }
}

/** What a service answers, or nothing and why: one that is away, or that the caller may not read, hides no other. */
async function orMissing<T>(asked: Promise<T>, nothing: T): Promise<T & { missing: string }> {
  try {
    return { ...(await asked), missing: '' };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { ...nothing, missing: error.code };
  }
}
