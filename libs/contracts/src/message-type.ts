/** evt = fact, cmd = saga command, rep = reply to a saga. */
export type MessageKind = 'evt' | 'cmd' | 'rep';

interface Codec<T> {
  encode(message: T): { finish(): Uint8Array };
  decode(input: Uint8Array): T;
  fromPartial(object: object): T;
}

/** A message that travels on the bus: its protobuf name, where it is published and how it is encoded. */
export interface MessageType<T = unknown> {
  /** Full protobuf name, e.g. `navette.parties.v1.PartyCreated`. */
  readonly type: string;
  readonly kind: MessageKind;
  /** Owner of the stream: publisher of an event, receiver of a command, orchestrator that gets a reply. */
  readonly context: string;
  /** Subject without its last token, the station. */
  readonly subject: string;
  encode(message: T): Uint8Array;
  decode(bytes: Uint8Array): T;
}

const types = new Map<string, MessageType>();

/** Used by the generated registry only. */
export function declare<T>(
  type: string,
  kind: MessageKind,
  context: string,
  subject: string,
  codec: Codec<T>,
): MessageType<T> {
  const declared: MessageType<T> = {
    type,
    kind,
    context,
    subject,
    encode: (message) => codec.encode(codec.fromPartial(message as object)).finish(),
    decode: (bytes) => codec.decode(bytes),
  };
  types.set(type, declared as MessageType);
  return declared;
}

/** Every message of the contracts, by protobuf name. */
export function messageTypes(): ReadonlyMap<string, MessageType> {
  return types;
}
