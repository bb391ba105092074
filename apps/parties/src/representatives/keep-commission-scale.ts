import { CommissionScaleChangedMessage } from '@navette/contracts';
import type { CommissionScale } from '@navette/contracts/parties/v1/service';
import { Database, type Scope, type Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { checkedScale, scaleErrors } from './commission-scale.js';
import { CommissionScaleRepository } from './commission-scale.repository.js';

/** PA-13: what representatives are to be paid by, made or replaced as a whole. Nothing is computed from it. */
@Injectable()
export class KeepCommissionScale {
  constructor(
    private readonly db: Database,
    private readonly scales: CommissionScaleRepository,
  ) {}

  /** @throws DomainError `parties.commission-scale.invalid` */
  create(scope: Scope, input: CommissionScale): Promise<CommissionScale> {
    const checked = checkedScale(input);
    return this.db.command(scope, async (tx) => {
      const id = tx.newId();
      if (!(await this.scales.insert(tx, { ...checked, id }))) throw codeTaken(checked);
      return this.#told(tx, id, 1);
    });
  }

  /**
   * @throws DomainError `parties.commission-scale.invalid`, `parties.commission-scale.not-found`,
   *   `parties.commission-scale.changed-meanwhile`
   */
  change(scope: Scope, id: string, expected: number, input: CommissionScale): Promise<CommissionScale> {
    const checked = checkedScale(input);
    return this.db.command(scope, async (tx) => {
      const actual = await this.scales.lockVersion(tx, id);
      if (actual === undefined) throw scaleErrors.error('commission-scale.not-found');
      if (actual !== expected) throw scaleErrors.error('commission-scale.changed-meanwhile', { expected, actual });
      if (await this.scales.isCodeTaken(tx, checked.code, id)) throw codeTaken(checked);
      await this.scales.update(tx, { ...checked, id });
      return this.#told(tx, id, actual + 1);
    });
  }

  async #told(tx: Tx, scaleId: string, version: number): Promise<CommissionScale> {
    tx.publish(CommissionScaleChangedMessage, { type: 'commission-scale', id: scaleId, version }, { scaleId });
    tx.audit('commission-scale', scaleId);
    return (await this.scales.byId(tx, scaleId)) as CommissionScale;
  }
}

function codeTaken({ code }: CommissionScale) {
  return scaleErrors.error('commission-scale.invalid', {}, [
    scaleErrors.field('/code', 'commission-scale.code-taken', { code }),
  ]);
}
