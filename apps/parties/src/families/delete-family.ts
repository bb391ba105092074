import { FamilyDeletedMessage } from '@navette/contracts';
import type { Family } from '@navette/contracts/parties/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { FamilyRepository } from '../parties/family.repository.js';
import { familyErrors } from './family.js';

/** PA-13: a family that nobody is in any more goes. Who is in it is moved first, or would lose terms unasked. */
@Injectable()
export class DeleteFamily {
  constructor(
    private readonly db: Database,
    private readonly families: FamilyRepository,
  ) {}

  /**
   * @throws DomainError `parties.family.not-found`, `parties.family.changed-meanwhile`, `parties.family.in-use` with how many
   *   are in it
   */
  execute(scope: Scope, familyId: string, expected: number): Promise<void> {
    return this.db.command(scope, async (tx) => {
      const actual = await this.families.lockVersion(tx, familyId);
      if (actual === undefined) throw familyErrors.error('family.not-found');
      if (actual !== expected) throw familyErrors.error('family.changed-meanwhile', { expected, actual });
      const { memberCount: count, role } = (await this.families.byId(tx, familyId)) as Family;
      if (count > 0) throw familyErrors.error('family.in-use', { count, role });
      await this.families.delete(tx, familyId);
      tx.publish(FamilyDeletedMessage, { type: 'family', id: familyId, version: actual + 1 }, { familyId });
      tx.audit('family', familyId);
    });
  }
}
