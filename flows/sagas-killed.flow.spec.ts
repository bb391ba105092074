import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { eventually } from '@navette/testing';
import { services } from '../tools/dev/services.mjs';
import { killedAtEach, type Scenario } from './support/crash.js';
import { MainLine } from './support/main-line.js';
import { System } from './support/system.js';

/**
 * Both ends of the main line, one process per service; it is killed wherever the platform knows a point of it. Each end has
 * a system of its own, so that one works while the other waits for a service to come back.
 */
abstract class Bench {
  readonly line: MainLine;

  constructor(readonly system: System) {
    this.line = new MainLine(system);
  }

  /** Kills at each point on the way, and compares what that left with what must be there once. */
  protected async once<T>(
    scenario: Scenario<T>,
    effects: (prepared: T) => Promise<object>,
    expected: object,
  ): Promise<string[]> {
    const { points, neverHit } = await killedAtEach(this.system, scenario, async (prepared, point) => {
      expect({ point, ...(await effects(prepared)) }).toEqual({ point, ...expected });
    });
    expect(neverHit).toEqual([]);
    for (const { name } of services.filter(({ database }) => database)) {
      expect({ name, dead: await this.rows(name, 'select * from dead_letter') }).toEqual({ name, dead: [] });
    }
    return points;
  }

  protected rows<T extends object>(service: string, sql: string, ...params: unknown[]): Promise<T[]> {
    return this.system.rows<T>(service, sql, params);
  }

  /** The only column of what is found, as text. */
  protected async texts(service: string, sql: string, ...params: unknown[]): Promise<string[]> {
    return (await this.rows<{ text: string }>(service, `select x::text as text from (${sql}) as found (x)`, ...params)).map(({ text }) => text); // prettier-ignore
  }

  protected async count(service: string, from: string, ...params: unknown[]): Promise<number> {
    return Number((await this.texts(service, `select count(*) from ${from}`, ...params))[0]);
  }

  /** Effects on a file that both ends have. */
  protected async ofFile(fileId: string | undefined, status: string) {
    const timeline = 'file_status s join status_code c on c.code = s.code where s.file_id = $1 and c.key = $2';
    return {
      statuses: await this.count('interventions', timeline, fileId, status),
      // No template is active for some of them; none may be queued again.
      messagesTwice: await this.count('notifications', '(select 1 from message where about_id = $1 group by kind having count(*) > 1) x', fileId), // prettier-ignore
    };
  }

  /** Numbers were given from 1 on, none lost and none twice. */
  async gapless(service: string, sql: string): Promise<void> {
    const numbers = await this.texts(service, sql);
    expect(numbers.length).toBeGreaterThan(0);
    expect(numbers).toEqual(numbers.map((_, index) => String(index + 1)));
  }
}

interface Sent {
  readonly number: string;
  readonly email: string;
}

class MissionToFile extends Bench {
  async killed(): Promise<string[]> {
    const scenario = {
      prepare: async () => {
        // Signing in is no part of it.
        await this.system.renewToken();
        await this.line.manufacturerToken(60);
        return { number: randomUUID(), email: `${randomUUID()}@exemple.example` };
      },
      act: (sent: Sent) => this.#converted(sent),
    };
    return this.once(scenario, (sent) => this.#effects(sent), {
      orders: ['converted'],
      sagas: ['done'],
      files: 1,
      parties: 1,
      knownParties: 1,
      accepted: 1,
      statuses: 1,
      messagesTwice: 0,
    });
  }

  /** As a manufacturer and a clerk who do not give up. */
  async #converted({ number, email }: Sent): Promise<void> {
    const id = await eventually(
      async () => {
        const { status, body } = await this.line.trySendingMissionOrder(email, false, number);
        return status === 202 ? (body.id as string) : undefined;
      },
      { timeoutMs: 90_000, everyMs: 100 },
    );
    await this.line.acceptable(id);
    await this.system.done('POST', `/mission-orders/${id}/accept`);
    const told = `mission_order where number = $1 and state = 'converted'`;
    await eventually(async () => ((await this.count('device-gateway', told, number)) === 1 ? true : undefined), {
      timeoutMs: 90_000,
    });
  }

  async #effects({ number, email }: Sent): Promise<object> {
    const orders = await this.rows<{ id: string; state: string; file_id: string }>('interventions', 'select id, state, file_id from mission_order where external_number = $1', number); // prettier-ignore
    const { id, file_id: fileId } = orders[0] ?? {};
    return {
      orders: orders.map(({ state }) => state),
      sagas: await this.texts('interventions', `select status from saga where type = 'mission-to-file' and correlation_key = $1`, id), // prettier-ignore
      files: await this.count('interventions', 'intervention_file where mission_external_number = $1', number),
      parties: await this.count('parties', 'party_email where email = $1', email),
      knownParties: await this.count('interventions', 'party_ref p join intervention_file f on f.consumer_party_id = p.id where f.id = $1', fileId), // prettier-ignore
      accepted: await this.count('interventions', `audit where entity_id = $1 and operation = 'interventions:mission-order.accept'`, id), // prettier-ignore
      ...(await this.ofFile(fileId, 'file_opened')),
    };
  }
}

