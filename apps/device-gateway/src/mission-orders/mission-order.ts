import type { Address } from '@navette/contracts/common/v1/common';
import { defineErrors, Temporal, type FieldError } from '@navette/kernel';
import type { ChangeMissionOrderRequest, SendMissionOrderRequest } from '@navette/contracts/device_gateway/v1/service';

export const missionOrderErrors = defineErrors('device-gateway', {
  'station.unknown': { kind: 'invalid', params: ['station'] },
  'mission-order.invalid': 'invalid',
  'mission-order.not-found': 'not-found',
  // The sender's number names one order: the known one's id is told, under which its state can be asked.
  'mission-order.number-known': { kind: 'conflict', params: ['number', 'id'] },
  // The station has answered it, or it is at an end.
  'mission-order.not-changeable': { kind: 'precondition', params: ['state'] },
  'mission-order.state-not-accepted': { kind: 'invalid', params: ['accepted'] },
  'mission-order.cursor-wrong': 'invalid',
  'mission-order.required': 'invalid',
  'mission-order.too-long': { kind: 'invalid', params: ['max'] },
  'mission-order.text-unreadable': 'invalid',
  'mission-order.date-wrong': { kind: 'invalid', params: ['min', 'max'] },
  'mission-order.kind-not-accepted': { kind: 'invalid', params: ['accepted'] },
});

export const FILE_KINDS = ['workshop', 'home'] as const;

/** Longest texts taken, in characters. */
export const MAX = { station: 4, number: 60, short: 100, address: 200, mail: 254, long: 10_000, reason: 500 } as const;

/** How far an order has come; those of the last rank are ends. */
const RANK = { processing: 0, received: 1, accepted: 2, converted: 3, refused: 3, expired: 3, withdrawn: 3 } as const;
export type MissionOrderState = keyof typeof RANK;
export const MISSION_ORDER_STATES = Object.keys(RANK) as MissionOrderState[];

/** Whether `next` is news for an order that is in `state`: events may come late, states only go forward. */
export function goesForward(state: MissionOrderState, next: MissionOrderState): boolean {
  return RANK[next] > RANK[state];
}

/** Whether the station may still listen to its sender, as far as is known here; the station itself decides (IN-1). */
export function isChangeable(state: MissionOrderState): boolean {
  return RANK[state] <= RANK.received;
}

const OLDEST_PURCHASE = Temporal.PlainDate.from('1950-01-01');

/** What an order says, beside who sends it under which number to whom. */
type Content = Omit<ChangeMissionOrderRequest, 'id'>;

/**
 * A mission order ready to be forwarded (GW-2). Contents are the sender's and are carried as they are; only what could not
 * be kept anywhere is refused.
 * @param today date at the gateway; a purchase may be of the day that began further east
 * @throws DomainError `device-gateway.mission-order.invalid` with every field that is not accepted
 */
export function checkedMissionOrder(
  input: SendMissionOrderRequest,
  today: Temporal.PlainDate,
): Pick<SendMissionOrderRequest, 'station' | 'number'> & { content: Required<Content> } {
  const fields: FieldError[] = [];
  const text = textsOf(fields);
  const order = {
    station: text('/station', input.station.trim().toUpperCase(), MAX.station, true),
    number: text('/number', input.number.trim(), MAX.number, true),
    content: contentOf(input, today, fields),
  };
  if (fields.length > 0) throw missionOrderErrors.error('mission-order.invalid', {}, fields);
  return order;
}

/**
 * The same for what an order shall say from now on.
 * @throws DomainError `device-gateway.mission-order.invalid`
 */
export function checkedContent(input: Content, today: Temporal.PlainDate): Required<Content> {
  const fields: FieldError[] = [];
  const content = contentOf(input, today, fields);
  if (fields.length > 0) throw missionOrderErrors.error('mission-order.invalid', {}, fields);
  return content;
}

/** @throws DomainError `device-gateway.mission-order.invalid` */
export function checkedReason(input: string): string {
  const fields: FieldError[] = [];
  const reason = textsOf(fields)('/reason', input.trim(), MAX.reason);
  if (fields.length > 0) throw missionOrderErrors.error('mission-order.invalid', {}, fields);
  return reason;
}

