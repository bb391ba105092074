import { NeedCancelledMessage, PartConsumedMessage } from '@navette/contracts';
import type { ConsumeParts as ConsumePartsCommand } from '@navette/contracts/stock/v1/commands';
import { Quantity, type DomainError } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { AllocateStock } from '../allocations/allocate-stock.js';
import type { Cut } from '../allocations/allocation.js';
import { AllocationRepository } from '../allocations/allocation.repository.js';
import { WithdrawAllocations } from '../allocations/withdraw-allocations.js';
import { inventoryErrors } from '../inventories/inventory.js';
import { NeedRepository, type NeedHead } from '../needs/need.repository.js';
import { stillToCome, type UnmetNeed } from '../needs/need.js';
import { PostMovements, type Posting } from '../stock-levels/post-movements.js';
import { DEPOT } from '../stock-levels/stock-level.js';
import { StockLevelRepository } from '../stock-levels/stock-level.repository.js';
import { issue } from '../stock-levels/valuation.js';
import { consume, consumptionErrors, type Consumption, type Shortage } from './consumption.js';
import { ConsumptionRepository, type ConsumptionKey, type ConsumptionState } from './consumption.repository.js';

/** Outcome of the command: `done`, or the code and parameters of the refusal. */
export interface ConsumptionOutcome {
  readonly code: string;
  readonly data: Readonly<Record<string, string>>;
}

/**
 * The parts an origin used leave stock, all or nothing. Of saga file-to-invoice, all it does not want any more is free again;
 * asked again it answers the same, also after a return that came first. Of saga delivery-slip (ST-17) the rest stays the
 * origin's, and what was refused is tried again when it is asked again: its note is issued, and there is no way back.
 */
@Injectable()
export class ConsumeParts {
  constructor(
    private readonly runs: ConsumptionRepository,
    private readonly needs: NeedRepository,
    private readonly levels: StockLevelRepository,
    private readonly allocations: AllocationRepository,
    private readonly withdraw: WithdrawAllocations,
    private readonly movements: PostMovements,
    private readonly allocate: AllocateStock,
  ) {}

  async execute(tx: Tx, command: ConsumePartsCommand): Promise<ConsumptionOutcome> {
    const key = { sagaId: command.request?.sagaId ?? '', originKind: command.originKind, originId: command.originId };
    tx.audit('consumption', key.originId);
    const before = await this.runs.note(tx, key, 'consumed');
    const { keepRest = false } = command;
    if (before !== undefined && !(keepRest && before.state === 'refused')) return answerOf(before);

    const used = command.lines
      .map(({ needId, partId, used: quantity }) => ({ needId, partId, used: Quantity.parse(quantity) }))
      .filter((line) => line.used.isPositive());
    const heads = await this.needs.ofOrigin(tx, key.originKind, key.originId);
    await this.levels.lock(
      tx,
      heads.map(({ partId }) => partId),
    );
    const needIds = heads.map(({ id }) => id);
    const needs = await this.needs.lock(tx, needIds);
    const plan = consume(used, await this.allocations.lockOpen(tx, 'need_id', needIds), keepRest);
    // What is lacking may be so because the depot is being counted, and gives nothing.
    const from = 'shortage' in plan ? [{ ...plan.shortage, location: DEPOT }] : plan.consumed.map(({ allocation }) => allocation); // prettier-ignore
    const counted = await this.#counted(tx, from);
    if (counted !== undefined) return this.#refuse(tx, key, inventoryErrors.error('inventory.part-counted', counted));
    if ('shortage' in plan) return this.#refuse(tx, key, await this.#shortage(tx, plan.shortage));
    if (before !== undefined) await this.runs.change(tx, key, { state: 'consumed' });

    if (!keepRest) await this.#settleNeeds(tx, key, [...needs.values()], plan);
    // What is consumed keeps the id that the origin knows, and comes back under it.
    await this.withdraw.execute(tx, plan.released, keepRest ? 'waiting' : 'cancelled', 'not-used');
    await this.allocations.consume(
      tx,
      plan.consumed.map(({ allocation }) => allocation.id),
      key.sagaId,
    );
    if (keepRest) await this.#tellConsumed(tx, key, plan);
    await this.#issue(tx, key, plan.consumed);
    await this.allocate.execute(tx, [...new Set(plan.released.map(({ allocation }) => allocation.partId))]);
    return DONE;
  }

