import { RepresentativeChangedMessage } from '@navette/contracts';
import { IdentityServiceService as Identity } from '@navette/contracts/identity/v1/service';
import type { Representative } from '@navette/contracts/parties/v1/service';
import { Database, type Scope, type Tx } from '@navette/platform/database';
import { RpcClients } from '@navette/platform/service';
import { Injectable } from '@nestjs/common';
import { FamilyRepository } from '../parties/family.repository.js';
import { StationRefRepository } from '../stations/station-ref.repository.js';
import { checkScalesKnown } from './commission-scale.js';
import { CommissionScaleRepository } from './commission-scale.repository.js';
import { checkedRepresentative, refusedField, representativeErrors } from './representative.js';
import { RepresentativeRepository } from './representative.repository.js';

/** PA-13: who sells to customers for the station, made or replaced as a whole. */
@Injectable()
export class KeepRepresentative {
  constructor(
    private readonly db: Database,
    private readonly clients: RpcClients,
    private readonly representatives: RepresentativeRepository,
    private readonly families: FamilyRepository,
    private readonly scales: CommissionScaleRepository,
    private readonly stations: StationRefRepository,
  ) {}

  /**
   * @throws DomainError `parties.representative.invalid`, `parties.commission-scale.invalid`,
   *   `platform.service.unavailable` where a user is named and identity does not answer
   */
  async create(scope: Scope, input: Representative): Promise<Representative> {
    await this.#refuseUnknownUser(scope, input.userId);
    return this.db.command(scope, async (tx) => {
      const checked = checkedRepresentative(input, undefined, await this.stations.phoneRegion(tx));
      const representative = { ...checked, id: tx.newId() };
      await this.#check(tx, representative);
      if (!(await this.representatives.insert(tx, representative))) {
        // Another has taken the code or the user since.
        await this.#check(tx, representative);
        throw codeTaken(representative);
      }
      return this.#told(tx, representative.id, 1);
    });
  }

  /**
   * @throws DomainError `parties.representative.invalid`, `parties.representative.not-found`,
   *   `parties.representative.changed-meanwhile`, `parties.commission-scale.invalid`, `platform.service.unavailable` where
   *   another user is named and identity does not answer
   */
  async change(scope: Scope, id: string, expected: number, input: Representative): Promise<Representative> {
    const seen = await this.db.tenantRead(scope, (tx) => this.representatives.byId(tx, id));
    if (input.userId !== seen?.userId) await this.#refuseUnknownUser(scope, input.userId);
    return this.db.command(scope, async (tx) => {
      const actual = await this.representatives.lockVersion(tx, id);
      const before = actual === undefined ? undefined : await this.representatives.byId(tx, id);
      if (actual === undefined || before === undefined) throw representativeErrors.error('representative.not-found');
      if (actual !== expected)
        throw representativeErrors.error('representative.changed-meanwhile', { expected, actual });
      const checked = checkedRepresentative(input, before, await this.stations.phoneRegion(tx));
      const representative = { ...checked, id };
      await this.#check(tx, representative);
      await this.representatives.update(tx, representative);
      return this.#told(tx, id, actual + 1);
    });
  }

  async #refuseUnknownUser(scope: Scope, userId: string): Promise<void> {
    if (userId === '') return;
    const call = await this.clients.asService(scope, Identity);
    const { names } = await this.clients.get(Identity).findUserNames({ ids: [userId] }, call);
    if (names[userId] === undefined) {
      throw refusedField(representativeErrors.field('/userId', 'representative.unknown-user'));
    }
  }

  async #check(tx: Tx, representative: Representative): Promise<void> {
    const { familyId, commissionScaleIds } = representative;
    const taken = await this.representatives.taken(tx, representative);
    if (taken.code) throw codeTaken(representative);
    if (taken.userId) throw refusedField(representativeErrors.field('/userId', 'representative.user-taken'));
    if (familyId !== '' && (await this.families.lockRoles(tx, [familyId])).get(familyId) !== 'representative') {
      throw refusedField(representativeErrors.field('/familyId', 'representative.unknown-family'));
    }
    checkScalesKnown(commissionScaleIds, await this.scales.known(tx, commissionScaleIds));
  }

  async #told(tx: Tx, representativeId: string, version: number): Promise<Representative> {
    const kept = (await this.representatives.byId(tx, representativeId)) as Representative;
    const aggregate = { type: 'representative', id: representativeId, version };
    tx.publish(RepresentativeChangedMessage, aggregate, { representativeId, active: kept.active });
    tx.audit('representative', representativeId);
    return kept;
  }
}

function codeTaken({ code }: Representative) {
  return refusedField(representativeErrors.field('/code', 'representative.code-taken', { code }));
}
