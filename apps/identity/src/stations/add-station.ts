import {
  CompanyDetails,
  StationDetails,
  type AddStationRequest,
  type Station,
} from '@navette/contracts/identity/v1/service';
import { isUuid } from '@navette/kernel';
import { Database, type Scope, type Tx } from '@navette/platform/database';
import { setTimer, Timers } from '@navette/platform/timers';
import { Injectable } from '@nestjs/common';
import { AnnounceStation } from './announce-station.js';
import { companyErrors, readCompany, type Company } from './company.js';
import { OPEN_STATION } from './open-station.js';
import { refuseTaken, StationRepository } from './station.repository.js';
import { checkedStation, typedStation } from './station.js';

/** ID-1: a network grows by a station, of a company it has or of a new one. What it takes to work in it follows at once. */
@Injectable()
export class AddStation {
  constructor(
    private readonly db: Database,
    private readonly stations: StationRepository,
    private readonly announce: AnnounceStation,
    private readonly timers: Timers,
  ) {}

  /** @throws DomainError `identity.station.invalid`, `identity.company.invalid`, `identity.company.not-found` */
  async execute(scope: Scope, { station, of }: AddStationRequest): Promise<Station> {
    return this.db
      .command(scope, async (tx) => {
        const company = of?.$case === 'companyId' ? await this.#known(tx, of.value) : await this.#new(tx, of?.value);
        const id = tx.newId();
        const checked = checkedStation(typedStation(id, station ?? StationDetails.create()), company);
        await this.stations.saveStation(tx, checked, company.id, false);
        await setTimer(tx, {
          kind: OPEN_STATION,
          key: id,
          dueAt: tx.now,
          data: scope.actor.kind === 'user' ? { userId: scope.actor.id } : {},
        });
        tx.afterCommit(() => this.timers.wake());
        return this.announce.within(tx, id);
      })
      .catch(refuseTaken);
  }

  /** Kept as it is until the station is there. */
  async #known(tx: Tx, id: string): Promise<Company> {
    const kept = isUuid(id) ? await this.stations.shareCompany(tx, id) : undefined;
    if (kept === undefined) throw companyErrors.error('company.not-found');
    return kept.company;
  }

  async #new(tx: Tx, details: CompanyDetails = CompanyDetails.create()): Promise<Company> {
    const company = readCompany(tx.newId(), details);
    await this.stations.saveCompany(tx, company);
    tx.audit('company', company.id);
    return company;
  }
}
