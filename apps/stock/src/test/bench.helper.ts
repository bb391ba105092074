import { expect } from '@jest/globals';
import {
  AllocationWithdrawnMessage,
  ConfirmOrderAllocationsMessage,
  CustomerOrderPlacedMessage,
  NeedCancelledMessage,
  NeedSupplyChangedMessage,
  PartAllocatedMessage,
  PartsNeededMessage,
  PartyClientChangedMessage,
  PartyCreatedMessage,
  PartyPricingTermsChangedMessage,
  SagaReplyMessage,
  StationChangedMessage,
  type MessageType,
} from '@navette/contracts';
import type { NeedSupply, SagaReply } from '@navette/contracts/common/v1/common';
import { StationChanged } from '@navette/contracts/identity/v1/events';
import { PartsNeeded } from '@navette/contracts/interventions/v1/events';
import { PartyCreated, PartyPricingTermsChanged } from '@navette/contracts/parties/v1/events';
import type { PricingTerms } from '@navette/contracts/parties/v1/service';
import {
  CreateGoodsReceiptRequest,
  GoodsReceipt,
  Part,
  StockServiceService,
  type SupplierOrder,
  type StockLevel,
} from '@navette/contracts/stock/v1/service';
import { newId, systemClock, type Clock } from '@navette/kernel';
import { Bus, replySubject } from '@navette/platform/messaging';
import {
  startTestService,
  testTenant,
  type TestService,
  type TestTenant,
  handled,
  heard,
  say,
  type Said as AnySaid,
} from '@navette/testing';
import { stockService } from '../stock.service.js';

export const RIGHTS = [
  'stock:catalogue-entry.read',
  'stock:catalogue-entry.create',
  'stock:catalogue-entry.change',
  'stock:product.read',
  'stock:product.create',
  'stock:product.change',
  'stock:part.create',
  'stock:part.change',
  'stock:part.read',
  'stock:part.price',
  'stock:part.limits',
  'stock:part.merge',
  'stock:price-list.import',
  'stock:price-list.read',
  'stock:need.read',
  'stock:need.change',
  'stock:need.allocate',
  'stock:stock-level.read',
  'stock:stock-level.correct',
  'stock:stock-level.move',
  'stock:stock-note.attach',
  'stock:stock-note.create',
  'stock:stock-note.read',
  'stock:stock-value.read',
  'stock:replenishment-plan.read',
  'stock:supplier-order.place',
  'stock:supplier-order.read',
  'stock:supplier-order.send',
  'stock:supplier-order.mail',
  'stock:supplier-order.acknowledge',
  'stock:supplier-order.close',
  'stock:supplier-order.cancel',
  'stock:supplier-return.create',
  'stock:supplier-return.read',
  'stock:supplier-return.cancel',
  'stock:station-transfer.read',
  'stock:station-transfer.request',
  'stock:station-transfer.answer',
  'stock:station-transfer.receive',
  'stock:receipt.create',
  'stock:receipt.import',
  'stock:receipt.read',
  'stock:receipt.validate',
  'stock:receipt.void',
  'stock:inventory.open',
  'stock:inventory.read',
  'stock:inventory.count',
  'stock:inventory.share',
  'stock:inventory.validate',
  'stock:preparation.read',
  'stock:settings.read',
  'stock:settings.change',
];
export const here = testTenant('here');
export const elsewhere = testTenant('elsewhere');
/** Where saga file-to-invoice wants its answers. */
const FILE_TO_INVOICE = replySubject('interventions', 'file-to-invoice');

/** The order has gone, by whatever way somebody saw to. */
export const sendOrder = (orderId: string) => ({ id: orderId, channel: '', expectedOn: '' });

export const id = () => newId(systemClock);
export const refusal = (code: string) => expect.objectContaining({ code });

type Said = Partial<AnySaid>;

/** A need of a file or order, as `PartsNeeded` and `CustomerOrderPlaced` raise it. */
export interface Wanted {
  readonly originId: string;
  readonly needId: string;
}

/** Stock with a station, suppliers and parts; what its neighbours say to it and hear from it. */
export class Bench {
  readonly supplier = id();
  readonly otherSupplier = id();
  #references = 0;