/** Reads texts, noting what is wrong with each. */
function textsOf(fields: FieldError[]) {
  return (pointer: string, value: string, max: number, required = false): string => {
    // PostgreSQL keeps no U+0000, and half a surrogate pair is no character.
    if (value.includes('\0') || /\p{Surrogate}/u.test(value)) {
      fields.push(missionOrderErrors.field(pointer, 'mission-order.text-unreadable'));
    }
    if (value.length > max) fields.push(missionOrderErrors.field(pointer, 'mission-order.too-long', { max }));
    if (required && value.trim() === '') fields.push(missionOrderErrors.field(pointer, 'mission-order.required'));
    return value;
  };
}

function contentOf(input: Content, today: Temporal.PlainDate, fields: FieldError[]): Required<Content> {
  const text = textsOf(fields);
  const { consumer, appliance, reseller } = input;
  const addressAt = (pointer: string, address: Address | undefined) =>
    address && {
      line1: text(`${pointer}/line1`, address.line1, MAX.address),
      line2: text(`${pointer}/line2`, address.line2, MAX.address),
      postcode: text(`${pointer}/postcode`, address.postcode, MAX.short),
      city: text(`${pointer}/city`, address.city, MAX.address),
      country: text(`${pointer}/country`, address.country, 2),
    };
  const kind = input.kind || 'workshop';
  if (!(FILE_KINDS as readonly string[]).includes(kind)) {
    fields.push(missionOrderErrors.field('/kind', 'mission-order.kind-not-accepted', { accepted: FILE_KINDS }));
  }
  const purchaseDate = text('/appliance/purchaseDate', appliance?.purchaseDate ?? '', 10);
  const latest = today.add({ days: 1 });
  if (purchaseDate !== '' && !isDateBetween(purchaseDate, OLDEST_PURCHASE, latest)) {
    const params = { min: OLDEST_PURCHASE.toString(), max: latest.toString() };
    fields.push(missionOrderErrors.field('/appliance/purchaseDate', 'mission-order.date-wrong', params));
  }
  return {
    consumer: {
      civility: text('/consumer/civility', consumer?.civility ?? '', MAX.short),
      name: text('/consumer/name', consumer?.name ?? '', MAX.address, true),
      firstName: text('/consumer/firstName', consumer?.firstName ?? '', MAX.short),
      phone: text('/consumer/phone', consumer?.phone ?? '', MAX.short),
      email: text('/consumer/email', consumer?.email ?? '', MAX.mail),
      address: addressAt('/consumer/address', consumer?.address),
    },
    appliance: {
      category: text('/appliance/category', appliance?.category ?? '', MAX.address, true),
      brand: text('/appliance/brand', appliance?.brand ?? '', MAX.address),
      commercialReference: text('/appliance/commercialReference', appliance?.commercialReference ?? '', MAX.short),
      serialNumber: text('/appliance/serialNumber', appliance?.serialNumber ?? '', MAX.short),
      purchaseDate,
    },
    symptom: text('/symptom', input.symptom, MAX.long),
    comment: text('/comment', input.comment, MAX.long),
    underWarranty: input.underWarranty,
    kind,
    reseller: reseller && {
      name: text('/reseller/name', reseller.name, MAX.address, true),
      siret: text('/reseller/siret', reseller.siret, MAX.short),
      phone: text('/reseller/phone', reseller.phone, MAX.short),
      email: text('/reseller/email', reseller.email, MAX.mail),
      address: addressAt('/reseller/address', reseller.address),
    },
  };
}

function isDateBetween(text: string, from: Temporal.PlainDate, to: Temporal.PlainDate): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  try {
    const date = Temporal.PlainDate.from(text, { overflow: 'reject' });
    return Temporal.PlainDate.compare(from, date) <= 0 && Temporal.PlainDate.compare(date, to) <= 0;
  } catch {
    return false;
  }
}
