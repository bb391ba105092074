import type { NeedSupply } from '@navette/contracts/common/v1/common';
import type { Quantity } from '@navette/kernel';
import type { Turn } from '../needs/need.js';

/** An allocation as sagas and other contexts know it; JSON data. */
export interface AllocationRow {
  readonly id: string;
  readonly needId: string;
  readonly originKind: 'intervention_file' | 'customer_order';
  readonly originId: string;
  /** Line of the origin that wants the part: the need's id. */
  readonly originLineId: string;
  readonly partId: string;
  /** Decimal text, scale 4. */
  readonly quantity: string;
  /** Null where it is from free stock. */
  readonly receiptLineId: string | null;
  readonly state: 'tentative' | 'confirmed' | 'consumed' | 'withdrawn';
  /** What is still to come for the need beside it. */
  readonly supply: NeedSupply;
}

/** An open allocation, locked, with what is needed to take it back. */
export interface OpenAllocation {
  readonly id: string;
  readonly needId: string;
  readonly partId: string;
  readonly quantity: Quantity;
  readonly state: 'tentative' | 'confirmed';
  readonly receiptLineId: string | null;
  readonly orderLineId: string | null;
  /** Its receipt has been voided and is being reversed: the parts are about to leave. */
  readonly leaving: boolean;
  readonly need: Turn;
}

/** A quantity to be taken from an open allocation: all of it, or a part. */
export interface Cut {
  readonly allocation: OpenAllocation;
  readonly quantity: Quantity;
}

export type WithdrawalReason = 'origin-cancelled' | 'not-answered' | 'receipt-voided' | 'stock-corrected' | 'not-used';
