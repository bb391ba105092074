import type { AuditEntry, ListAuditRequest, ListAuditResponse } from '@navette/contracts/operations/v1/service';
import { defineErrors, isUuid, Temporal, type FieldError } from '@navette/kernel';
import { decodeCursor, encodeCursor } from '../database/keyset.js';
import type { Tx } from '../database/tx.js';

const auditErrors = defineErrors('platform', {
  'audit.search-wrong': 'invalid',
  'audit.instant-wrong': 'invalid',
  'audit.entity-type-required': 'invalid',
  'audit.cursor-wrong': 'invalid',
});

/** A search of the trail that can be made (ID-9). */
export interface AuditSearch {
  readonly entityType: string;
  readonly entityId: string;
  readonly actorId: string;
  readonly from: Temporal.Instant | null;
  readonly before: Temporal.Instant | null;
  /** The (instant, id) of the last entry of the page before. */
  readonly after: readonly string[] | undefined;
  readonly limit: number;
}

/** @throws DomainError `platform.audit.search-wrong` with every field that is not accepted */
export function checkedSearch({ page, entityType, entityId, actorId, ...bounds }: ListAuditRequest): AuditSearch {
  const fields: FieldError[] = [];
  const instant = (pointer: string, text: string) => {
    try {
      return text === '' ? null : Temporal.Instant.from(text);
    } catch {
      fields.push(auditErrors.field(pointer, 'audit.instant-wrong'));
      return null;
    }
  };
  if (entityId !== '' && entityType === '') {
    fields.push(auditErrors.field('/entityType', 'audit.entity-type-required'));
  }
  const cursor = page?.cursor ?? '';
  const after = decodeCursor(cursor, 2);
  if (cursor !== '' && !(after !== undefined && isPosition(after))) {
    fields.push(auditErrors.field('/cursor', 'audit.cursor-wrong'));
  }
  const [from, before] = [instant('/from', bounds.from), instant('/before', bounds.before)];
  if (fields.length > 0) throw auditErrors.error('audit.search-wrong', {}, fields);
  return { entityType, entityId, actorId, from, before, after, limit: Math.min(page?.limit || 50, 200) };
}

/** What was changed in the station, latest first. */
export async function readAudit(tx: Tx, search: AuditSearch): Promise<ListAuditResponse> {
  const { entityType, entityId, actorId, from, before, after, limit } = search;
  const rows = await tx.rows<Omit<AuditEntry, 'at'> & { at: Temporal.Instant }>(
    `select id, at, actor_kind as "actorKind", actor_id as "actorId", operation, entity_type as "entityType",
       entity_id as "entityId", request_id as "requestId"
     from audit
     where station_id = $1 and ($2 = '' or entity_type = $2) and ($3 = '' or entity_id = $3) and ($4 = '' or actor_id = $4)
       and ($5::timestamptz is null or at >= $5) and ($6::timestamptz is null or at < $6)
       and ($7::timestamptz is null or (at, id) < ($7, $8::uuid))
     order by at desc, id desc limit $9`,
    [tx.scope.stationId, entityType, entityId, actorId, from, before, ...(after ?? [null, null]), limit + 1],
  );
  const entries = rows.slice(0, limit).map((row) => ({ ...row, at: row.at.toString() }));
  const last = entries.at(-1);
  return { entries, nextCursor: rows.length > limit && last !== undefined ? encodeCursor([last.at, last.id]) : '' };
}

function isPosition([at = '', id = '']: readonly string[]): boolean {
  try {
    return Temporal.Instant.from(at) !== undefined && isUuid(id);
  } catch {
    return false;
  }
}
