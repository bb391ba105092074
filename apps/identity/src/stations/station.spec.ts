import { describe, expect, it } from '@jest/globals';
import { DomainError } from '@navette/kernel';
import { demoCompanies } from '../seed/demo.js';
import { checkedCompany, type Company } from './company.js';
import { checkedStation, type Station } from './station.js';

const { company, stations } = demoCompanies[0] as (typeof demoCompanies)[number];
const station = stations[0] as Station;

function fieldsOf(work: () => unknown): string[] {
  try {
    work();
    return [];
  } catch (error) {
    return (error as DomainError).fields.map(({ pointer, code }) => `${pointer} ${code}`);
  }
}

describe('ID-1 company', () => {
  const fields = (change: Partial<Company>) => fieldsOf(() => checkedCompany({ ...company, ...change }));

  it('has a SIREN with its key, and a VAT number of that SIREN', () => {
    expect(fields({})).toEqual([]);
    expect(fields({ siren: '000059627', vatNumber: '' })).toEqual(['/siren identity.company.siren-wrong']);
    expect(fields({ vatNumber: 'FR12552100554' })).toEqual(['/vatNumber identity.company.vat-number-of-another']);
    expect(fields({ vatNumber: `FRK7${company.siren}` })).toEqual([]);
  });

  it('has the code of its activity', () => {
    for (const naf of ['95.22', '9522Z', '']) expect(fields({ naf })).toEqual(['/naf identity.company.naf-wrong']);
  });

  it('begins its fiscal year in one of twelve months', () => {
    for (const fiscalYearStartMonth of [0, 13, 1.5]) {
      expect(fields({ fiscalYearStartMonth })).toEqual([
        '/fiscalYearStartMonth identity.company.fiscal-year-start-wrong',
      ]);
    }
  });
});

describe('ID-1 station', () => {
  const fields = (change: Partial<Station>) => fieldsOf(() => checkedStation({ ...station, ...change }, company));

  it('has a bank account with its key, or none', () => {
    for (const iban of ['', 'FR7630006000011234567890189', 'BE68539007547034', 'GB82WEST12345698765432']) {
      expect(fields({ iban, bic: iban && 'AGRIFRPP' })).toEqual([]);
    }
    for (const iban of ['FR7630006000011234567890188', 'FR76 3000 6000 0112 3456 7890 189', 'FR763000600001123456789018', 'FR76']) {
      expect(fields({ iban })).toEqual(['/iban identity.station.iban-wrong']);
    }
    for (const bic of ['AGRIFRP', 'agrifrpp', 'AGRIFRPPXX']) {
      expect(fields({ bic })).toEqual(['/bic identity.station.bic-wrong']);
    }
  }); // prettier-ignore

  it('has a code of 2 to 4 capitals', () => {
    for (const code of ['LI', 'LIL', 'LILL']) expect(fields({ code })).toEqual([]);
    for (const code of ['L', 'LILLE', 'lil', 'ÉTA', 'L1L'])
      expect(fields({ code })).toEqual(['/code identity.station.code-wrong']);
  });

  it('has a SIRET with its key, of its own company', () => {
    expect(fields({ siret: '00005962600011' })).toEqual(['/siret identity.station.siret-wrong']);
    expect(fields({ siret: '00006259600010' })).toEqual(['/siret identity.station.siret-of-another']);
  });

  it('lies in a known VAT territory and time zone', () => {
    expect(fields({ vatTerritory: 'moon' as Station['vatTerritory'], timeZone: 'Europe/Lille' })).toEqual([
      '/vatTerritory identity.station.vat-territory-not-accepted',
      '/timeZone identity.station.time-zone-unknown',
    ]);
  });

  it('is true to this in the demo network, each code and SIRET once', () => {
    const all = demoCompanies.flatMap((one) =>
      one.stations.map((each) => checkedStation(each, checkedCompany(one.company))),
    );
    expect(new Set(all.map(({ code }) => code)).size).toBe(3);
    expect(new Set(all.map(({ siret }) => siret)).size).toBe(3);
  });
});
