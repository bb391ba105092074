import type { ReceiveMissionOrder as Sent } from '@navette/contracts/interventions/v1/commands';
import type { Address } from '@navette/contracts/common/v1/common';
import type {
  AcceptMissionOrderRequest,
  MissionConsumer,
  MissionReseller,
} from '@navette/contracts/interventions/v1/service';
import { defineErrors, isUuid, Temporal, type FieldError } from '@navette/kernel';

export const missionOrderErrors = defineErrors('interventions', {
  'mission-order.not-found': 'not-found',
  'mission-order.not-received': { kind: 'precondition', params: ['state'] },
  'mission-order.reason-required': { kind: 'invalid', params: ['max'] },
  'mission-order.invalid': { kind: 'invalid', params: ['field'] },
  'mission-order.number-reused': 'conflict',
  'mission-order.ordering-party-unknown': 'precondition',
  'mission-order.consumer-unknown': 'precondition',
  'mission-order.party-unknown': 'invalid',
  'mission-order.choice-contradictory': 'invalid',
  'mission-order.accepted-otherwise': 'conflict',
  'mission-order.not-to-complete': { kind: 'precondition', params: ['state'] },
  // ReceiveMissionOrder is still on the way: the message comes again.
  'mission-order.not-arrived': 'unavailable',
});

export const MISSION_ORDER_STATES = ['received', 'accepted', 'converted', 'refused', 'expired', 'withdrawn'] as const;
export type MissionOrderState = (typeof MISSION_ORDER_STATES)[number];
export const FILE_TYPES = ['workshop', 'home'] as const;
export type FileType = (typeof FILE_TYPES)[number];

/** The appliance as the sender describes it. */
export interface ApplianceDescription {
  readonly category: string;
  readonly brand: string;
  readonly commercialReference: string;
  readonly serialNumber: string;
  /** `YYYY-MM-DD`; empty where unknown. */
  readonly purchaseDate: string;
}

/** What the sender wrote, as it last said it while nobody had answered (IN-1); a person may name its party (IN-2). */
export interface MissionContent {
  readonly externalNumber: string;
  readonly clientId: string;
  readonly consumer: MissionConsumer;
  readonly product: ApplianceDescription;
  readonly symptom: string;
  readonly comment: string;
  readonly underWarranty: boolean;
  readonly fileType: FileType;
  /** Empty where the gateway does not know the sender's party in this station. */
  readonly orderingPartyId: string;
  readonly reseller: MissionReseller | undefined;
}

export const REASON_MAX = 500;
const SHORT = 200;
const LONG = 10_000;

/**
 * Reads what the gateway took (IN-1). Odd brands, empty symptoms and strange characters are the sender's and are carried
 * as they are; refused is what could not be kept or could not be worked with.
 *
 * @returns the content, or the first field that is not accepted
 */
