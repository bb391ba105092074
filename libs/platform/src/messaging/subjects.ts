import type { MessageKind, MessageType } from '@navette/contracts';

/** Station as the last token of a subject: its id without dashes. */
export function stationToken(stationId: string): string {
  return stationId.replaceAll('-', '');
}

/** Full subject of a message for a station; `base` replaces the type's own (replies). */
export function subjectOf(type: MessageType, stationId: string, base: string = type.subject): string {
  return `${base}.${stationToken(stationId)}`;
}

/** Where the replies of one saga go: `navette.<orchestrator>.v1.rep.<saga>`. */
export function replySubject(orchestrator: string, saga: string): string {
  return `navette.${orchestrator}.v1.rep.${saga}`;
}

export function isReplySubject(subject: string): boolean {
  return /^navette\.[a-z-]+\.v\d+\.rep\.[a-z-]+$/.test(subject);
}

/** On a server shared with others every subject starts with our prefix. */
export function prefixedSubject(prefix: string, subject: string): string {
  return prefix === 'navette' ? subject : `${prefix}.${subject}`;
}

/** Durable consumer of one handler. */
export function durableName(service: string, handler: string): string {
  return `${service}__${handler}`;
}

/** Durable consumer of the advisories about messages that JetStream gave up. */
export function advisoriesDurable(service: string): string {
  return durableName(service, 'advisories');
}

/** NATS user of a service: `navette_device_gateway`. */
export function busUser(prefix: string, service: string): string {
  return `${prefix}_${service.replaceAll('-', '_')}`;
}

/** Where the server answers one service, so that no other hears it. */
export function inboxPrefix(prefix: string, service: string): string {
  return `_INBOX_${busUser(prefix, service)}`;
}

const STREAMS: Record<MessageKind | 'adv', string> = { evt: 'EVT', cmd: 'CMD', rep: 'REP', adv: 'ADV' };

/** Stream of a context and kind: `EVT_STOCK`, behind the prefix where several installations share a server. */
export function streamName(prefix: string, kind: MessageKind | 'adv', context: string): string {
  const name = `${STREAMS[kind]}_${context.toUpperCase().replaceAll('-', '_')}`;
  return prefix === 'navette' ? name : `${prefix.toUpperCase()}_${name}`;
}