interface Stocked {
  readonly id: string;
  readonly reference: string;
}

class FileToInvoice extends Bench {
  /** 2 × 24.90 from the depot and 10 from a van for the consumer, 49.90 of labour for the manufacturer; 20 % of VAT on all. */
  async killed(): Promise<string[]> {
    const parts = (await this.line.parts(2)) as [Stocked, Stocked];
    const [part, other] = parts;
    const van = { kind: 'stock_place', code: 'CAMION', label: 'Camion', placeType: 'van' };
    const { id: placeId } = await this.system.done('POST', '/catalogue-entries', van);
    const correction = { partId: part.id, quantity: '500', reason: 'inventaire', unitCost: '12.50' };
    await this.system.done('POST', '/stock-corrections', correction);
    await this.system.done('POST', '/stock-corrections', { ...correction, partId: other.id, placeId });
    const scenario = {
      prepare: () => this.#finishedFile(part.reference, { reference: other.reference, placeId: placeId as string }),
      act: (fileId: string) => this.#billed(fileId),
    };
    const points = await this.once(scenario, (fileId) => this.#effects(fileId), {
      documents: ['billable_delivery_note 59.88', 'invoice 71.76'],
      documentsOfFile: ['billable_delivery_note 59.88', 'invoice 71.76'],
      entries: ['71.76 71.76'],
      sagas: ['done'],
      taken: ['-2.0000', '-1.0000 from a place'],
      allocations: ['consumed', 'consumed'],
      asked: 1,
      statuses: 1,
      messagesTwice: 0,
    });
    const addsUp = `select count(*) || ' ' || bool_and(on_hand = (select coalesce(sum(quantity), 0) from stock_movement m
      where (m.part_id, m.location) = (l.part_id, l.location))) from stock_level l where part_id = any ($1::uuid[])`;
    expect(await this.texts('stock', addsUp, parts.map(({ id }) => id))).toEqual(['3 true']); // prettier-ignore
    return points;
  }

  async #finishedFile(reference: string, inVan: { reference: string; placeId: string }): Promise<string> {
    const { fileId } = await this.line.openFile();
    await this.system.done('POST', `/intervention-files/${fileId}/lines`, {
      lines: [
        { kind: 'part', reference, quantity: '2', unitPrice: '24.90' },
        { kind: 'part', reference: inVan.reference, quantity: '1', unitPrice: '10' },
        { kind: 'special_item', reference: 'MO-ATELIER', quantity: '1', unitPrice: '49.90', payer: 'ordering_party' },
      ],
    });
    const file = await this.system.read(`/intervention-files/${fileId}`);
    const needId = file.lines[1].id as string;
    // Whoever gives does not give up until the need has come.
    await eventually(
      async () => {
        const allocation = { placeId: inVan.placeId, quantity: '1' };
        const asked = await this.system.api('POST', `/needs/${needId}/allocations`, allocation, { key: needId });
        return asked.status === 201 ? true : undefined;
      },
      { timeoutMs: 90_000 },
    );
    await eventually(
      async () => {
        const { lines } = await this.system.read(`/intervention-files/${fileId}`);
        const isHeld = lines[0].quantityAllocated === '2.0000' && lines[1].quantityAllocated === '1.0000';
        return isHeld ? true : undefined;
      },
      { timeoutMs: 90_000 },
    );
    await this.system.done('POST', `/intervention-files/${fileId}/finish`);
    return fileId;
  }

  async #billed(fileId: string): Promise<void> {
    await this.system.done('POST', `/intervention-files/${fileId}/bill`);
    await eventually(
      async () => {
        const { state } = await this.system.read(`/intervention-files/${fileId}`);
        return state === 'billed' && (await this.#entries(fileId)).length > 0 ? true : undefined;
      },
      { timeoutMs: 90_000 },
    );
  }

  /** Debit and credit of each entry that the file's documents caused; a note must cause none. */
  async #entries(fileId: string): Promise<string[]> {
    const documents = await this.texts('billing', 'select id from document where origin_id = $1', fileId);
    return this.texts(
      'accounting',
      `select sum(l.debit) || ' ' || sum(l.credit) from entry e join entry_line l on l.entry_id = e.id
       where e.document_id = any ($1::uuid[]) group by e.id`,
      documents,
    );
  }

  async #effects(fileId: string): Promise<object> {
    return {
      documents: await this.texts('billing', `select kind || ' ' || total from document where origin_id = $1 order by 1`, fileId), // prettier-ignore
      documentsOfFile: await this.texts('interventions', `select kind || ' ' || total from file_document where file_id = $1 order by 1`, fileId), // prettier-ignore
      entries: await this.#entries(fileId),
      sagas: await this.texts('interventions', `select status from saga where type = 'file-to-invoice' and correlation_key like $1`, `${fileId}/%`), // prettier-ignore
      taken: await this.texts('stock', `select quantity || case location when 'depot' then '' else ' from a place' end from stock_movement where origin_id = $1 order by quantity`, fileId), // prettier-ignore
      allocations: await this.texts('stock', 'select a.state from allocation a join need n on n.id = a.need_id where n.origin_id = $1', fileId), // prettier-ignore
      asked: await this.count('interventions', `audit where entity_id = $1 and operation = 'interventions:file.bill'`, fileId), // prettier-ignore
      ...(await this.ofFile(fileId, 'billed')),
    };
  }
}

