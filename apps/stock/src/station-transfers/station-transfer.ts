import type { StationTransfer } from '@navette/contracts/stock/v1/station_transfers';
import { defineErrors, Quantity, type FieldError, type Temporal } from '@navette/kernel';
import { parsed } from '../input/parsed.js';

export const stationTransferErrors = defineErrors('stock', {
  'station-transfer.not-found': 'not-found',
  'station-transfer.invalid': 'invalid',
  'station-transfer.quantity-out-of-range': { kind: 'invalid', params: ['max'] },
  'station-transfer.quantity-too-precise': { kind: 'invalid', params: ['unit', 'decimals'] },
  'station-transfer.reason-missing': { kind: 'invalid', params: ['max'] },
  'station-transfer.reason-too-long': { kind: 'invalid', params: ['max'] },
  'station-transfer.wrong-state': { kind: 'precondition', params: ['state'] },
  'station-transfer.other-side': 'precondition',
  'station-transfer.not-free': { kind: 'precondition', params: ['reference', 'free', 'wanted'] },
  'station-transfer.part-unknown': 'precondition',
  'station-transfer.station-unknown': 'precondition',
  'station-transfer.issued-already': 'precondition',
});

export const TRANSFER_STATES = [
  'requested',
  'accepted',
  'refused',
  'issued',
  'received',
  'cancelling',
  'cancelled',
] as const;
export type TransferState = (typeof TRANSFER_STATES)[number];
export type TransferSide = 'incoming' | 'outgoing';

const LONGEST_REASON = 200;

/** One station's half of a transfer, as it is kept. */
export interface Transfer {
  readonly id: string;
  readonly version: number;
  readonly number: string;
  readonly side: TransferSide;
  /** The other station. */
  readonly stationId: string;
  readonly stationCode: string;
  readonly stationName: string;
  readonly partId: string;
  readonly reference: string;
  readonly designation: string;
  readonly needId: string | null;
  readonly originKind: string | null;
  readonly originId: string | null;
  readonly originNumber: string | null;
  readonly asked: string;
  /** What is sent, or will be: what was asked, until less of it is accepted. */
  readonly quantity: string;
  readonly state: TransferState;
  readonly value: string | null;
  readonly received: string | null;
  readonly lost: string | null;
  readonly lostValue: string | null;
  readonly refusal: string;
  readonly reason: string;
  readonly requestedAt: Temporal.Instant;
  readonly issuedAt: Temporal.Instant | null;
  readonly closedAt: Temporal.Instant | null;
  readonly sagaId: string | null;
}

/** Of its half a station may do only what is its own: who asked receives and cancels, who was asked answers and issues. */
export function expectSide(transfer: Transfer | undefined, side: TransferSide): Transfer {
  if (transfer === undefined) throw stationTransferErrors.error('station-transfer.not-found');
  if (transfer.side !== side) throw stationTransferErrors.error('station-transfer.other-side');
  return transfer;
}

export function expectTransferState({ state }: Transfer, states: readonly TransferState[]): void {
  if (!states.includes(state)) throw stationTransferErrors.error('station-transfer.wrong-state', { state });
}

/**
 * @param most what waits of the need, what is asked, or what was sent
 * @param least `none` where nothing may have arrived
 * @throws DomainError `stock.station-transfer.invalid` with the field
 */
export function transferQuantity(
  text: string,
  most: Quantity,
  least: 'some' | 'none',
  unit: { readonly unitCode: string; readonly unitDecimals: number },
): Quantity {
  const fields: FieldError[] = [];
  const quantity = parsed(fields, '/quantity', () => Quantity.parse(text));
  const max = most.toString();
  if (quantity !== undefined) {
    const { unitCode, unitDecimals: decimals } = unit;
    if (quantity.isNegative() || quantity.compare(most) > 0 || (least === 'some' && quantity.isZero()))
      fields.push(stationTransferErrors.field('/quantity', 'station-transfer.quantity-out-of-range', { max }));
    else if (!quantity.hasAtMost(decimals))
      fields.push(
        stationTransferErrors.field('/quantity', 'station-transfer.quantity-too-precise', { unit: unitCode, decimals }),
      );
    if (fields.length === 0) return quantity;
  }
  throw stationTransferErrors.error('station-transfer.invalid', {}, fields);
}

/** @throws DomainError `stock.station-transfer.invalid` where a reason that is wanted is missing, or one is too long */
export function transferReason(text: string, isWanted: boolean): string {
  const reason = text.trim();
  const params = { max: LONGEST_REASON };
  const fields: FieldError[] = [];
  if (isWanted && reason === '') fields.push(stationTransferErrors.field('/reason', 'station-transfer.reason-missing', params)); // prettier-ignore
  if (reason.length > LONGEST_REASON) fields.push(stationTransferErrors.field('/reason', 'station-transfer.reason-too-long', params)); // prettier-ignore
  if (fields.length > 0) throw stationTransferErrors.error('station-transfer.invalid', {}, fields);
  return reason;
}

export function shownTransfer(transfer: Transfer): StationTransfer {
  const { version, requestedAt, issuedAt, closedAt } = transfer;
  const texts = [
    'needId',
    'originKind',
    'originId',
    'originNumber',
    'value',
    'received',
    'lost',
    'lostValue',
    'sagaId',
  ] as const;
  const shown = Object.fromEntries(texts.map((name) => [name, transfer[name] ?? ''])) as Record<(typeof texts)[number], string>; // prettier-ignore
  return {
    ...transfer,
    ...shown,
    version: String(version),
    requestedAt: requestedAt.toString(),
    issuedAt: issuedAt?.toString() ?? '',
    closedAt: closedAt?.toString() ?? '',
  };
}
