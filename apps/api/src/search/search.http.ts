import {
  BillingServiceService as Billing,
  ListCustomerOrdersRequest,
  ListDocumentsRequest,
} from '@navette/contracts/billing/v1/service';
import { ListQuery } from '@navette/contracts/common/v1/common';
import {
  InterventionsServiceService as Interventions,
  ListInterventionFilesRequest,
  ListMissionOrdersRequest,
} from '@navette/contracts/interventions/v1/service';
import { PartiesServiceService as Parties } from '@navette/contracts/parties/v1/service';
import {
  ListGoodsReceiptsRequest,
  ListSupplierOrdersRequest,
  StockServiceService as Stock,
} from '@navette/contracts/stock/v1/service';
import { DomainError, type Clock } from '@navette/kernel';
import { callerOfRequest, Describe, Parsed } from '@navette/platform/http';
import type { CallContext } from '@navette/platform/rpc';
import { CLOCK, RpcClients } from '@navette/platform/service';
import { Controller, Get, Inject, Query, Req } from '@nestjs/common';
import type { Request } from 'express';
import { z } from 'zod';
import { numbersOf } from './numbers.js';

const search = z.strictObject({
  q: z
    .string()
    .min(2)
    .max(200)
    .describe('A number or its beginning, a name, phone, e-mail, serial, part reference, barcode or words'),
  station: z.string().max(4).default('').describe('Code of your station: it completes short numbers (`DI 123`, `123`)'),
});

const hit = z
  .object({
    kind: z.enum([
      'party',
      'part',
      'intervention_file',
      'mission_order',
      'customer_order',
      'supplier_order',
      'goods_receipt',
      'document',
    ]),
    id: z.string(),
    name: z.string().describe('Name, number or reference'),
    detail: z.string().describe('What tells it from others'),
  })
  .meta({ id: 'SearchHit' });
type Hit = z.infer<typeof hit>;

const answer = z.object({
  hits: z.array(hit).describe('A few of each kind that you may read'),
  away: z.array(z.string()).describe('Services that did not answer: what they hold is missing'),
});

/** Of each kind. */
const MOST = 5;
/** A shorter text begins too many serials and references to be meant. */
const SHORTEST_BEGINNING = 3;

/** WE-6: one question to all services, each asked in the caller's name: what one may not read does not answer. */
@Controller('api/v1/search')
export class SearchHttp {
  constructor(
    private readonly clients: RpcClients,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Describe({
    id: 'search',
    summary: 'Records of every kind by number, name, phone, e-mail, serial or part reference',
    own: 'api:own-search.ask',
    query: search,
    answer,
  })
  async search(
    @Query(new Parsed(search)) { q, station }: z.infer<typeof search>,
    @Req() request: Request,
  ): Promise<z.infer<typeof answer>> {
    const { call } = callerOfRequest(request);
    const year = this.clock.now().toZonedDateTimeISO('UTC').year;
    const numbers = (...kinds: string[]) => {
      const filter = numbersOf(q, kinds, station.toUpperCase(), year);
      return filter && { field: 'number', operator: filter.operator, values: [...filter.values] };
    };
    const text = q.trim();
    const mayBegin = text.length >= SHORTEST_BEGINNING && /\d/.test(text);
    const begins = (field: string, operator = 'prefix') => (mayBegin ? { field, operator, values: [text] } : undefined);
    const asked = await Promise.all([
      this.#ask('parties', () => this.#parties(text, call)),
      this.#ask('stock', () => this.#parts(text, call)),
      ...[numbers('DI'), begins('missionExternalNumber'), begins('serialNumber', 'eq')].map((filter) =>
        this.#ask('interventions', () => this.#files(filter, call)),
      ),
      ...[numbers('OM'), begins('externalNumber')].map((filter) =>
        this.#ask('interventions', () => this.#missionOrders(filter, call)),
      ),
      this.#ask('billing', () => this.#customerOrders(numbers('BC'), call)),
      this.#ask('stock', () => this.#supplierOrders(numbers('CF'), call)),
      ...[numbers('ES'), begins('deliveryNote')].map((filter) =>
        this.#ask('stock', () => this.#receipts(filter, call)),
      ),
      this.#ask('billing', () => this.#documents(numbers('FA', 'FC', 'FD', 'AV', 'AD', 'BL', 'PF'), call)),
    ]);
    const hits = new Map(asked.flatMap(({ hits: found }) => found).map((one) => [`${one.kind}.${one.id}`, one]));
    return { hits: [...hits.values()], away: [...new Set(asked.flatMap(({ away }) => away))] };
  }

  async #ask(service: string, question: () => Promise<Hit[]>): Promise<{ hits: Hit[]; away: string[] }> {
    try {
      return { hits: await question(), away: [] };
    } catch (error) {
      if (error instanceof DomainError && error.kind === 'forbidden') return { hits: [], away: [] };
      if (error instanceof DomainError && error.kind === 'unavailable') return { hits: [], away: [service] };
      throw error;
    }
  }

