import type { Template } from '@navette/contracts/notifications/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { TemplateRepository } from './template.repository.js';

@Injectable()
export class ListTemplates {
  constructor(
    private readonly db: Database,
    private readonly templates: TemplateRepository,
  ) {}

  /** The texts that hold in the station, its own before the network's, each with the tags it may use (NO-2). */
  execute(scope: Scope): Promise<Template[]> {
    return this.db.tenantRead(scope, (tx) => this.templates.all(tx));
  }
}
