import type { Address } from '@navette/contracts/common/v1/common';
import type { StationDetails } from '@navette/contracts/identity/v1/service';
import { defineErrors, isSiret, localDate, Temporal, type FieldError } from '@navette/kernel';
import { isVatTerritory, vatTerritories, type VatTerritory } from '@navette/reference';
import { parsePhoneNumberFromString } from 'libphonenumber-js';
import { NAME_LENGTH, withoutBlanks, type Company } from './company.js';
import { isBic, isIban } from './iban.js';

export const stationErrors = defineErrors('identity', {
  'station.invalid': { kind: 'invalid', params: [] },
  'station.not-found': { kind: 'not-found', params: [] },
  // Of the same network, so it may be named; it is changed by whoever signs in to it.
  'station.not-yours': { kind: 'forbidden', params: [] },
  'station.no-logo': { kind: 'not-found', params: [] },
  'station.changed-meanwhile': { kind: 'stale', params: ['expected', 'actual'] },
  'station.name-wrong': { kind: 'invalid', params: ['max'] },
  'station.code-wrong': { kind: 'invalid', params: [] },
  'station.code-fixed': { kind: 'invalid', params: ['code'] },
  'station.code-taken': { kind: 'invalid', params: [] },
  'station.siret-wrong': { kind: 'invalid', params: [] },
  'station.siret-of-another': { kind: 'invalid', params: ['siren'] },
  'station.siret-taken': { kind: 'invalid', params: [] },
  'station.country-wrong': { kind: 'invalid', params: [] },
  'station.phone-wrong': { kind: 'invalid', params: [] },
  'station.email-wrong': { kind: 'invalid', params: [] },
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
  /** In E.164; empty where there is none. */
  readonly phone: string;
  readonly email: string;
  /** Bank account printed on invoices; empty where there is none. */
  readonly iban: string;
  readonly bic: string;
  /** IANA name; business dates are dates of this zone. */
  readonly timeZone: string;
  readonly vatTerritory: VatTerritory;
}

/** The station that somebody typed: texts trimmed, numbers without blanks, the phone in E.164 where it is one. */
export function typedStation(id: string, typed: StationDetails): Station {
  const { line1 = '', line2 = '', postcode = '', city = '', country = '' } = typed.address ?? {};
  const phone = typed.phone.trim();
  return {
    id,
    code: typed.code.trim(),
    name: typed.name.trim(),
    siret: withoutBlanks(typed.siret),
    address: {
      line1: line1.trim(),
      line2: line2.trim(),
      postcode: postcode.trim(),
      city: city.trim(),
      country: country.trim().toUpperCase() || 'FR',
    },
    phone: parsePhoneNumberFromString(phone, 'FR')?.number ?? phone,
    email: typed.email.trim(),
    iban: withoutBlanks(typed.iban).toUpperCase(),
    bic: withoutBlanks(typed.bic).toUpperCase(),
    timeZone: typed.timeZone.trim(),
    vatTerritory: typed.vatTerritory as VatTerritory,
  };
}

/**
 * A station that fits its company (ID-1).
 * @throws DomainError `identity.station.invalid` with every field that is not accepted.
 */
export function checkedStation(station: Station, company: Company): Station {
  const fields = stationProblems(station, company);
  if (fields.length > 0) throw stationErrors.error('station.invalid', {}, fields);
  return station;
}

/** What keeps a station from being accepted; pointers are those of its fields. */
export function stationProblems(station: Station, { siren }: Company): FieldError[] {
  const { code, name, siret, address, phone, email, iban, bic, vatTerritory, timeZone } = station;
  const fields: FieldError[] = [];
  if (!/^[A-Z]{2,4}$/.test(code)) fields.push(stationErrors.field('/code', 'station.code-wrong'));
  if (name === '' || name.length > NAME_LENGTH) {
    fields.push(stationErrors.field('/name', 'station.name-wrong', { max: NAME_LENGTH }));
  }
  if (!isSiret(siret)) fields.push(stationErrors.field('/siret', 'station.siret-wrong'));
  else if (!siret.startsWith(siren)) fields.push(stationErrors.field('/siret', 'station.siret-of-another', { siren }));
  if (!/^[A-Z]{2}$/.test(address.country)) {
    fields.push(stationErrors.field('/address/country', 'station.country-wrong'));
  }
  if (phone !== '' && parsePhoneNumberFromString(phone)?.isPossible() !== true) {
    fields.push(stationErrors.field('/phone', 'station.phone-wrong'));
  }
  if (email !== '' && !isEmail(email)) fields.push(stationErrors.field('/email', 'station.email-wrong'));
  if (!isVatTerritory(vatTerritory)) {
    fields.push(
      stationErrors.field('/vatTerritory', 'station.vat-territory-not-accepted', { accepted: vatTerritories }),
    );
  }
  if (iban !== '' && !isIban(iban)) fields.push(stationErrors.field('/iban', 'station.iban-wrong'));
  if (bic !== '' && !isBic(bic)) fields.push(stationErrors.field('/bic', 'station.bic-wrong'));
  if (!isTimeZone(timeZone)) fields.push(stationErrors.field('/timeZone', 'station.time-zone-unknown', { timeZone }));
  return fields;
}

/** One @, something on both sides, a dot in the domain: the server judges the rest. */
export function isEmail(text: string): boolean {
  return text.length <= 254 && /^[^\s@<>",;]+@[^\s@<>",;.]+(\.[^\s@<>",;.]+)+$/.test(text);
}

function isTimeZone(name: string): boolean {
  try {
    localDate(Temporal.Instant.fromEpochMilliseconds(0), name);
    return true;
  } catch {
    return false;
  }
}
