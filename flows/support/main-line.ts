import { randomUUID } from 'node:crypto';
import { StockServiceService as Stock } from '@navette/contracts/stock/v1/service';
import { createRpcClient } from '@navette/platform/rpc';
import { eventually } from '@navette/testing';
import { answerOf, type Answer, type Seen, type System } from './system.js';

/** What specs of the main line do, as clerks and manufacturers would: through the two public APIs only. */
export class MainLine {
  #manufacturer = { token: '', until: 0 };

  /** @param client the manufacturer's; the demo's own unless given */
  constructor(
    private readonly system: System,
    private readonly client = {
      id: 'electrobel',
      secret: system.env['NAVETTE_SEED_MANUFACTURER_CLIENT_SECRET'] as string,
    },
  ) {}

  /** A mission order sent, accepted and converted; the file. */
  async openFile(
    options: { email?: string; underWarranty?: boolean; consumer?: object } = {},
  ): Promise<{ fileId: string; email: string }> {
    const email = options.email ?? `${randomUUID()}@exemple.example`;
    const sent = await this.sendMissionOrder(email, options.underWarranty ?? false, options.consumer);
    await this.acceptable(sent);
    await this.system.done('POST', `/mission-orders/${sent}/accept`);
    const fileId = await eventually(
      async () => {
        const { body } = await this.system.api('GET', `/mission-orders/${sent}`);
        return body.state === 'converted' ? (body.fileId as string) : undefined;
      },
      { timeoutMs: 60_000 },
    );
    return { fileId, email };
  }

  /** Resolves when a mission order that was sent has come to the station. */
  async acceptable(missionOrderId: string): Promise<void> {
    await eventually(
      async () => {
        const { status } = await this.system.api('GET', `/mission-orders/${missionOrderId}`);
        return status === 200 ? true : undefined;
      },
      { timeoutMs: 60_000 },
    );
  }

  async sendMissionOrder(email: string, underWarranty: boolean, consumer: object = {}): Promise<string> {
    const { status, body } = await this.trySendingMissionOrder(email, underWarranty, randomUUID(), consumer);
    if (status !== 202) throw new Error(`the gateway answered ${status}: ${JSON.stringify(body)}`);
    return body.id as string;
  }

