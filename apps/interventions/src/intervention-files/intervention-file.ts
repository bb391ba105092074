import type { DocumentHeader } from '@navette/contracts/common/v1/common';
import { defineErrors } from '@navette/kernel';
import type { ApplianceDescription, FileType } from '../mission-orders/mission-order.js';

export const fileErrors = defineErrors('interventions', {
  'file.not-found': 'not-found',
  'file.changed-meanwhile': { kind: 'stale', params: ['expected', 'actual'] },
  'file.state-not-accepted': { kind: 'precondition', params: ['state', 'accepted'] },
  'file.reason-required': { kind: 'invalid', params: ['max'] },
  'file.nothing-to-bill': 'precondition',
  // Billing's answer names no document: it was given by hand.
  'file.documents-unknown': 'precondition',
  'file.hand-back-workshop-only': 'invalid',
  'file.ship-workshop-only': 'precondition',
  'file.handed-back-already': 'precondition',
});

/** `open → finished → billing → billed`; `billing → finished` when billing is refused; `cancelled` from the first two. */
export const FILE_STATES = ['open', 'finished', 'billing', 'billed', 'cancelled'] as const;
export type FileState = (typeof FILE_STATES)[number];

/** Lines may be changed, and the file may be cancelled. */
export const CHANGEABLE: readonly FileState[] = ['open', 'finished'];

/** Who pays a line: the consumer, or who ordered the intervention (the manufacturer under warranty). */
export const PAYERS = ['consumer', 'ordering_party'] as const;
export type Payer = (typeof PAYERS)[number];

export const ORDERING_PARTY_KINDS = ['manufacturer', 'reseller', 'other', 'consumer'] as const;
export type OrderingPartyKind = (typeof ORDERING_PARTY_KINDS)[number];

/** System statuses are known by key; number, label and colour are data (IN-6). Those that this service sets so far. */
export type StatusKey =
  | 'file_opened'
  | 'part_to_order'
  | 'parts_ordered'
  | 'part_exhausted'
  | 'parts_received'
  | 'to_be_billed'
  | 'billed'
  | 'to_hand_back'
  | 'handed_back'
  | 'shipped'
  | 'cancelled';

/** An intervention file without its lines and timeline. */
export interface InterventionFileHead {
  readonly id: string;
  readonly version: number;
  readonly number: string;
  readonly type: FileType;
  readonly state: FileState;
  readonly consumerPartyId: string;
  readonly orderingPartyKind: OrderingPartyKind;
  /** Empty when the consumer orders. */
  readonly orderingPartyId: string;
  /** Empty where none is named. */
  readonly resellerPartyId: string;
  readonly defaultPayer: Payer;
  readonly missionOrderId: string;
  readonly missionExternalNumber: string;
  readonly product: ApplianceDescription;
  readonly symptom: string;
  readonly comment: string;
  /** Counts the times that the question "are all parts there?" was opened; 0 before the first need (IN-22). */
  readonly needsRound: number;
  /** Times that the file was given to billing. */
  readonly billingAttempts: number;
  /** Error code; empty when billing did not refuse. */
  readonly billingRefusal: string;
  readonly billingRefusalParams: Readonly<Record<string, string>>;
  readonly cancelReason: string;
  /** Of the consumer (PA-19); undefined as long as the party is not known here. */
  readonly header: DocumentHeader | undefined;
}

export const REASON_MAX = 500;

/** @throws DomainError `interventions.file.state-not-accepted` */
export function assertState({ state }: InterventionFileHead, accepted: readonly FileState[]): void {
  if (!accepted.includes(state)) throw fileErrors.error('file.state-not-accepted', { state, accepted });
}

/** @throws DomainError `interventions.file.reason-required` */
export function checkedReason(reason: string): string {
  const trimmed = reason.trim();
  if (trimmed === '' || trimmed.length > REASON_MAX)
    throw fileErrors.error('file.reason-required', { max: REASON_MAX });
  return trimmed;
}

/** What a sender is to the station: the first of its kinds that orders interventions (IN-3). */
export function orderingPartyKind(kinds: readonly string[]): Exclude<OrderingPartyKind, 'consumer'> {
  return (['manufacturer', 'reseller'] as const).find((kind) => kinds.includes(kind)) ?? 'other';
}
