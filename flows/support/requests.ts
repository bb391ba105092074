import { execFileSync } from 'node:child_process';
import { createFileRegistry, fromBinary, type DescField, type DescMessage } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { SagaReplyMessage, type MessageType } from '@navette/contracts';
import { OperationsServiceService as Operations } from '@navette/contracts/operations/v1/service';
import type { Access } from '@navette/platform/auth';
import { OperationsGrpc } from '@navette/platform/operations';
import { accessOfMethods, type RpcDefinition } from '@navette/platform/rpc';
import { consumptionsOf, subscriptionsOf, type ServiceDefinition } from '@navette/platform/service';
import type { Entity, World } from './rows.js';

/** The contracts as they are in `proto/`, whatever is generated from them. */
const contracts = createFileRegistry(
  fromBinary(
    FileDescriptorSetSchema,
    execFileSync('node_modules/.bin/buf', ['build', '-o', '-'], { maxBuffer: 64 * 1_048_576 }),
  ),
);

/** A method of a service, as its registration has it. */
export interface Method {
  readonly service: string;
  readonly definition: RpcDefinition;
  /** As clients call it. */
  readonly name: string;
  /** `stock.GetPart`. */
  readonly label: string;
  readonly input: DescMessage;
  /** What it asks of its caller. */
  readonly access: Access;
}

/** Every method that a service serves, those that all of them serve included. */
export function methodsOf({ name: service, grpc }: ServiceDefinition): Method[] {
  if (grpc === undefined) return [];
  const access = accessOfMethods([...grpc.controllers, OperationsGrpc]);
  return [grpc.definition, Operations as RpcDefinition].flatMap((definition) =>
    Object.entries(definition).map(([name, { path }]) => {
      const [, typeName = '', method = ''] = path.split('/');
      const found = contracts.getService(typeName)?.methods.find((one) => one.name === method);
      if (found === undefined) throw new Error(`${path} is not in proto/`);
      return {
        service,
        definition,
        name,
        label: `${service}.${method}`,
        input: found.input,
        access: access.get(path) as Access,
      };
    }),
  );
}

/** Which row a field names, by its own name; `id` is what its message is about. */
const NAMED: Readonly<Record<string, Entity>> = {
  partyId: 'party',
  partyIds: 'party',
  importId: 'partyImport',
  priceListId: 'priceList',
  survivorId: 'party',
  survivorPartyId: 'party',
  mergedId: 'party',
  mergedPartyId: 'party',
  customerPartyId: 'party',
  consumerPartyId: 'party',
  resellerPartyId: 'party',
  orderingPartyId: 'supplier',
  supplierPartyId: 'supplier',
  manufacturerPartyId: 'supplier',
  coefficientsOfPartyId: 'supplier',
  familyId: 'family',
  customerFamilyId: 'family',
  supplierFamilyId: 'supplierFamily',
  representativeId: 'representative',
  scaleId: 'commissionScale',
  commissionScaleIds: 'commissionScale',
  manufacturerId: 'manufacturer',
  fileId: 'interventionFile',
  missionOrderId: 'missionOrder',
  originId: 'interventionFile',
  originIds: 'reservedOrigin',
  orderIds: 'reservedOrigin',
  aboutId: 'interventionFile',
  partId: 'part',
  partIds: 'part',
  itemId: 'part',
  otherPartId: 'otherPart',
  survivorPartId: 'otherPart',
  imageId: 'partImage',
  attachmentId: 'stockNoteAttachment',
  entryId: 'catalogueEntry',
  brandId: 'catalogueEntry',
  typeId: 'catalogueEntry',
  productId: 'product',
  unitId: 'catalogueEntry',
  locationId: 'catalogueEntry',
  ecoFeeId: 'catalogueEntry',
  needId: 'need',
  orderId: 'customerOrder',
  supplierOrderId: 'supplierOrder',
  supplierOrderLineId: 'supplierOrderLine',
  orderNumbers: 'supplierOrderNumber',
  receiptId: 'goodsReceipt',
  receiptLineId: 'goodsReceiptLine',
  returnId: 'supplierReturn',
  transferId: 'stationTransfer',
  goodsReceiptId: 'goodsReceipt',
  scanId: 'goodsReceiptScan',
  documentId: 'document',
  draftId: 'draftInvoice',
  allocationId: 'allocation',
  userId: 'user',
  linkId: 'passwordLink',
  ids: 'user',
  actorId: 'user',
  clientId: 'machineClient',
  machineClientId: 'machineClient',
  stationId: 'station',
  companyId: 'company',
  entityId: 'party',
  itemKeys: 'need',
  lineId: 'fileLine',
  lineIds: 'fileLine',
  inventoryId: 'inventory',
  countLinkId: 'countLink',
  countDeviceId: 'countDevice',
  deviceId: 'countDevice',
  familyIds: 'catalogueEntry',
  locationIds: 'catalogueEntry',
  supplierPartyIds: 'supplier',
  reasonId: 'discrepancyReason',
  placeId: 'stockPlace',
  fromPlaceId: 'stockPlace',
  toPlaceId: 'stockPlace',
};