class DeliverySlip extends Bench {
  #customer = '';

  /** 2 × 24.90 from stock; the order wants 3. */
  async killed(): Promise<string[]> {
    const [part] = (await this.line.parts(1)) as [{ id: string; reference: string }];
    // Without an address for mail: what the order tells its customer is no part of it.
    const { created } = await this.system.done('POST', '/parties', { kinds: ['consumer'], name: 'Sans courriel' });
    this.#customer = created.id as string;
    const scenario = {
      prepare: async () => {
        const correction = { partId: part.id, quantity: '2', reason: 'inventaire', unitCost: '12.50' };
        await this.system.done('POST', '/stock-corrections', correction);
        return this.#prepared(part.reference);
      },
      act: (orderId: string) => this.#delivered(orderId),
    };
    const points = await this.once(scenario, (orderId) => this.#effects(orderId), {
      documents: ['billable_delivery_note 2.0000'],
      slips: ['true'],
      entries: 0,
      sagas: ['done'],
      taken: ['-2.0000'],
      allocations: ['consumed'],
      line: ['3.0000 2.0000 0.0000'],
      need: ['1.0000 2.0000 0.0000'],
      asked: 1,
    });
    const addsUp = 'select on_hand = (select sum(quantity) from stock_movement m where m.part_id = l.part_id) from stock_level l where part_id = $1'; // prettier-ignore
    expect(await this.texts('stock', addsUp, part.id)).toEqual(['true']);
    return points;
  }

  async #prepared(reference: string): Promise<string> {
    const { orderId } = await this.line.customerOrder(this.#customer, reference, '3', 'delivery');
    await eventually(
      async () => {
        const { lines } = await this.system.read(`/customer-orders/${orderId}`);
        return lines[0].allocated === '2.0000' ? true : undefined;
      },
      { timeoutMs: 90_000 },
    );
    return orderId;
  }

  async #delivered(orderId: string): Promise<void> {
    const { id } = await this.system.done('POST', `/customer-orders/${orderId}/delivery-slip`);
    await eventually(
      async () => {
        const { inProgress } = await this.system.read(`/documents/${id}`);
        const { lines } = await this.system.read(`/customer-orders/${orderId}`);
        return inProgress === false && lines[0].delivered === '2.0000' ? true : undefined;
      },
      { timeoutMs: 90_000 },
    );
    // What of the order never came would take what the next one is to get.
    await this.system.done('POST', `/customer-orders/${orderId}/cancel`);
    await eventually(
      async () => ((await this.system.read(`/customer-orders/${orderId}`)).state === 'validated' ? true : undefined),
      { timeoutMs: 90_000 },
    );
  }

  async #effects(orderId: string): Promise<object> {
    const documents = await this.texts('billing', 'select id from document where origin_id = $1', orderId);
    return {
      documents: await this.texts('billing', `select d.kind || ' ' || l.quantity from document d join document_line l on l.document_id = d.id where d.origin_id = $1`, orderId), // prettier-ignore
      slips: await this.texts(
        'billing',
        'select delivered_at is not null from delivery_slip where order_id = $1',
        orderId,
      ),
      entries: await this.count('accounting', 'entry where document_id = any ($1::uuid[])', documents),
      sagas: await this.texts('billing', `select status from saga where type = 'delivery-slip' and correlation_key = any ($1)`, documents), // prettier-ignore
      taken: await this.texts('stock', 'select quantity from stock_movement where origin_id = $1', orderId),
      allocations: await this.texts('stock', 'select a.state from allocation a join need n on n.id = a.need_id where n.origin_id = $1', orderId), // prettier-ignore
      line: await this.texts('billing', `select wanted || ' ' || delivered || ' ' || cancel_asked from customer_order_line where order_id = $1`, orderId), // prettier-ignore
      need: await this.texts('stock', `select cancelled || ' ' || consumed || ' ' || allocated from need where origin_id = $1`, orderId), // prettier-ignore
      asked: await this.count('billing', `audit where entity_id = $1 and operation = 'billing:delivery-slip.issue'`, orderId), // prettier-ignore
    };
  }
}

