import type { Template } from '@navette/contracts/notifications/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { problemsOf } from './template.liquid.js';
import { TemplateRepository } from './template.repository.js';
import { checkedTemplate } from './template.js';

/** NO-2: the station's own text instead of the network's, and whether the kind leaves at all. */
@Injectable()
export class SetTemplate {
  constructor(
    private readonly db: Database,
    private readonly templates: TemplateRepository,
  ) {}

  /** @throws DomainError `notifications.template.invalid` */
  execute(scope: Scope, input: Template): Promise<Template> {
    const template = checkedTemplate(input, problemsOf);
    return this.db.command(scope, async (tx) => {
      await this.templates.save(tx, template);
      tx.audit('template', `${template.kind}/${template.language}`);
      const all = await this.templates.all(tx);
      return all.find(({ kind, language }) => kind === template.kind && language === template.language) as Template;
    });
  }
}