  async #parties(q: string, call: CallContext): Promise<Hit[]> {
    const { parties } = await this.clients.get(Parties).searchParties({ q, kind: '' }, call);
    return parties.slice(0, MOST).map(({ id, name, firstName, phones, mainAddress }) => ({
      kind: 'party',
      id,
      name: words(name, firstName),
      detail: words(mainAddress?.postcode, mainAddress?.city, phones[0]),
    }));
  }

  async #parts(text: string, call: CallContext): Promise<Hit[]> {
    if (text.length < SHORTEST_BEGINNING) return [];
    const { parts } = await this.clients.get(Stock).searchParts({ q: text, kind: '' }, call);
    return parts
      .slice(0, MOST)
      .map(({ id, reference, designation }) => ({ kind: 'part', id, name: reference, detail: designation }));
  }

  async #files(filter: Filter, call: CallContext): Promise<Hit[]> {
    if (filter === undefined) return [];
    const { files } = await this.clients
      .get(Interventions)
      .listInterventionFiles(ListInterventionFilesRequest.fromPartial(asking(filter)), call);
    return files.map(({ id, number, product, missionExternalNumber }) => ({
      kind: 'intervention_file',
      id,
      name: number,
      detail: words(product?.brand, product?.commercialReference, product?.serialNumber, missionExternalNumber),
    }));
  }

  async #missionOrders(filter: Filter, call: CallContext): Promise<Hit[]> {
    if (filter === undefined) return [];
    const { missionOrders } = await this.clients
      .get(Interventions)
      .listMissionOrders(ListMissionOrdersRequest.fromPartial(asking(filter)), call);
    return missionOrders.map(({ id, number, externalNumber, consumer }) => ({
      kind: 'mission_order',
      id,
      name: number,
      detail: words(externalNumber, consumer?.name, consumer?.address?.city),
    }));
  }

  async #customerOrders(filter: Filter, call: CallContext): Promise<Hit[]> {
    if (filter === undefined) return [];
    const { orders } = await this.clients
      .get(Billing)
      .listCustomerOrders(ListCustomerOrdersRequest.fromPartial(asking(filter)), call);
    return orders.map(({ id, number, placedAt }) => ({
      kind: 'customer_order',
      id,
      name: number,
      detail: placedAt.slice(0, 10),
    }));
  }

  async #supplierOrders(filter: Filter, call: CallContext): Promise<Hit[]> {
    if (filter === undefined) return [];
    const { orders } = await this.clients
      .get(Stock)
      .listSupplierOrders(ListSupplierOrdersRequest.fromPartial(asking(filter)), call);
    return orders.map(({ id, number, placedAt }) => ({
      kind: 'supplier_order',
      id,
      name: number,
      detail: placedAt.slice(0, 10),
    }));
  }

  async #receipts(filter: Filter, call: CallContext): Promise<Hit[]> {
    if (filter === undefined) return [];
    const { receipts } = await this.clients
      .get(Stock)
      .listGoodsReceipts(ListGoodsReceiptsRequest.fromPartial(asking(filter)), call);
    return receipts.map(({ id, number, deliveryNote }) => ({
      kind: 'goods_receipt',
      id,
      name: number,
      detail: deliveryNote,
    }));
  }

  async #documents(filter: Filter, call: CallContext): Promise<Hit[]> {
    if (filter === undefined) return [];
    const { documents } = await this.clients
      .get(Billing)
      .listDocuments(ListDocumentsRequest.fromPartial(asking(filter)), call);
    return documents.map(({ id, number, issuedOn }) => ({ kind: 'document', id, name: number, detail: issuedOn }));
  }
}

type Filter = { field: string; operator: string; values: string[] } | undefined;

const words = (...parts: (string | undefined)[]): string =>
  parts.filter((part) => part !== undefined && part !== '').join(' · ');

/** The first few that one filter lets through. */
const asking = (filter: NonNullable<Filter>) => ({
  query: ListQuery.fromPartial({ filters: [filter], limit: MOST }),
});
