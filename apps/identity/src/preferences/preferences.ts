import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { acceptedName, acceptedValue, MOST, preferenceErrors } from './preference.js';
import { PreferenceRepository } from './preference.repository.js';

/** PA-17: what people arranged for themselves, the same in every station of theirs. */
@Injectable()
export class Preferences {
  constructor(
    private readonly db: Database,
    private readonly preferences: PreferenceRepository,
  ) {}

  /**
   * JSON, `null` where nothing was arranged.
   * @throws DomainError `identity.preference.name`
   */
  async get(scope: Scope, name: string): Promise<string> {
    const asked = acceptedName(name);
    return (await this.db.tenantRead(scope, (tx) => this.preferences.of(tx, asked))) ?? 'null';
  }

  /** @throws DomainError `identity.preference.name`, `.value`, `.too-many` */
  async set(scope: Scope, name: string, json: string): Promise<void> {
    const [asked, value] = [acceptedName(name), acceptedValue(json)];
    await this.db.command(scope, async (tx) => {
      await this.preferences.put(tx, asked, value);
      if ((await this.preferences.count(tx)) > MOST) {
        throw preferenceErrors.error('preference.too-many', { max: MOST });
      }
      tx.audit('preference', asked);
    });
  }
}
