import type { ResetTemplateRequest, ResetTemplateResponse } from '@navette/contracts/notifications/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { TemplateRepository } from './template.repository.js';
import { templateErrors } from './template.js';

/** NO-2: the network's text holds again; where it has none, mails of that kind leave no more. */
@Injectable()
export class ResetTemplate {
  constructor(
    private readonly db: Database,
    private readonly templates: TemplateRepository,
  ) {}

  /** @throws DomainError `notifications.template.not-overridden` */
  execute(scope: Scope, { kind, language }: ResetTemplateRequest): Promise<ResetTemplateResponse> {
    return this.db.command(scope, async (tx) => {
      if (!(await this.templates.remove(tx, kind, language))) throw templateErrors.error('template.not-overridden');
      tx.audit('template', `${kind}/${language}`);
      const all = await this.templates.all(tx);
      return { template: all.find((one) => one.kind === kind && one.language === language) };
    });
  }
}
