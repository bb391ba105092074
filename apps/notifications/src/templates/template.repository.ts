import type { Template } from '@navette/contracts/notifications/v1/service';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { tagsOf, type CheckedTemplate } from './template.js';

/** The station's own text where it has one, else the network's. */
const EFFECTIVE = `
  select coalesce(t.kind, d.kind) as kind, coalesce(t.language, d.language) as language,
    coalesce(t.subject, d.subject) as subject, coalesce(t.body, d.body) as body,
    coalesce(t.bcc, '{}') as bcc, t.kind is not null as overridden
  from (select * from template where station_id = $1) t
  full join default_template d on d.kind = t.kind and d.language = t.language`;

interface TemplateRow {
  kind: string;
  language: string;
  subject: string;
  body: string;
  bcc: string[];
  overridden: boolean;
}

@Injectable()
export class TemplateRepository {
  /** Whether messages of a kind leave in this station. */
  async isActive(tx: Tx, kind: string): Promise<boolean> {
    const row = await tx.first<{ active: boolean }>(
      `select active from template_kind where station_id = $1 and kind = $2
       union all select active from default_template_kind d where d.kind = $2 and not exists
         (select from template_kind where station_id = $1 and kind = $2)`,
      [tx.scope.stationId, kind],
    );
    return row?.active === true;
  }

  /** The texts of a kind, by language. */
  async textsOf(tx: Tx, kind: string): Promise<ReadonlyMap<string, TemplateRow>> {
    const rows = await tx.rows<TemplateRow>(`${EFFECTIVE} where coalesce(t.kind, d.kind) = $2`, [
      tx.scope.stationId,
      kind,
    ]);
    return new Map(rows.map((row) => [row.language, row]));
  }

  /** Those that a station may change. */
  async all(tx: Tx): Promise<Template[]> {
    const rows = await tx.rows<TemplateRow & { active: boolean }>(
      `select e.*, coalesce(k.active, dk.active) as active from (${EFFECTIVE}) e
         left join template_kind k on k.station_id = $1 and k.kind = e.kind
         left join default_template_kind dk on dk.kind = e.kind
       where dk.fixed is not true
       order by kind, language desc`,
      [tx.scope.stationId],
    );
    return rows.map((row) => ({ ...row, bcc: row.bcc.join('; '), tags: [...(tagsOf(row.kind) ?? [])] }));
  }

  /**
   * Takes the station's own text away; with the last one of a kind also its word on whether the kind leaves. False where
   * there is none.
   */
  async remove(tx: Tx, kind: string, language: string): Promise<boolean> {
    // Whoever saves another text of the kind locks this row first, too.
    await tx.run('select from template_kind where station_id = $1 and kind = $2 for update', [
      tx.scope.stationId,
      kind,
    ]);
    const removed = await tx.run('delete from template where station_id = $1 and kind = $2 and language = $3', [
      tx.scope.stationId,
      kind,
      language,
    ]);
    if (removed === 0) return false;
    await tx.run(
      `delete from template_kind k where station_id = $1 and kind = $2 and not exists
         (select from template t where t.station_id = k.station_id and t.kind = k.kind)`,
      [tx.scope.stationId, kind],
    );
    return true;
  }

  async save(tx: Tx, template: CheckedTemplate): Promise<void> {
    const { kind, language, active, subject, body, bcc } = template;
    await tx.run(
      `insert into template_kind (station_id, kind, active) values ($1, $2, $3)
       on conflict (station_id, kind) do update set active = excluded.active`,
      [tx.scope.stationId, kind, active],
    );
    await tx.run(
      `insert into template (station_id, kind, language, subject, body, bcc, updated_at) values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (station_id, kind, language)
       do update set subject = excluded.subject, body = excluded.body, bcc = excluded.bcc, updated_at = excluded.updated_at`,
      [tx.scope.stationId, kind, language, subject, body, bcc, tx.now],
    );
  }
}
