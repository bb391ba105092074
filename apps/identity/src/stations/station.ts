import type { Address } from '@navette/contracts/common/v1/common';
import { defineErrors, isSiret, localDate, Temporal, type FieldError } from '@navette/kernel';
import { isVatTerritory, vatTerritories, type VatTerritory } from '@navette/reference';
import type { Company } from './company.js';
import { isBic, isIban } from './iban.js';

export const stationErrors = defineErrors('identity', {
  'station.invalid': { kind: 'invalid', params: [] },
  'station.not-found': { kind: 'not-found', params: [] },
  'station.code-wrong': { kind: 'invalid', params: [] },
  'station.siret-wrong': { kind: 'invalid', params: [] },
  'station.siret-of-another': { kind: 'invalid', params: ['siren'] },
  'station.vat-territory-not-accepted': { kind: 'invalid', params: ['accepted'] },
  'station.iban-wrong': { kind: 'invalid', params: [] },
  'station.bic-wrong': { kind: 'invalid', params: [] },
  'station.time-zone-unknown': { kind: 'invalid', params: ['timeZone'] },
});

/** A workshop of a company, and the tenant: one SIRET (ID-1). */
export interface Station {
  readonly id: string;
  /** 2 to 4 capitals; stands in the numbers of its documents, unique in the network. */
  readonly code: string;
  readonly name: string;
  readonly siret: string;
  readonly address: Address;
  readonly phone: string;
  readonly email: string;
  /** Bank account printed on invoices; empty where there is none. */
  readonly iban: string;
  readonly bic: string;
  /** IANA name; business dates are dates of this zone. */
  readonly timeZone: string;
  readonly vatTerritory: VatTerritory;
}

/**
 * A station that fits its company (ID-1).
 * @throws DomainError `identity.station.invalid` with every field that is not accepted.
 */
export function checkedStation(station: Station, { siren }: Company): Station {
  const { code, siret, iban, bic, vatTerritory, timeZone } = station;
  const fields: FieldError[] = [];
  if (!/^[A-Z]{2,4}$/.test(code)) fields.push(stationErrors.field('/code', 'station.code-wrong'));
  if (!isSiret(siret)) fields.push(stationErrors.field('/siret', 'station.siret-wrong'));
  else if (!siret.startsWith(siren)) fields.push(stationErrors.field('/siret', 'station.siret-of-another', { siren }));
  if (!isVatTerritory(vatTerritory)) {
    fields.push(
      stationErrors.field('/vatTerritory', 'station.vat-territory-not-accepted', { accepted: vatTerritories }),
    );
  }
  if (iban !== '' && !isIban(iban)) fields.push(stationErrors.field('/iban', 'station.iban-wrong'));
  if (bic !== '' && !isBic(bic)) fields.push(stationErrors.field('/bic', 'station.bic-wrong'));
  if (!isTimeZone(timeZone)) fields.push(stationErrors.field('/timeZone', 'station.time-zone-unknown', { timeZone }));
  if (fields.length > 0) throw stationErrors.error('station.invalid', {}, fields);
  return station;
}

function isTimeZone(name: string): boolean {
  try {
    localDate(Temporal.Instant.fromEpochMilliseconds(0), name);
    return true;
  } catch {
    return false;
  }
}
