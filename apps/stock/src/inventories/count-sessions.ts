import type { CountSession, JoinCountRequest, JoinCountResponse } from '@navette/contracts/stock/v1/inventories';
import { Database, type Scope, type Tx } from '@navette/platform/database';
import { newId } from '@navette/kernel';
import { Injectable } from '@nestjs/common';
import { countErrors, LONGEST_COUNTER, MOST_DEVICES, type CountDevice } from './count-access.js';
import { CountAccessRepository } from './count-access.repository.js';
import { hashOfSecret, newSecret } from './count.secrets.js';
import { CountEntryRepository } from './count-entry.repository.js';
import { EMPTY } from './inventory.js';
import { InventoryRepository, type InventoryRow } from './inventory.repository.js';
import { tellInventoryChanged } from './read-inventories.js';

/** What a call of nobody's brings: its request. */
type Call = Pick<Scope, 'requestId' | 'correlationId' | 'causationId'>;

/** ST-14: phones without an account. A link's secret makes one a device of the inventory, its token then is all it has. */
@Injectable()
export class CountSessions {
  constructor(
    private readonly db: Database,
    private readonly access: CountAccessRepository,
    private readonly inventories: InventoryRepository,
    private readonly entries: CountEntryRepository,
  ) {}

  /** @throws DomainError `stock.count.link-over`, `stock.count.invalid`, `stock.count.too-many-devices` */
  async join(call: Call, request: JoinCountRequest): Promise<JoinCountResponse> {
    const counter = request.counter.trim().replace(/\s+/g, ' ');
    if (counter === '' || counter.length > LONGEST_COUNTER) {
      const field = countErrors.field('/counter', 'count.counter-missing', { max: LONGEST_COUNTER });
      throw countErrors.error('count.invalid', {}, [field]);
    }
    const link = await this.db.engineTx((tx) => this.access.linkBySecret(tx, hashOfSecret(request.secret)));
    if (link === undefined) throw countErrors.error('count.link-over');
    const { stationId, networkId, inventoryId } = link;
    // Known before, so that the trail names who was let in as it names whatever they do then (ID-9).
    const id = newId(this.db.clock);
    const device = { id, stationId, networkId, inventoryId, counter };
    const scope: Scope = { ...scopeOf(call, device), operation: 'stock:count.join' };
    return this.db.tenantTx(scope, async (tx) => {
      const inventory = await this.inventories.lockById(tx, inventoryId);
      if (inventory?.state !== 'counting' || !(await this.access.isLinkOpen(tx, link.id))) {
        throw countErrors.error('count.link-over');
      }
      if ((await this.access.devicesOf(tx, inventoryId)) >= MOST_DEVICES) {
        throw countErrors.error('count.too-many-devices', { max: MOST_DEVICES });
      }
      const token = newSecret(32);
      await this.access.insertDevice(tx, { id, hash: hashOfSecret(token), counter }, link);
      tx.audit('inventory', inventoryId);
      await this.inventories.touch(tx, inventoryId, 'phone');
      tellInventoryChanged(tx, inventoryId, inventory.changes + 1);
      return { token, session: shownSession(inventory, device, 0) };
    });
  }

  /** @throws DomainError `stock.count.session-over` */
  session(call: Call, token: string): Promise<CountSession> {
    return this.reading(call, token, async (tx, device, inventory) =>
      shownSession(inventory, device, await this.entries.lastOperation(tx, device.id)),
    );
  }

  /** Reads in the station of a device whose count goes on. @throws DomainError `stock.count.session-over` */
  async reading<T>(
    call: Call,
    token: string,
    work: (tx: Tx, device: CountDevice, inventory: InventoryRow) => Promise<T>,
  ): Promise<T> {
    const device = await this.#device(token);
    return this.db.tenantRead(scopeOf(call, device), async (tx) => {
      const inventory = await this.inventories.byId(tx, device.inventoryId);
      return work(tx, device, await this.#open(tx, device, inventory));
    });
  }

  /** Writes as a device, its inventory locked. @throws DomainError `stock.count.session-over` */
  async writing<T>(
    call: Call,
    token: string,
    work: (tx: Tx, device: CountDevice, inventory: InventoryRow) => Promise<T>,
  ): Promise<T> {
    const device = await this.#device(token);
    return this.db.tenantTx(scopeOf(call, device), async (tx) => {
      const inventory = await this.inventories.lockById(tx, device.inventoryId);
      return work(tx, device, await this.#open(tx, device, inventory));
    });
  }

  async #device(token: string): Promise<CountDevice> {
    const device = await this.db.engineTx((tx) => this.access.deviceByToken(tx, hashOfSecret(token)));
    if (device === undefined) throw countErrors.error('count.session-over');
    return device;
  }

  /** Again in the transaction: it may have been ended since the token was looked up. */
  async #open(tx: Tx, device: CountDevice, inventory: InventoryRow | undefined): Promise<InventoryRow> {
    if (inventory?.state === 'counting' && (await this.access.isDeviceOpen(tx, device.id))) return inventory;
    throw countErrors.error('count.session-over');
  }
}

function scopeOf(call: Call, { id, stationId, networkId }: CountDevice): Scope {
  const { requestId, correlationId, causationId } = call;
  const actor = { kind: 'system', id: `count-device:${id}` } as const;
  return { requestId, correlationId, causationId, stationId, networkId, actor, operation: 'stock:count.record' };
}

function shownSession(
  { number, label, scope, placeLabel: place }: InventoryRow,
  { id, stationId, inventoryId, counter }: CountDevice,
  lastOperation: number,
): CountSession {
  return {
    inventoryId,
    stationId,
    number,
    label,
    place,
    deviceId: id,
    counter,
    lastOperation,
    grows: scope.kind === EMPTY,
  };
}
