import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { SecondFactorRepository } from './second-factor.repository.js';
import { POLICIES, totpErrors, type Policy } from './totp.code.js';

/** ID-5: whether a station demands a second factor of whoever works in it. */
@Injectable()
export class StationPolicy {
  constructor(
    private readonly db: Database,
    private readonly factors: SecondFactorRepository,
  ) {}

  async get(scope: Scope): Promise<{ secondFactor: Policy }> {
    return { secondFactor: await this.db.tenantRead(scope, (tx) => this.factors.policy(tx)) };
  }

  /**
   * Holds from each person's next refresh: until they enrol they can do nothing else there.
   * @throws DomainError `identity.second-factor.policy-not-accepted`
   */
  async set(scope: Scope, secondFactor: string): Promise<{ secondFactor: Policy }> {
    const policy = POLICIES.find((one) => one === secondFactor);
    if (policy === undefined) throw totpErrors.error('second-factor.policy-not-accepted', { accepted: POLICIES });
    await this.db.command(scope, async (tx) => {
      await this.factors.setPolicy(tx, policy);
      tx.audit('sign-in-policy', scope.stationId);
    });
    return { secondFactor: policy };
  }
}
