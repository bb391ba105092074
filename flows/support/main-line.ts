import { randomUUID } from 'node:crypto';
import { eventually } from '@navette/testing';
import type { System } from './system.js';

/** What specs of the main line do, as clerks and manufacturers would: through the two public APIs only. */
export class MainLine {
  #manufacturer = { token: '', until: 0 };

  constructor(private readonly system: System) {}

  /** A mission order sent, accepted and converted; the file. */
  async openFile(
    options: { email?: string; underWarranty?: boolean; consumer?: object } = {},
  ): Promise<{ fileId: string; email: string }> {
    const email = options.email ?? `${randomUUID()}@exemple.example`;
    const sent = await this.sendMissionOrder(email, options.underWarranty ?? false, options.consumer);
    await eventually(async () => {
      const { status } = await this.system.api('POST', `/mission-orders/${sent}/accept`, {});
      return status === 200 ? true : undefined;
    });
    const fileId = await eventually(async () => {
      const { body } = await this.system.api('GET', `/mission-orders/${sent}`);
      return body.state === 'converted' ? (body.fileId as string) : undefined;
    });
    return { fileId, email };
  }

  async sendMissionOrder(email: string, underWarranty: boolean, consumer: object = {}): Promise<string> {
    const answer = await fetch(`${this.system.url('device-gateway')}/v1/mission-orders`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await this.manufacturerToken()}`,
        'content-type': 'application/json',
        'idempotency-key': randomUUID(),
        ...this.system.traced(),
      },
      body: JSON.stringify({
        station: 'LIL',
        number: randomUUID(),
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
    if (answer.status !== 202) throw new Error(`the gateway answered ${answer.status}: ${await answer.text()}`);
    return ((await answer.json()) as { id: string }).id;
  }

  async manufacturerToken(): Promise<string> {
    if (this.#manufacturer.until > performance.now()) return this.#manufacturer.token;
    const answer = await fetch(`${this.system.url('device-gateway')}/v1/oauth/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: 'electrobel',
        client_secret: this.system.env['NAVETTE_SEED_MANUFACTURER_CLIENT_SECRET'] as string,
      }),
    });
    const { access_token: token, expires_in: seconds } = (await answer.json()) as {
      access_token: string;
      expires_in: number;
    };
    this.#manufacturer = { token, until: performance.now() + (seconds - 30) * 1_000 };
    return token;
  }

  /** Parts of the catalogue that nobody has in stock, with a price. */
  async parts(count: number): Promise<{ id: string; reference: string }[]> {
    const { body } = await this.system.api('GET', `/parts?limit=200`);
    const parts = (body.parts as { id: string; reference: string; kind: string }[]).filter(
      ({ kind }) => kind === 'part',
    );
    return parts.slice(0, count);
  }

  /** Adds one part line to a file; its id, which is the need's. */
  async addPart(fileId: string, reference: string, quantity = '1'): Promise<string> {
    const { status, body } = await this.system.api('POST', `/intervention-files/${fileId}/lines`, {
      lines: [{ kind: 'part', reference, quantity }],
    });
    if (status >= 300) throw new Error(`adding a line answered ${status}: ${JSON.stringify(body)}`);
    const lines = body.lines as { id: string; reference: string }[];
    return (lines.filter((line) => line.reference === reference).at(-1) as { id: string }).id;
  }

  /** A customer order of one part; its id and line. */
  async customerOrder(
    customerPartyId: string,
    reference: string,
    quantity = '1',
  ): Promise<{ orderId: string; lineId: string }> {
    const { status, body } = await this.system.api('POST', '/customer-orders', {
      customerPartyId,
      lines: [{ reference, quantity }],
    });
    if (status >= 300) throw new Error(`a customer order answered ${status}: ${JSON.stringify(body)}`);
    return { orderId: body.id as string, lineId: body.lines[0].id as string };
  }

  /** Orders what these needs lack, sends the orders; their ids. */
  async order(needIds: readonly string[]): Promise<string[]> {
    await eventually(async () => {
      const { body } = await this.system.api('GET', '/replenishment-plan?limit=200');
      const planned = (body.lines as { needId: string }[]).map(({ needId }) => needId);
      return needIds.every((id) => planned.includes(id)) ? true : undefined;
    });
    const { status, body } = await this.system.api('POST', '/supplier-orders', {
      selections: needIds.map((needId) => ({ needId })),
    });
    if (status >= 300) throw new Error(`ordering answered ${status}: ${JSON.stringify(body)}`);
    const orders = body.orders as { id: string }[];
    for (const { id } of orders) await this.system.api('POST', `/supplier-orders/${id}/send`, {});
    return orders.map(({ id }) => id);
  }

  /** A draft receipt of all that an order awaits. */
  async draftReceipt(supplierOrderId: string): Promise<{ id: string; version: string }> {
    const { body: order } = await this.system.api('GET', `/supplier-orders/${supplierOrderId}`);
    const { status, body } = await this.system.api('POST', '/goods-receipts', {
      supplierPartyId: order.supplierPartyId,
      supplierOrderId,
      pull: 'all',
      deliveryNote: `BL-${randomUUID().slice(0, 8)}`,
    });
    if (status >= 300) throw new Error(`a receipt answered ${status}: ${JSON.stringify(body)}`);
    return { id: body.id as string, version: body.version as string };
  }

  /** Validates a receipt as a client that does not give up: the same key until an answer comes. */
  async validate(receipt: { id: string; version: string }, key = randomUUID()): Promise<void> {
    await eventually(
      async () => {
        const { status, body } = await this.system.api(
          'POST',
          `/goods-receipts/${receipt.id}/validate`,
          { version: receipt.version },
          { key },
        );
        if (status === 503 || status === 500) return undefined;
        if (status >= 300) throw new Error(`validation answered ${status}: ${JSON.stringify(body)}`);
        return true;
      },
      { timeoutMs: 90_000, everyMs: 100 },
    );
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
}
