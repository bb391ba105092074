import { once } from 'node:events';
import { AccountingServiceService as Accounting } from '@navette/contracts/accounting/v1/service';
import { callerOfRequest, Describe, Parsed } from '@navette/platform/http';
import { RpcClients } from '@navette/platform/service';
import { Body, Controller, Get, Param, Put, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';

const entry = z
  .object({
    id: z.string(),
    journal: z.string(),
    number: z.string(),
    entryDate: z.string(),
    documentId: z.string(),
    piece: z.string(),
    lines: z.array(
      z.object({
        account: z.string(),
        accountLabel: z.string(),
        auxiliary: z.string(),
        auxiliaryLabel: z.string(),
        label: z.string(),
        debit: z.string(),
        credit: z.string(),
      }),
    ),
  })
  .meta({ id: 'LedgerEntry' });

const waitingDocument = z
  .object({
    documentId: z.string(),
    number: z.string(),
    /** Error code that says what is missing. */
    reason: z.string(),
    params: z.record(z.string(), z.string()),
  })
  .meta({ id: 'WaitingDocument' });

const account = z.string().max(15);
const label = z.string().max(100);
const chart = z
  .strictObject({
    vatAccounts: z.array(z.strictObject({ rate: z.string().max(10), account, label })).max(50),
    revenueAccounts: z
      .array(
        z.strictObject({
          ventilationCode: z.string().min(1).max(30),
          vatRegime: z.enum(['domestic', 'intra_eu', 'export', 'exempt']),
          account,
          label,
        }),
      )
      .max(1_000),
    journals: z
      .array(
        z.strictObject({
          kind: z.enum(['sales', 'cash_sales', 'payments']),
          code: z.string().max(6),
          label,
          bankAccount: account.default('').describe('Of a payments journal, one for each bank; empty for the chart’s'),
          bankAccountLabel: label.default(''),
        }),
      )
      .max(20),
    customerAccount: account,
    customerAccountLabel: label,
    auxiliaryPrefix: z.string().max(8),
    auxiliarySuffix: z.string().max(8),
    auxiliaryLength: z.int().min(12).max(48).describe('Characters of a customer’s auxiliary account'),
    accountLength: z.int().min(0).max(15).describe('Characters of every account; 0 for any'),
    paymentAccounts: z.array(z.strictObject({ method: z.string().max(40), account, label })).max(50),
    otherAccounts: z
      .array(
        z.strictObject({
          use: z.enum(['shipping', 'deposit', 'discount', 'bank', 'exceptional_income', 'tax_to_issue']),
          account,
          label,
        }),
      )
      .max(6),
  })
  .meta({ id: 'Chart' });

const entryQuery = z.strictObject({
  journal: z.string().max(6).optional(),
  cursor: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
});
const pageQuery = entryQuery.omit({ journal: true });
const fecParams = z.strictObject({ year: z.coerce.number().int().min(2000).max(2100) });

@Controller('api/v1/accounting')
export class AccountingHttp {
  constructor(private readonly clients: RpcClients) {}

  @Get('entries')
  @Describe({
    id: 'listLedgerEntries',
    summary: 'Ledger entries by journal and number',
    needs: 'accounting:entry.read',
    query: entryQuery,
    answer: z.object({ entries: z.array(entry), nextCursor: z.string() }),
  })
  entries(@Query(new Parsed(entryQuery)) query: z.infer<typeof entryQuery>, @Req() request: Request) {
    const { journal = '', cursor = '', limit = 0 } = query;
    return this.#accounting.listEntries({ journal, page: { cursor, limit } }, callerOfRequest(request).call);
  }

  @Get('waiting-documents')
  @Describe({
    id: 'listWaitingDocuments',
    summary: 'Documents without entry, and what is missing for it',
    needs: 'accounting:waiting-document.read',
    query: pageQuery,
    answer: z.object({ documents: z.array(waitingDocument), nextCursor: z.string() }),
  })
  waitingDocuments(@Query(new Parsed(pageQuery)) query: z.infer<typeof pageQuery>, @Req() request: Request) {
    const { cursor = '', limit = 0 } = query;
    return this.#accounting.listWaitingDocuments({ page: { cursor, limit } }, callerOfRequest(request).call);
  }

  @Get('chart')
  @Describe({
    id: 'getChart',
    summary: 'Accounts and journals of the station',
    needs: 'accounting:chart.read',
    answer: chart,
  })
  chart(@Req() request: Request) {
    return this.#accounting.getChart({}, callerOfRequest(request).call);
  }

  @Put('chart')
  @Describe({
    id: 'setChart',
    summary: 'Replace the accounts and journals; documents that waited for one are posted',
    needs: 'accounting:chart.update',
    idempotent: true,
    body: chart,
    answer: chart,
  })
  setChart(@Body(new Parsed(chart)) body: z.infer<typeof chart>, @Req() request: Request) {
    return this.#accounting.setChart({ chart: body }, callerOfRequest(request).call);
  }

  /** Page by page, as fast as the reader takes it; a failure on the way breaks the transfer off instead of ending it. */
  @Get('fec/:year')
  @Describe({
    id: 'exportFec',
    summary: 'File of accounting entries (FEC) of a fiscal year of the company, as UTF-8 text',
    needs: 'accounting:fec.export',
    answer: 'text/plain; charset=utf-8',
  })
  async fec(
    @Param(new Parsed(fecParams)) { year }: z.infer<typeof fecParams>,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const { call } = callerOfRequest(request);
    let cursor = '';
    do {
      const page = await this.#accounting.exportFecPage({ year, cursor }, call);
      if (cursor === '') {
        response.type('text/plain; charset=utf-8').attachment(page.fileName);
      }
      if (!response.write(page.content)) await Promise.race([once(response, 'drain'), once(response, 'close')]);
      cursor = page.nextCursor;
    } while (cursor !== '' && !response.destroyed);
    response.end();
  }

  get #accounting() {
    return this.clients.get(Accounting);
  }
}