  /** What is left of the origin's needs, allocated or not, is wanted no more. */
  async #settleNeeds(
    tx: Tx,
    key: ConsumptionKey,
    needs: readonly UnmetNeed[],
    { consumed, released: unused }: Consumption,
  ): Promise<void> {
    await this.needs.moveLinks(
      tx,
      needs.flatMap(({ id: needId, links }) =>
        links.map(({ orderLineId, open }) => ({ needId, orderLineId, open: open.negate(), quantity: open.negate() })),
      ),
    );
    const unmet = needs.map(({ id: needId, waiting, links }) => ({
      needId,
      quantity: Quantity.sum([waiting, ...links.map(({ open }) => open)]),
    }));
    await this.needs.cancel(tx, unmet);
    const lines = unmet.map(({ needId, quantity }) => ({
      needId,
      consumed: sumOf(needId, consumed),
      released: sumOf(needId, unused).plus(quantity),
    }));
    await this.#tell(tx, key, lines);
  }

  async #tellConsumed(tx: Tx, key: ConsumptionKey, { consumed }: Consumption): Promise<void> {
    const needIds = new Set(consumed.map(({ allocation }) => allocation.needId));
    const lines = [...needIds].map((needId) => ({
      needId,
      consumed: sumOf(needId, consumed),
      released: Quantity.zero,
    }));
    await this.#tell(tx, key, lines);
  }

  async #tell(
    tx: Tx,
    key: ConsumptionKey,
    lines: readonly { needId: string; consumed: Quantity; released: Quantity }[],
  ): Promise<void> {
    await this.runs.insertLines(tx, key, lines);
    const heads = await this.needs.heads(
      tx,
      lines.map(({ needId }) => needId),
    );
    for (const line of lines) announce(tx, heads.get(line.needId) as NeedHead, line);
  }

  /** A movement for each line and place that it takes from (ST-11). */
  async #issue(tx: Tx, { originKind, originId }: ConsumptionKey, consumed: readonly Cut[]): Promise<void> {
    const repair = originKind === 'intervention_file';
    const origin = { kind: repair ? 'intervention_file' : 'customer_order', id: originId } as const;
    const sources = new Map(consumed.map(({ allocation: { needId, partId, location } }) => [`${needId} ${location}`, { needId, partId, location }])); // prettier-ignore
    const postings = [...sources.values()].map(({ needId, partId, location }): Posting => {
      const quantity = sumOf(needId, consumed.filter(({ allocation }) => allocation.location === location)); // prettier-ignore
      return {
        partId,
        lineId: needId,
        happens: (stock, cost) => [{ ...issue(stock, repair ? 'repair_use' : 'sale', quantity, cost), location }],
      };
    });
    if (postings.length > 0) await this.movements.post(tx, origin, postings);
  }

  /** The first of them that an inventory counts where it is taken from (ST-14). */
  async #counted(tx: Tx, from: readonly { readonly partId: string; readonly location: string }[]) {
    for (const location of new Set(from.map((one) => one.location))) {
      const partIds = from.filter((one) => one.location === location).map(({ partId }) => partId);
      const counted = await this.levels.counted(tx, location, partIds);
      if (counted !== undefined) return counted;
    }
    return undefined;
  }

  async #shortage(tx: Tx, { partId, wanted, allocated }: Shortage): Promise<DomainError> {
    const part = (await this.runs.referenceOf(tx, partId)) ?? partId;
    const params = { part, wanted: wanted.toString(), allocated: allocated.toString() };
    return consumptionErrors.error('consumption.not-allocated', params);
  }

  async #refuse(tx: Tx, key: ConsumptionKey, { code, params }: DomainError): Promise<ConsumptionOutcome> {
    const refusal = { ...(params as Record<string, string>), code };
    await this.runs.change(tx, key, { state: 'refused', refusal });
    return answerOf({ state: 'refused', refusal });
  }
}

const DONE: ConsumptionOutcome = { code: 'done', data: {} };

function answerOf(run: ConsumptionState): ConsumptionOutcome {
  switch (run.state) {
    case 'consumed':
      return DONE;
    case 'refused': {
      const { code = 'stock.consumption.not-allocated', ...data } = run.refusal;
      return { code, data: data as Record<string, string> };
    }
    case 'returned':
      return { code: consumptionErrors.error('consumption.returned').code, data: {} };
  }
}

function sumOf(needId: string, cuts: readonly Cut[]): Quantity {
  return Quantity.sum(cuts.filter(({ allocation }) => allocation.needId === needId).map(({ quantity }) => quantity));
}

function announce(tx: Tx, need: NeedHead, line: { consumed: Quantity; released: Quantity }): void {
  const { id: needId, version, originKind, originId, partId } = need;
  const aggregate = { type: 'need', id: needId, version };
  const common = { needId, originKind, originId };
  tx.audit('need', needId);
  if (line.consumed.isPositive()) {
    tx.publish(PartConsumedMessage, aggregate, { ...common, partId, quantity: line.consumed.toString() });
  }
  if (line.released.isPositive()) {
    tx.publish(NeedCancelledMessage, aggregate, {
      ...common,
      quantity: line.released.toString(),
      supply: stillToCome(need),
    });
  }
}