  /** @param key of idempotency, and the order's number */
  async trySendingMissionOrder(
    email: string,
    underWarranty: boolean,
    key: string,
    consumer: object = {},
  ): Promise<Answer> {
    const answer = await fetch(`${this.system.url('device-gateway')}/v1/mission-orders`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await this.manufacturerToken()}`,
        'content-type': 'application/json',
        'idempotency-key': key,
        ...this.system.traced(),
      },
      body: JSON.stringify({
        station: this.system.station,
        number: key,
        consumer: {
          name: 'Delattre',
          firstName: 'Solène',
          email,
          address: { line1: '9 rue du Moulin', postcode: '59000', city: 'Lille' },
          ...consumer,
        },
        appliance: { category: 'Lave-linge', brand: 'Electrobel' },
        symptom: 'Ne vidange plus',
        underWarranty,
      }),
    });
    return answerOf(answer);
  }

  /** @param leastSeconds that it must still serve */
  async manufacturerToken(leastSeconds = 30): Promise<string> {
    if (this.#manufacturer.until > performance.now() + leastSeconds * 1_000) return this.#manufacturer.token;
    const answer = await fetch(`${this.system.url('device-gateway')}/v1/oauth/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: this.client.id,
        client_secret: this.client.secret,
      }),
    });
    const { access_token: token, expires_in: seconds } = (await answer.json()) as {
      access_token: string;
      expires_in: number;
    };
    this.#manufacturer = { token, until: performance.now() + seconds * 1_000 };
    return token;
  }

  /** Parts of the catalogue that nobody has in stock, with a price. */
  async parts(count: number): Promise<{ id: string; reference: string }[]> {
    const body = await this.system.read('/parts?limit=200');
    const parts = (body.parts as { id: string; reference: string; kind: string }[]).filter(
      ({ kind }) => kind === 'part',
    );
    return parts.slice(0, count);
  }

  /** Adds one part line to a file; its id, which is the need's. */
  async addPart(fileId: string, reference: string, quantity = '1'): Promise<string> {
    const body = await this.system.done('POST', `/intervention-files/${fileId}/lines`, {
      lines: [{ kind: 'part', reference, quantity }],
    });
    const lines = body.lines as { id: string; reference: string }[];
    return (lines.filter((line) => line.reference === reference).at(-1) as { id: string }).id;
  }

  /** A customer order of one part; its id and line. */
  async customerOrder(
    customerPartyId: string,
    reference: string,
    quantity = '1',
    type = 'counter',
  ): Promise<{ orderId: string; lineId: string }> {
    const body = await this.system.done('POST', '/customer-orders', {
      customerPartyId,
      type,
      lines: [{ reference, quantity }],
    });
    return { orderId: body.id as string, lineId: body.lines[0].id as string };
  }

  /** Orders what these needs lack, sends the orders; their ids. */
  async order(needIds: readonly string[]): Promise<string[]> {
    await eventually(async () => {
      const { body } = await this.system.api('GET', '/replenishment-plan?limit=200');
      const planned = (body.lines as { needId: string }[]).map(({ needId }) => needId);
      return needIds.every((id) => planned.includes(id)) ? true : undefined;
    });
    const body = await this.system.done('POST', '/supplier-orders', {
      selections: needIds.map((needId) => ({ needId })),
    });
    const orders = body.orders as { id: string }[];
    for (const { id } of orders) await this.system.done('POST', `/supplier-orders/${id}/send`);
    return orders.map(({ id }) => id);
  }

  /** A draft receipt of all that an order awaits. */
  async draftReceipt(supplierOrderId: string): Promise<{ id: string; version: string }> {
    const order = await this.system.read(`/supplier-orders/${supplierOrderId}`);
    const body = await this.system.done('POST', '/goods-receipts', {
      supplierPartyId: order.supplierPartyId,
      supplierOrderId,
      pull: 'all',
      deliveryNote: `BL-${randomUUID().slice(0, 8)}`,
    });
    return { id: body.id as string, version: body.version as string };
  }

  async validate(seen: Seen): Promise<void> {
    await this.system.done('POST', `/goods-receipts/${seen.id}/validate`, {}, { seen });
  }

  /** Resolves when the receipt's saga has ended so. */
  async sagaEnds(receiptId: string, status: 'done' | 'compensated' = 'done'): Promise<void> {
    await eventually(
      async () => {
        const rows = await this.system.rows<{ status: string }>(
          'stock',
          `select status from saga where type = 'order-receipt-to-allocation' and correlation_key = $1`,
          [receiptId],
        );
        return rows[0]?.status === status ? true : undefined;
      },
      { timeoutMs: 90_000 },
    );
  }

  /** The station's clock of saga order-receipt-to-allocation, in seconds; receipts validated from now on keep it. */
  async receiptClock(clock: { firstAsk: number; withdrawAfter: number; operatorAfter: number }): Promise<void> {
    const stock = createRpcClient(Stock, this.system.env['NAVETTE_STOCK_GRPC_URL'] as string, undefined, 10);
    const call = { token: await this.system.signIn(), requestId: randomUUID(), correlationId: randomUUID() };
    try {
      await stock.setStationSettings(
        {
          settings: {
            ...(await stock.getStationSettings({}, call)),
            sagaFirstAskSeconds: clock.firstAsk,
            sagaWithdrawAfterSeconds: clock.withdrawAfter,
            sagaOperatorAfterSeconds: clock.operatorAfter,
          },
        },
        call,
      );
    } finally {
      stock.close();
    }
  }
}
