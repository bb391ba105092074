import type { InterventionFile } from '@navette/contracts/interventions/v1/service';
import type { Scope } from '@navette/platform/database';
import { SagaRunner } from '@navette/platform/saga';
import { Injectable } from '@nestjs/common';
import { fileToInvoice, fileToInvoiceData } from '../file-to-invoice/file-to-invoice.saga.js';
import { billableFile } from './billable-file.js';
import { ChangeFile } from './change-file.js';
import { assertState, fileErrors } from './intervention-file.js';
import { InterventionFileRepository } from './intervention-file.repository.js';

/** IN-16: freezes the finished file and gives it to billing; saga file-to-invoice bills it, or opens it again. */
@Injectable()
export class BillFile {
  constructor(
    private readonly files: InterventionFileRepository,
    private readonly change: ChangeFile,
    private readonly sagas: SagaRunner,
  ) {}

  /**
   * @param handBack whether the appliance of a workshop file is handed back now
   * @throws DomainError `interventions.file.not-found`, `interventions.file.state-not-accepted`,
   *   `interventions.file.nothing-to-bill`, `interventions.file.hand-back-workshop-only`
   */
  execute(scope: Scope, fileId: string, handBack: boolean): Promise<InterventionFile> {
    return this.change.execute(scope, fileId, async (tx, file) => {
      assertState(file, ['finished']);
      if (handBack && file.type !== 'workshop') throw fileErrors.error('file.hand-back-workshop-only');
      const { billable, consumption } = billableFile(file, await this.files.linesOf(tx, fileId));
      const billingAttempts = file.billingAttempts + 1;
      await this.files.change(tx, file, {
        state: 'billing',
        billingAttempts,
        billingRefusal: '',
        billingRefusalParams: {},
      });
      // One saga per attempt: an earlier one that was refused has ended.
      const correlationKey = `${fileId}/${billingAttempts}`;
      await this.sagas.start(tx, fileToInvoice, {
        correlationKey,
        data: fileToInvoiceData(billable, consumption, handBack),
      });
    });
  }
}