export function contentOf(message: Sent): MissionContent | { readonly refused: FieldError } {
  let refusal: FieldError | undefined;
  const refuse = (field: string) => {
    refusal ??= missionOrderErrors.field(`/${field}`, 'mission-order.invalid', { field });
  };
  /** PostgreSQL keeps every character but NUL. */
  const text = (field: string, value: string, max: number) => {
    if (value.length > max || value.includes('\0')) refuse(field);
    return value.trim();
  };
  const address = (field: string, given: Address | undefined): Address => ({
    line1: text(`${field}.line1`, given?.line1 ?? '', SHORT),
    line2: text(`${field}.line2`, given?.line2 ?? '', SHORT),
    postcode: text(`${field}.postcode`, given?.postcode ?? '', SHORT),
    city: text(`${field}.city`, given?.city ?? '', SHORT),
    country: text(`${field}.country`, given?.country ?? '', 2),
  });
  const { consumer, product, reseller } = message;
  const content: MissionContent = {
    externalNumber: text('externalNumber', message.externalNumber, 100),
    clientId: text('clientId', message.clientId, 100),
    consumer: {
      civility: text('consumer.civility', consumer?.civility ?? '', SHORT),
      name: text('consumer.name', consumer?.name ?? '', SHORT),
      firstName: text('consumer.firstName', consumer?.firstName ?? '', SHORT),
      phone: text('consumer.phone', consumer?.phone ?? '', SHORT),
      email: text('consumer.email', consumer?.email ?? '', 254),
      address: address('consumer.address', consumer?.address),
    },
    product: {
      category: text('product.category', product?.category ?? '', SHORT),
      brand: text('product.brand', product?.brand ?? '', SHORT),
      commercialReference: text('product.commercialReference', product?.commercialReference ?? '', SHORT),
      serialNumber: text('product.serialNumber', product?.serialNumber ?? '', SHORT),
      purchaseDate: text('product.purchaseDate', product?.purchaseDate ?? '', 10),
    },
    symptom: text('symptom', message.symptom, LONG),
    comment: text('comment', message.comment, LONG),
    underWarranty: message.underWarranty,
    fileType: (message.fileType || 'workshop') as FileType,
    orderingPartyId: message.orderingPartyId,
    reseller: reseller && {
      name: text('reseller.name', reseller.name, SHORT),
      siret: text('reseller.siret', reseller.siret, SHORT),
      phone: text('reseller.phone', reseller.phone, SHORT),
      email: text('reseller.email', reseller.email, 254),
      address: address('reseller.address', reseller.address),
    },
  };
  if (content.externalNumber === '') refuse('externalNumber');
  if (content.clientId === '') refuse('clientId');
  if (content.reseller?.name === '') refuse('reseller.name');
  if (content.product.category === '') refuse('product.category');
  if (content.product.purchaseDate !== '' && !isDate(content.product.purchaseDate)) refuse('product.purchaseDate');
  if (!FILE_TYPES.includes(content.fileType)) refuse('fileType');
  if (content.orderingPartyId !== '' && !isUuid(content.orderingPartyId)) refuse('orderingPartyId');
  return refusal === undefined ? content : { refused: refusal };
}

/** True when a sender says the same again, word for word. */
export function sameContent(a: MissionContent, b: MissionContent): boolean {
  return canonical(a) === canonical(b);
}

/** Why the order can't become a file without a person; empty when it can (IN-2). */
export function missingForFile({ underWarranty, orderingPartyId }: MissionContent): string {
  if (underWarranty && orderingPartyId === '') {
    return missionOrderErrors.error('mission-order.ordering-party-unknown').code;
  }
  return '';
}

/** The consumer of a file shall be a new party, whoever is known. */
export const NEW_CONSUMER = 'new';

/**
 * For whom an order is accepted (IN-2): a party's id, `NEW_CONSUMER`, or empty for whom parties finds or makes.
 * @throws DomainError `interventions.mission-order.choice-contradictory`
 */
export function consumerChoice({ consumerPartyId, newConsumer }: AcceptMissionOrderRequest): string {
  if (!newConsumer) return consumerPartyId;
  if (consumerPartyId === '') return NEW_CONSUMER;
  const code = 'mission-order.choice-contradictory';
  throw missionOrderErrors.error(code, {}, [missionOrderErrors.field('/newConsumer', code)]);
}

/** @throws DomainError `interventions.mission-order.party-unknown` naming each party that was chosen and is not known. */
export function assertKnown(chosen: Readonly<Record<string, string>>, known: ReadonlySet<string>): void {
  const fields = Object.entries(chosen)
    .filter(([, id]) => id !== '' && !known.has(id))
    .map(([field]) => missionOrderErrors.field(`/${field}`, 'mission-order.party-unknown'));
  if (fields.length > 0) throw missionOrderErrors.error('mission-order.party-unknown', {}, fields);
}

/** @throws DomainError `interventions.mission-order.reason-required` */
export function checkedReason(reason: string): string {
  const trimmed = reason.trim();
  if (trimmed === '' || trimmed.length > REASON_MAX) {
    throw missionOrderErrors.error('mission-order.reason-required', { max: REASON_MAX });
  }
  return trimmed;
}

/** Text without the one character that PostgreSQL does not keep. */
export function keepable<T>(value: T): T {
  return (typeof value === 'string' ? value.replaceAll('\0', '') : value) as T;
}

function isDate(text: string): boolean {
  try {
    const date = Temporal.PlainDate.from(text);
    return date.toString() === text && date.year >= 1900;
  } catch {
    return false;
  }
}

function canonical(content: MissionContent): string {
  const ordered = (value: unknown): unknown =>
    value !== null && typeof value === 'object'
      ? Object.fromEntries(
          Object.entries(value)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([key, inner]) => [key, ordered(inner)]),
        )
      : value;
  return JSON.stringify(ordered(content));
}
