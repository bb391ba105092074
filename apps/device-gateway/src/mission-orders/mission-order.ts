import { defineErrors, Temporal, type FieldError } from '@navette/kernel';
import type { SendMissionOrderRequest } from '@navette/contracts/device_gateway/v1/service';

export const missionOrderErrors = defineErrors('device-gateway', {
  'client.required': 'forbidden',
  'station.unknown': { kind: 'invalid', params: ['station'] },
  'mission-order.invalid': 'invalid',
  'mission-order.not-found': 'not-found',
  // The sender's number names one order: the known one's id is told, under which its state can be asked.
  'mission-order.number-known': { kind: 'conflict', params: ['number', 'id'] },
  'mission-order.required': 'invalid',
  'mission-order.too-long': { kind: 'invalid', params: ['max'] },
  'mission-order.text-unreadable': 'invalid',
  'mission-order.date-wrong': { kind: 'invalid', params: ['min', 'max'] },
  'mission-order.kind-not-accepted': { kind: 'invalid', params: ['accepted'] },
});

export const FILE_KINDS = ['workshop', 'home'] as const;

/** Longest texts taken, in characters. */
export const MAX = { station: 4, number: 60, short: 100, address: 200, mail: 254, long: 10_000 } as const;

/** How far an order has come; the last two are ends. */
const RANK = { processing: 0, received: 1, accepted: 2, converted: 3, refused: 3 } as const;
export type MissionOrderState = keyof typeof RANK;

/** Whether `next` is news for an order that is in `state`: events may come late, states only go forward. */
export function goesForward(state: MissionOrderState, next: MissionOrderState): boolean {
  return RANK[next] > RANK[state];
}

const OLDEST_PURCHASE = Temporal.PlainDate.from('1950-01-01');

/**
 * A mission order ready to be forwarded (GW-2). Contents are the sender's and are carried as they are; only what could not
 * be kept anywhere is refused.
 * @param today date at the gateway; a purchase may be of the day that began further east
 * @throws DomainError `device-gateway.mission-order.invalid` with every field that is not accepted
 */
export function checkedMissionOrder(
  input: SendMissionOrderRequest,
  today: Temporal.PlainDate,
): Required<SendMissionOrderRequest> {
  const fields: FieldError[] = [];
  const text = (pointer: string, value: string, max: number, required = false) => {
    // PostgreSQL keeps no U+0000, and half a surrogate pair is no character.
    if (value.includes('\0') || /\p{Surrogate}/u.test(value)) {
      fields.push(missionOrderErrors.field(pointer, 'mission-order.text-unreadable'));
    }
    if (value.length > max) fields.push(missionOrderErrors.field(pointer, 'mission-order.too-long', { max }));
    if (required && value.trim() === '') fields.push(missionOrderErrors.field(pointer, 'mission-order.required'));
    return value;
  };
  const { consumer, appliance } = input;
  const address = consumer?.address;
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
  const order = {
    station: text('/station', input.station.trim().toUpperCase(), MAX.station, true),
    number: text('/number', input.number.trim(), MAX.number, true),
    consumer: {
      civility: text('/consumer/civility', consumer?.civility ?? '', MAX.short),
      name: text('/consumer/name', consumer?.name ?? '', MAX.address, true),
      firstName: text('/consumer/firstName', consumer?.firstName ?? '', MAX.short),
      phone: text('/consumer/phone', consumer?.phone ?? '', MAX.short),
      email: text('/consumer/email', consumer?.email ?? '', MAX.mail),
      address: address && {
        line1: text('/consumer/address/line1', address.line1, MAX.address),
        line2: text('/consumer/address/line2', address.line2, MAX.address),
        postcode: text('/consumer/address/postcode', address.postcode, MAX.short),
        city: text('/consumer/address/city', address.city, MAX.address),
        country: text('/consumer/address/country', address.country, 2),
      },
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
  };
  if (fields.length > 0) throw missionOrderErrors.error('mission-order.invalid', {}, fields);
  return order;
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