/** Whose name a message bears, the longest first. */
const ABOUT: readonly Entity[] = [
  'catalogueEntry',
  'customerOrderLine',
  'supplierOrderLine',
  'goodsReceiptLine',
  'draftInvoiceLine',
  'interventionFile',
  'commissionScale',
  'representative',
  'signInProvider',
  'customerOrder',
  'supplierReturn',
  'stationTransfer',
  'supplierOrder',
  'shuttleNote',
  'goodsReceipt',
  'draftInvoice',
  'missionOrder',
  'manufacturer',
  'deadLetter',
  'inventory',
  'stockNote',
  'document',
  'message',
  'company',
  'product',
  'station',
  'party',
  'family',
  'session',
  'part',
  'need',
  'saga',
  'user',
];

const pascal = (name: string) => name.slice(0, 1).toUpperCase() + name.slice(1);

/** The row that a field names; undefined for a field that names none. */
export function entityOf(message: string, field: string): Entity | undefined {
  const words = message.replace(/Lines(Request)?$/, '$1').replace('OwnSessions', 'Session').replace('NetworkRole', 'User'); // prettier-ignore
  if (field === 'id') return ABOUT.find((entity) => words.includes(pascal(entity)));
  if (/^lineIds?$/.test(field)) return ABOUT.find((one) => one.endsWith('Line') && words.includes(pascal(one))) ?? 'fileLine'; // prettier-ignore
  if (field === 'linkId' && message.includes('Count')) return 'countLink';
  return NAMED[field];
}

/** What a field holds where any value will do. */
const VALUES: Readonly<Record<string, unknown>> = {
  reason: 'for the walk',
  note: 'for the walk',
  name: 'Walk',
  quantity: '1',
  unitPrice: '9.90',
  secret: 'x',
  version: '99',
  mergedVersion: '99',
  role: 'technician',
  login: 'marche',
  label: 'Marche',
  designation: 'Marche',
  commercialReference: 'MARCHE',
  ventilationCode: 'PIECE',
  kinds: ['consumer'],
  code: 'x',
  outcome: 'x',
};

/** What a field of a name holds where any value will do. */
export const valueOfField = (name: string): unknown => VALUES[name] ?? '';

export type Body = Record<string, unknown>;
/** The id that goes where a request names a row. */
export type IdOf = (entity: Entity, path: string) => string;

/**
 * A request of a message: each field that names a row gets the id that `idOf` gives, the others what does no harm.
 * @param given goes before what is made up
 */
export function requestOf(message: DescMessage, idOf: IdOf, given: Body = {}, at = ''): Body {
  const request: Body = {};
  for (const field of message.fields) {
    const path = `${at}/${field.localName}`;
    const mine = given[field.localName];
    if (field.oneof !== undefined && !field.proto.proto3Optional) {
      if (given[field.oneof.localName] !== undefined) request[field.oneof.localName] = given[field.oneof.localName];
      continue;
    }
    request[field.localName] = valueOf(field, message, idOf, mine, path);
  }
  return request;
}

