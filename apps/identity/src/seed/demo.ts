import { derivedId, frenchVatNumber, Money } from '@navette/kernel';
import type { Role } from '@navette/reference';
import type { Company } from '../stations/company.js';
import type { Station } from '../stations/station.js';
import type { User } from '../users/user.js';

/*
 * The demo network (ID-1, ID-12): three stations of two companies. Towns are real; people, companies, streets
 * and SIRENs are invented, phone numbers are of a range kept for fiction, and mail to .example goes nowhere.
 */

const idOf = (name: string) => derivedId('navette-demo', name);

export const demoNetworkId = idOf('network');
export const demoNetworkName = 'Navette Dépannage';
export const demoUserId = idOf('user demo');
/** Client of the one seeded manufacturer, Electrobel. */
export const demoClientId = 'electrobel';

/** The stations by code, for other seeds and for tests. */
export const demoStations = { LIL: idOf('station LIL'), LEN: idOf('station LEN'), ARR: idOf('station ARR') } as const;

export const demoUser: User & { readonly role: Role } = {
  id: demoUserId,
  login: 'demo',
  name: 'Dominique Démo',
  email: 'demo@navette.example',
  colour: '#2f6f9f',
  role: 'administrator',
};

/** First of all the station in which the user and the manufacturer's client are at home. */
export const demoCompanies: readonly { readonly company: Company; readonly stations: readonly Station[] }[] = [
  {
    company: {
      id: idOf('company Houplin'),
      name: 'Houplin Électroménager',
      legalForm: 'SARL',
      siren: '000059626',
      shareCapital: Money.parse('20000.00'),
      rcsCity: 'Lille Métropole',
      vatNumber: frenchVatNumber('000059626'),
      naf: '95.22Z',
      fiscalYearStartMonth: 1,
      vatRegime: 'real_normal',
      vatOnDebits: false,
    },
    stations: [
      {
        id: demoStations.LIL,
        code: 'LIL',
        name: 'Houplin Lille',
        siret: '00005962600010',
        address: { line1: '14 rue de la Courroie', line2: '', postcode: '59000', city: 'Lille', country: 'FR' },
        phone: '+33353010014',
        email: 'lille@houplin.example',
        iban: '',
        bic: '',
        timeZone: 'Europe/Paris',
        vatTerritory: 'mainland',
      },
      {
        id: demoStations.LEN,
        code: 'LEN',
        name: 'Houplin Lens',
        siret: '00005962600028',
        address: { line1: '3 place du Thermostat', line2: '', postcode: '62300', city: 'Lens', country: 'FR' },
        phone: '+33353010003',
        email: 'lens@houplin.example',
        iban: '',
        bic: '',
        timeZone: 'Europe/Paris',
        vatTerritory: 'mainland',
      },
    ],
  },
  {
    company: {
      id: idOf('company Atrébate'),
      name: 'Atrébate Dépannage',
      legalForm: 'SAS',
      siren: '000062596',
      shareCapital: Money.parse('10000.00'),
      rcsCity: 'Arras',
      vatNumber: frenchVatNumber('000062596'),
      naf: '95.22Z',
      fiscalYearStartMonth: 7,
      vatRegime: 'real_normal',
      vatOnDebits: true,
    },
    stations: [
      {
        id: demoStations.ARR,
        code: 'ARR',
        name: 'Atrébate Arras',
        siret: '00006259600010',
        address: { line1: '27 rue du Tambour', line2: '', postcode: '62000', city: 'Arras', country: 'FR' },
        phone: '+33353010027',
        email: 'arras@atrebate.example',
        iban: '',
        bic: '',
        timeZone: 'Europe/Paris',
        vatTerritory: 'mainland',
      },
    ],
  },
];