  private constructor(readonly service: TestService) {}

  static async start(options: { clock?: Clock; env?: NodeJS.ProcessEnv } = {}): Promise<Bench> {
    const bench = new Bench(await startTestService(stockService, options));
    const bus = bench.service.running.get(Bus);
    for (const context of ['interventions', 'billing']) await bus.ensureStream('cmd', context);
    await bus.ensureStream('rep', 'interventions');
    for (const [tenant, code] of [[here, 'LIL'], [elsewhere, 'LEN']] as const) await bench.station(tenant, code); // prettier-ignore
    for (const supplier of [bench.supplier, bench.otherSupplier]) await bench.party(supplier, ['supplier']);
    return bench;
  }

  stop(): Promise<void> {
    return this.service.stop();
  }

  get client() {
    return this.service.client(StockServiceService);
  }

  as(options: { tenant?: TestTenant; rights?: readonly string[]; idempotencyKey?: string } = {}) {
    const { tenant = here, rights = RIGHTS, ...rest } = options;
    return this.service.as(tenant, rights, rest);
  }

  async rows<T>(sql: string, params: unknown[] = []): Promise<T[]> {
    return (await this.service.admin.query(sql, params)).rows as T[];
  }

  /** Publishes a message as its owner would; its id. */
  say<T>(type: MessageType<T>, message: T, said: Said = {}): Promise<string> {
    return say(this.service, type, message, { tenant: here, ...said });
  }

  /** Says something to a handler and waits until it was taken. */
  async tell<T>(handler: string, type: MessageType<T>, message: T, said: Said = {}): Promise<void> {
    await handled(this.service, handler, await this.say(type, message, said));
  }

  /** Messages of a type that left the service, in order. */
  heard<T>(type: MessageType<T>, where?: (message: T) => boolean, subject?: string): Promise<T[]> {
    return heard(this.service, type, where, subject);
  }

  /** Sends a command as saga file-to-invoice would; the outcomes it answered, each [outcome, data]. */
  async ask<T extends { request: { requestId: string } | undefined }>(
    handler: string,
    type: MessageType<T>,
    command: T,
    tenant: TestTenant = here,
  ): Promise<[string, Record<string, string>]> {
    await this.tell(handler, type, command, { replyTo: FILE_TO_INVOICE, tenant });
    const replies = await this.heard(
      SagaReplyMessage,
      (reply: SagaReply) => reply.requestId === command.request?.requestId,
      FILE_TO_INVOICE,
    );
    const { outcome = '', data = {} } = replies.at(-1)?.outcomes[0] ?? {};
    return [outcome, data];
  }

  async station(tenant: TestTenant, code: string): Promise<void> {
    const message = StationChanged.fromPartial({ ...tenant, code, timeZone: 'Europe/Paris' });
    const told = await this.say(StationChangedMessage, message, { tenant });
    for (const handler of ['station-of-network', 'catalogue-of-station']) await handled(this.service, handler, told);
  }

  async party(partyId: string, kinds: string[], tenant: TestTenant = here): Promise<void> {
    const party = { id: partyId, version: '1', kinds };
    await this.tell('party-created', PartyCreatedMessage, PartyCreated.fromPartial({ party }), { tenant });
  }

  /** A manufacturer that the network lists under a code. */
  async maker(partyId: string, alphaCode: string, tenant: TestTenant): Promise<void> {
    const party = { id: partyId, version: '1', kinds: ['manufacturer'], alphaCode };
    await this.tell('party-created', PartyCreatedMessage, PartyCreated.fromPartial({ party }), { tenant });
  }

  /** The network says which client collects a supplier's orders; empty for none. */
  async cart(partyId: string, clientId: string, version = 2, tenant: TestTenant = here): Promise<void> {
    const message = { partyId, clientId, formerClientId: '' };
    await this.tell('party-client-changed', PartyClientChangedMessage, message, {
      aggregateId: partyId,
      version,
      tenant,
    });
  }

