import type { Company, CompanyDetails, StationSiret } from '@navette/contracts/identity/v1/service';
import { isUuid, type FieldError } from '@navette/kernel';
import { Database, type Scope, type Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { AnnounceStation } from './announce-station.js';
import { companyErrors, readCompany, type Company as CompanyModel } from './company.js';
import { shownCompany } from './get-company.js';
import { refuseTaken, StationRepository, type KeptCompany } from './station.repository.js';
import { stationErrors, stationProblems, typedStation } from './station.js';

/**
 * ID-1: the legal identity of a company, changed from one of its own stations and told of each of them. A new SIREN brings
 * a new SIRET for each station: they change together or not at all.
 */
@Injectable()
export class ChangeCompany {
  constructor(
    private readonly db: Database,
    private readonly stations: StationRepository,
    private readonly announce: AnnounceStation,
  ) {}

  /** @throws DomainError `identity.company.invalid`, `.not-found`, `.not-yours`, `.changed-meanwhile` */
  async execute(
    scope: Scope,
    id: string,
    expected: number,
    details: CompanyDetails,
    sirets: readonly StationSiret[],
  ): Promise<Company> {
    if (!isUuid(id)) throw companyErrors.error('company.not-found');
    const company = readCompany(id, details);
    return this.db
      .command(scope, async (tx) => {
        const kept = await this.stations.lockCompany(tx, id);
        if (kept === undefined) throw companyErrors.error('company.not-found');
        const own = await this.stations.byId(tx, scope.stationId);
        if (own?.station.companyId !== id) throw companyErrors.error('company.not-yours');
        const { version: actual } = kept;
        if (actual !== expected) throw companyErrors.error('company.changed-meanwhile', { expected, actual });
        const changed = await this.stations.saveCompany(tx, company);
        await this.#saveStations(tx, company, sirets, changed);
        if (tx.audited.length === 0) tx.changesNothing();
        return shownCompany((await this.stations.companyById(tx, id)) as KeptCompany);
      })
      .catch(refuseTaken);
  }

  /** The company is locked: none of its stations can be changed, added or given another SIRET meanwhile. */
  async #saveStations(
    tx: Tx,
    company: CompanyModel,
    sirets: readonly StationSiret[],
    companyChanged: boolean,
  ): Promise<void> {
    if (companyChanged) tx.audit('company', company.id);
    const stations = await this.stations.ofCompany(tx, company.id);
    const fields: FieldError[] = sirets.flatMap(({ stationId }, index) =>
      stations.some(({ id }) => id === stationId)
        ? []
        : [stationErrors.field(`/sirets/${index}/stationId`, 'station.not-found')],
    );
    for (const { version: _version, ...kept } of stations) {
      const index = sirets.findIndex(({ stationId }) => stationId === kept.id);
      const station = typedStation(kept.id, { ...kept, siret: sirets[index]?.siret ?? kept.siret });
      const wrong = stationProblems(station, company).find(({ pointer }) => pointer === '/siret');
      if (wrong === undefined) {
        const changed = await this.stations.saveStation(tx, station, company.id, companyChanged);
        if (changed) await this.announce.within(tx, station.id);
      } else if (index >= 0) fields.push({ ...wrong, pointer: `/sirets/${index}/siret` });
      else fields.push(companyErrors.field('/sirets', 'company.siret-required', { station: kept.code }));
    }
    if (fields.length > 0) throw companyErrors.error('company.invalid', {}, fields);
  }
}
