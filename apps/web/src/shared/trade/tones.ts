import type { Schema } from '@navette/api-client';
import type { Tone } from '../ui/state-chip.js';

type State<Name extends 'GoodsReceipt' | 'SupplierOrder' | 'StationMissionOrder' | 'CustomerOrder' | 'Need'> =
  Schema<Name>['state'];

/** What the states of the trade's records ask of whom; one palette for every page that shows them. */
export const receiptTone: Readonly<Record<State<'GoodsReceipt'>, Tone>> = {
  draft: 'draft',
  validated: 'done',
  voided: 'late',
};

export const supplierOrderTone: Readonly<Record<State<'SupplierOrder'>, Tone>> = {
  draft: 'draft',
  sent: 'waiting',
  acknowledged: 'waiting',
  partially_received: 'progress',
  received: 'done',
  closed: 'done',
  cancelled: 'late',
};

export const missionOrderTone: Readonly<Record<State<'StationMissionOrder'>, Tone>> = {
  received: 'waiting',
  accepted: 'progress',
  converted: 'done',
  refused: 'late',
  expired: 'late',
  withdrawn: 'draft',
};

export const customerOrderTone: Readonly<Record<State<'CustomerOrder'>, Tone>> = {
  waiting: 'waiting',
  exhausted: 'late',
  cancelled: 'late',
  ready_partial: 'progress',
  ready: 'done',
  validated: 'done',
};

export const needTone: Readonly<Record<State<'Need'>, Tone>> = {
  waiting: 'waiting',
  on_order: 'waiting',
  partly_allocated: 'progress',
  allocated: 'done',
  consumed: 'done',
  cancelled: 'late',
};
