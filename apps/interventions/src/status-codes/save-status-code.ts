import type { StatusCode } from '@navette/contracts/interventions/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { checkedOwnCode } from './status-code.js';
import { StatusCodeRepository } from './status-code.repository.js';

/** IN-6: makes or changes a code of the station's own; entries that bear it show it as it then is. */
@Injectable()
export class SaveStatusCode {
  constructor(
    private readonly db: Database,
    private readonly codes: StatusCodeRepository,
  ) {}

  /** @throws DomainError `interventions.status-code.invalid` */
  execute(scope: Scope, input: StatusCode): Promise<StatusCode> {
    const code = checkedOwnCode(input);
    return this.db.command(scope, async (tx) => {
      await this.codes.save(tx, code);
      tx.audit('status-code', String(code.code));
      return code;
    });
  }
}
