import {
  ConfirmFileAllocationsMessage,
  InterventionFileStatusAddedMessage,
  NeedRaisedMessage,
  WithdrawFileAllocationsMessage,
} from '@navette/contracts';
import type { ConfirmFileAllocations, WithdrawFileAllocations } from '@navette/contracts/interventions/v1/commands';
import type { InterventionFileStatusAdded } from '@navette/contracts/interventions/v1/events';
import type { InterventionFile } from '@navette/contracts/interventions/v1/service';
import { AllocationWithdrawn, NeedRaised, PartAllocated } from '@navette/contracts/stock/v1/events';
import { id, partId, type Bench } from './bench.helper.js';

export const ORIGIN = 'intervention_file';

type Item = ConfirmFileAllocations['items'][number];

export const lineOf = (file: InterventionFile, i = 0) => file.lines[i]?.id as string;

/** An allocation to a line, as saga order-receipt-to-allocation asks about it. */
export const item = (file: InterventionFile, i = 0, quantity = '1.0000'): Item => ({
  itemKey: id(),
  fileId: file.id,
  lineId: lineOf(file, i),
  partId: partId('P-1'),
  quantity,
});

const request = () => ({ sagaId: id(), requestId: id() });
export const confirmation = (...items: Item[]): ConfirmFileAllocations => ({ request: request(), items });
export const withdrawal = (...items: Item[]): WithdrawFileAllocations => ({ request: request(), items });

/** An allocation to a line, as stock tells it when the part was free. */
export function allocated(file: InterventionFile, i = 0, allocationId = id()): PartAllocated {
  return PartAllocated.fromPartial({
    allocationId,
    needId: lineOf(file, i),
    originKind: ORIGIN,
    originId: file.id,
    quantity: '1.0000',
  });
}

/** That stock took a quantity of an allocation back, as it tells it. */
export function withdrawn(
  given: PartAllocated,
  quantity = given.quantity,
  reason = 'stock-corrected',
): AllocationWithdrawn {
  return AllocationWithdrawn.fromPartial({ ...given, quantity, reason });
}

/** What stock says to the service about parts. */
export class StockTalk {
  constructor(private readonly bench: Bench) {}

  /** An open file with these parts, all of which waited for the supplier. */
  async waiting(...references: string[]): Promise<InterventionFile> {
    const file = await this.bench.addLines((await this.bench.file()).id, ...references);
    for (const line of file.lines) await this.need(file, line.id);
    return this.bench.get(file.id);
  }

  need(file: InterventionFile, needId: string, free = '0.0000'): Promise<void> {
    const message = NeedRaised.fromPartial({
      needId,
      originKind: ORIGIN,
      originId: file.id,
      quantity: '1.0000',
      waiting: free === '0.0000' ? '1.0000' : '0.0000',
      allocated: free,
    });
    return this.bench.tell('need-raised', NeedRaisedMessage, message);
  }

  /** Outcomes by allocation. */
  confirm(command: ConfirmFileAllocations, said: object = {}): Promise<Record<string, string>> {
    return this.bench.ask('confirm-file-allocations', ConfirmFileAllocationsMessage, command, said);
  }

  /** Outcomes by allocation. */
  withdraw(command: WithdrawFileAllocations, said: object = {}): Promise<Record<string, string>> {
    return this.bench.ask('withdraw-file-allocations', WithdrawFileAllocationsMessage, command, said);
  }

  /** Statuses of a file that the service told. */
  told(file: InterventionFile, key: string): Promise<InterventionFileStatusAdded[]> {
    return this.bench.heard(
      InterventionFileStatusAddedMessage,
      (status) => status.fileId === file.id && status.key === key,
    );
  }
}