function valueOf(field: DescField, message: DescMessage, idOf: IdOf, given: unknown, path: string): unknown {
  const nested = (desc: DescMessage, body: unknown, at = path) => requestOf(desc, idOf, (body ?? {}) as Body, at);
  if (field.fieldKind === 'message') {
    const isPage = /\.(PageRequest|ListQuery)$/.test(field.message.typeName);
    if (given === null || (isPage && given === undefined)) return undefined;
    return nested(field.message, given);
  }
  if (field.fieldKind === 'list' && field.listKind === 'message') {
    return ((given ?? [{}]) as Body[]).map((one, i) => nested(field.message, one, `${path}/${i}`));
  }
  if (Array.isArray(given)) return given.map((one) => meant(one, idOf, path));
  if (given !== undefined) return meant(given, idOf, path);
  if (field.fieldKind === 'map') return {};
  // What is deprecated is not read any more.
  const entity = field.deprecated ? undefined : entityOf(message.name, field.localName);
  if (field.fieldKind === 'list') return entity === undefined ? (VALUES[field.localName] ?? []) : [idOf(entity, path)];
  if (entity !== undefined) return idOf(entity, path);
  if (field.fieldKind !== 'scalar') return 0;
  if (field.proto.proto3Optional) return undefined;
  return scalar(field.scalar, VALUES[field.localName]);
}

function meant(given: unknown, idOf: IdOf, path: string): unknown {
  return typeof given === 'string' && given.startsWith('@') ? idOf(given.slice(1) as Entity, path) : given;
}

/** Zero of a type as the generated code has it; 64 bits are text, 9 is a string, 12 bytes, 8 a boolean. */
function scalar(type: number, value: unknown): unknown {
  if (type === 9) return value ?? '';
  if (type === 12) return Buffer.alloc(0);
  if (type === 8) return false;
  return [3, 4, 6, 16, 18].includes(type) ? (value ?? '0') : 0;
}

/** Paths of the fields of a request that name rows, with the rows. */
export function idsIn(message: DescMessage, given?: Body): Map<string, Entity> {
  const found = new Map<string, Entity>();
  requestOf(message, (entity, path) => (found.set(path, entity), entity), given);
  return found;
}

/** What takes messages of one type from the bus: subscribers, handlers of commands, sagas that hear replies. */
export interface Handler {
  readonly service: string;
  readonly durable: string;
  readonly type: MessageType;
  /** Without prefix and station. */
  readonly base: string;
}

/** Every handler that a service registers. */
export function handlersOf(definition: ServiceDefinition): Handler[] {
  const { name: service } = definition;
  const types = subscriptionsOf(definition).map(({ type }) => type as MessageType);
  return consumptionsOf(definition).map(({ durable, filter }, i) => {
    const type = types[i] ?? (SagaReplyMessage as MessageType);
    return { service, durable, type, base: filter.replace(/\.\*$/, '') };
  });
}

/** Fields of a request that look like ids and of which nobody said what they name: `NAMED` or `ABOUT` lack them. */
export function unnamedIds(message: DescMessage): string[] {
  return message.fields.flatMap((field) => {
    if (field.message !== undefined && field.fieldKind !== 'map') return unnamedIds(field.message);
    const { localName } = field;
    const named = !/^id$|Ids?$/.test(localName) || entityOf(message.name, localName) !== undefined;
    return named ? [] : [`${message.name}.${localName}`];
  });
}

/** A message of the bus about these rows. */
export function messageOf(type: MessageType, world: World): unknown {
  const message = contracts.getMessage(type.type);
  if (message === undefined) throw new Error(`${type.type} is not in proto/`);
  return requestOf(message, (entity) => world[entity]);
}