async function inSystem<B extends Bench>(
  kind: new (system: System) => B,
  work: (bench: B) => Promise<void>,
): Promise<void> {
  const system = await System.start({ separate: true });
  try {
    await work(new kind(system));
  } finally {
    await system.remove();
  }
}

// Tests run side by side within one block only: two systems are what two cores bear, so the third comes after them.
describe('SIGKILL at every point that the platform passes leaves every effect once', () => {
  it.concurrent(
    'IN-2 while a mission order becomes a file',
    () =>
      inSystem(MissionToFile, async (bench) => {
        expect(await bench.killed()).toEqual(
          expect.arrayContaining([
            'device-gateway/outbox/after-publish-before-mark',
            'interventions/interventions:mission-order.accept/before-commit',
            'interventions/interventions:mission-order.accept/after-commit',
            'parties/find-or-create-party/before-ack',
            'parties/outbox/after-publish-before-mark',
            'interventions/saga/mission-to-file/opening_file/answered-party',
            'interventions/saga/mission-to-file/converted/effect-open-file',
          ]),
        );
        await bench.gapless('interventions', 'select right(number, 6)::int from intervention_file order by 1');
      }),
    1_800_000,
  );

  it.concurrent(
    'IN-16 while a finished file becomes an invoice, a billable note and an entry, and no number is missing',
    () =>
      inSystem(FileToInvoice, async (bench) => {
        expect(await bench.killed()).toEqual(
          expect.arrayContaining([
            'interventions/interventions:file.bill/before-commit',
            'interventions/interventions:file.bill/after-commit',
            'stock/consume-parts/before-ack',
            'billing/issue-file-documents/before-ack',
            'billing/outbox/after-publish-before-mark',
            'accounting/document-issued/before-ack',
            'interventions/saga/file-to-invoice/issuing/answered-consume',
            'interventions/saga/file-to-invoice/billed/effect-close-file',
          ]),
        );
        await bench.gapless('billing', `select sequence from document where series = 'FA' order by 1`);
        await bench.gapless('billing', `select sequence from document where series = 'BL' order by 1`);
        await bench.gapless('accounting', 'select number from entry order by 1');
      }),
    1_800_000,
  );

  it(
    'ST-17 while a delivery slip takes its parts out of stock, and no number is missing',
    () =>
      inSystem(DeliverySlip, async (bench) => {
        expect(await bench.killed()).toEqual(
          expect.arrayContaining([
            'billing/billing:delivery-slip.issue/before-commit',
            'billing/billing:delivery-slip.issue/after-commit',
            'stock/consume-parts/before-ack',
            'billing/saga/delivery-slip/delivering/answered-consume',
            'billing/saga/delivery-slip/delivered/effect-deliver',
          ]),
        );
        await bench.gapless('billing', `select sequence from document where series = 'BL' order by 1`);
      }),
    1_800_000,
  );
});