  async terms(
    partyId: string,
    version: number,
    bands: [string, string][],
    professional1 = '',
    others: Partial<PricingTerms> = {},
  ): Promise<void> {
    const message = PartyPricingTermsChanged.fromPartial({
      partyId,
      version: String(version),
      terms: {
        bands: bands.map(([from, coefficient]) => ({ from, coefficient })),
        professionalCoefficient1: professional1,
        ...others,
      },
    });
    await this.tell('party-terms', PartyPricingTermsChangedMessage, message, { version });
  }

  /** A new part of the catalogue. */
  async part(overrides: Partial<Part> = {}): Promise<Part> {
    const part = Part.fromPartial({
      reference: `P-${++this.#references}`,
      designation: 'Pompe de vidange',
      supplierPartyId: this.supplier,
      ventilationCode: 'PIECE',
      purchasePrice: '10',
      ...overrides,
    });
    return this.client.createPart({ part }, await this.as());
  }

  /** A file wants a part. */
  async file(part: Part, quantity: string | number = 1, wantedOn = ''): Promise<Wanted> {
    const [originId, needId] = [id(), id()];
    await this.tell('parts-needed', PartsNeededMessage, partsNeeded(originId, [{ needId, part, quantity }], wantedOn));
    return { originId, needId };
  }

  /** A customer order wants a part. */
  async order(part: Part, quantity: string | number = 1, originId = id()): Promise<Wanted> {
    const needId = id();
    const lines = [{ lineId: needId, partId: part.id, quantity: String(quantity) }];
    const message = { orderId: originId, number: `BC-${originId.slice(-6)}`, customerPartyId: '', wantedOn: '', lines };
    await this.tell('customer-order-placed', CustomerOrderPlacedMessage, message);
    return { originId, needId };
  }

  /** Counts of a need: waiting, on order, allocated, consumed, cancelled, and its derived state. */
  async need(needId: string): Promise<string> {
    const [row] = await this.rows<Record<string, string>>(
      `select concat_ws(' ', trim_scale(waiting), trim_scale(on_order), trim_scale(allocated), trim_scale(consumed),
         trim_scale(cancelled), state) as counts from need where id = $1`,
      [needId],
    );
    return row?.['counts'] ?? 'none';
  }

  /** Places and sends orders for needs; the orders by supplier. */
  async ordered(...needIds: string[]): Promise<SupplierOrder[]> {
    const selections = needIds.map((needId) => ({ needId, supplierPartyId: '', partId: '' }));
    const { orders } = await this.client.placeSupplierOrders({ selections }, await this.as());
    const sent: SupplierOrder[] = [];
    for (const order of orders) sent.push(await this.client.sendSupplierOrder(sendOrder(order.id), await this.as()));
    return sent;
  }

  /** A draft receipt of an order, all received. */
  async receipt(order: SupplierOrder, pull = 'all'): Promise<GoodsReceipt> {
    return this.client.createGoodsReceipt(
      CreateGoodsReceiptRequest.fromPartial({ supplierOrderId: order.id, pull }),
      await this.as(),
    );
  }

  async validate(receipt: GoodsReceipt, acceptOverReceipt = false): Promise<GoodsReceipt> {
    const { id: receiptId, version: expectedVersion } = receipt;
    return this.client.validateGoodsReceipt({ id: receiptId, expectedVersion, acceptOverReceipt }, await this.as());
  }

  async scan({ id: receiptId }: GoodsReceipt, code: string, acceptOverReceipt = false): Promise<GoodsReceipt> {
    return this.client.scanGoodsReceipt({ id: receiptId, code, acceptOverReceipt }, await this.as());
  }

  /** Sets the quantity of a receipt's first line. */
  async count(receipt: GoodsReceipt, quantity: string | number): Promise<GoodsReceipt> {
    const lines = [{ lineId: receipt.lines[0]?.id as string, partId: '', quantity: String(quantity), unitPrice: '' }];
    const request = { id: receipt.id, expectedVersion: receipt.version, lines };
    return this.client.setGoodsReceiptLines(request, await this.as());
  }

