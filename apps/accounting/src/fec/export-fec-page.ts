import type { ExportFecPageRequest, ExportFecPageResponse } from '@navette/contracts/accounting/v1/service';
import { IdentityServiceService as Identity } from '@navette/contracts/identity/v1/service';
import { isUuid } from '@navette/kernel';
import { Database, decodeCursor, encodeCursor, type Scope } from '@navette/platform/database';
import { RpcClients } from '@navette/platform/service';
import { Injectable } from '@nestjs/common';
import { fiscalYear } from '../stations/fiscal-year.js';
import { StationRepository } from '../stations/station.repository.js';
import { fecErrors, fecFileName, fecHeader, fecText } from './fec.js';
import { FecRepository, type FecEntry, type JournalPosition } from './fec.repository.js';

const YEARS = { min: 2000, max: 2100 };
const ENTRIES_PER_PAGE = 1_000;

/**
 * AC-6: a part of the FEC of the company of the caller's station, over all its stations. The first page fixes how far each
 * journal goes, so that entries posted during an export do not leave a gap in it; memory is bound by the page.
 */
@Injectable()
export class ExportFecPage {
  constructor(
    private readonly db: Database,
    private readonly clients: RpcClients,
    private readonly stations: StationRepository,
    private readonly ledger: FecRepository,
  ) {}

  /**
   * @throws DomainError `accounting.fec.year-out-of-range`, `….cursor-wrong`, `accounting.station.not-known-yet`,
   *   `platform.service.unavailable` when identity, who knows the company's stations, does not answer
   */
  async execute(scope: Scope, { year, cursor }: ExportFecPageRequest): Promise<ExportFecPageResponse> {
    if (year < YEARS.min || year > YEARS.max) throw fecErrors.error('fec.year-out-of-range', YEARS);
    const begun = cursor === '' ? undefined : readCursor(cursor);
    const station = await this.db.tenantRead(scope, (tx) => this.stations.current(tx));
    const { stations } = await this.clients
      .get(Identity)
      .listStations({}, await this.clients.asService(scope, Identity));
    const ofCompany = stations.filter(({ siren }) => siren === station.siren).map(({ id }) => id);
    const { entries, positions } = await this.db.networkRead(scope, ofCompany, async (tx) => {
      const from = begun ?? (await this.ledger.journals(tx, year));
      return { entries: await this.ledger.next(tx, year, from, ENTRIES_PER_PAGE), positions: from };
    });
    const left = advance(positions, entries);
    const texts = entries.flatMap(({ lines }) => lines.map(fecText));
    return {
      fileName: fecFileName(station.siren, fiscalYear(year, station.fiscalYearStartMonth).closesOn),
      content: Buffer.from((begun === undefined ? fecHeader() : '') + texts.join('')),
      nextCursor: entries.length === ENTRIES_PER_PAGE && left.length > 0 ? writeCursor(left) : '',
    };
  }
}

/** Where each journal stands after `entries`; journals that are done are left out. */
function advance(positions: readonly JournalPosition[], entries: readonly FecEntry[]): JournalPosition[] {
  const reached = new Map(entries.map(({ stationId, journal, number }) => [`${stationId}/${journal}`, number]));
  return positions
    .map((position) => ({
      ...position,
      after: reached.get(`${position.stationId}/${position.journal}`) ?? position.after,
    }))
    .filter(({ after, last }) => after < last);
}

function writeCursor(positions: readonly JournalPosition[]): string {
  return encodeCursor([
    positions.map(({ stationId, journal, after, last }) => [stationId, journal, after, last].join('/')).join(';'),
  ]);
}

/** What a cursor names of other companies, row-level security does not show. */
function readCursor(cursor: string): JournalPosition[] {
  const [text] = decodeCursor(cursor, 1) ?? [];
  if (text === undefined) throw fecErrors.error('fec.cursor-wrong');
  return text.split(';').map((part) => {
    const [stationId = '', journal = '', after = '', last = ''] = part.split('/');
    const fits = isUuid(stationId) && [after, last].every((number) => /^[0-9]{1,18}$/.test(number));
    if (!fits) throw fecErrors.error('fec.cursor-wrong');
    return { stationId, journal, after: BigInt(after), last: BigInt(last) };
  });
}