  async correct(part: Part, quantity: string | number, unitCost = '', placeId = ''): Promise<StockLevel> {
    const request = { partId: part.id, quantity: String(quantity), reason: 'inventaire', unitCost, placeId };
    return this.client.correctStock(request, await this.as());
  }

  async level(part: Part): Promise<StockLevel> {
    return this.client.getStockLevel({ partId: part.id }, await this.as());
  }

  /**
   * Needs of customer orders of which stock counts something else than it told last; none where all is well. What a
   * tentative allocation changed is told by the saga that asks about it.
   */
  async untold(): Promise<unknown[]> {
    const told = new Map<string, NeedSupply>();
    const hear = (needId: string, supply: NeedSupply | undefined) => {
      if (supply !== undefined && supply.needVersion >= (told.get(needId)?.needVersion ?? 0)) told.set(needId, supply);
    };
    for (const type of [PartAllocatedMessage, AllocationWithdrawnMessage, NeedCancelledMessage]) {
      for (const { needId, supply } of await this.heard(type as typeof NeedCancelledMessage)) hear(needId, supply);
    }
    for (const { needs } of await this.heard(NeedSupplyChangedMessage)) {
      for (const { needId, supply } of needs) hear(needId, supply);
    }
    for (const { items } of await this.heard(ConfirmOrderAllocationsMessage)) {
      for (const { lineId, supply } of items) hear(lineId, supply);
    }
    const needs = await this.rows<{ id: string; onOrder: string; exhausted: boolean }>(
      `select id, on_order as "onOrder", exhausted from need n where origin_kind = 'customer_order' and not exists (
         select from allocation a where (a.station_id, a.need_id) = (n.station_id, n.id) and a.state = 'tentative')`,
    );
    return needs.filter(({ id: needId, onOrder, exhausted }) => {
      const last = told.get(needId) ?? { onOrder: '0.0000', exhausted: false };
      return last.onOrder !== onOrder || last.exhausted !== exhausted;
    });
  }

  /** What must be true of every part at any time: problems, none where all is well. */
  async imbalances(): Promise<unknown[]> {
    return this.rows(
      `select 'movements', p.part_id from part_stock p
         left join lateral (select coalesce(sum(quantity), 0) as q, coalesce(sum(value), 0) as v from stock_movement m
           where (m.station_id, m.part_id) = (p.station_id, p.part_id)) m on true
         where (p.on_hand, p.value) <> (m.q, m.v)
       union all select 'location', p.part_id from part_stock p
         where p.on_hand <> (select sum(on_hand) from stock_level l where (l.station_id, l.part_id) = (p.station_id, p.part_id))
       union all select 'reserved', l.part_id from stock_level l
         where l.reserved > greatest(l.on_hand, 0) or l.reserved <> (select coalesce(sum(quantity), 0) from allocation a
           where (a.station_id, a.part_id, a.location) = (l.station_id, l.part_id, l.location)
             and a.state in ('tentative', 'confirmed'))
       union all select 'need', n.id from need n
         where n.allocated <> (select coalesce(sum(quantity), 0) from allocation a
             where (a.station_id, a.need_id) = (n.station_id, n.id) and a.state in ('tentative', 'confirmed'))
           or n.consumed <> (select coalesce(sum(quantity), 0) from allocation a
             where (a.station_id, a.need_id) = (n.station_id, n.id) and a.state = 'consumed')
           or n.on_order <> (select coalesce(sum(open), 0) from (
             select station_id, need_id, open from order_line_need
             union all select station_id, need_id, open from transfer_need) l
             where (l.station_id, l.need_id) = (n.station_id, n.id))`,
    );
  }
}

export function partsNeeded(
  fileId: string,
  lines: readonly { needId: string; part: Part; quantity?: string | number }[],
  wantedOn = '',
): PartsNeeded {
  return PartsNeeded.fromPartial({
    fileId,
    fileNumber: `LIL-DI-2026-${fileId.slice(-6)}`,
    fileType: 'workshop',
    wantedOn,
    consumerPartyId: id(),
    lines: lines.map(({ needId, part, quantity = 1 }) => ({
      lineId: needId,
      partId: part.id,
      quantity: String(quantity),
    })),
  });
}
