import { z } from 'zod';

/** What the edge accepts of users, stations and companies, and what the back office's forms check before they send it. */

const text = z.string().max(200);

/** ID-2: what belongs to the person, wherever they work. */
export const person = z.strictObject({
  login: text.describe('Unique in the installation; upper and lower case are the same'),
  name: text,
  email: text.default(''),
  colour: text.default('#2f6f9f').describe('#rrggbb, on the planning'),
  idleMinutes: z.int().min(0).max(100_000).default(60).describe('A session unused for so long is over: 10 to 720'),
  language: text.default('fr').describe('fr or en: of what is written to them'),
});

const rights = z.array(z.string().max(100)).max(1_000).default([]);

/** ID-2: what somebody does in a station. */
export const work = z.strictObject({
  role: text.describe('technician, administrator, logistician or manager: it pre-selects rights'),
  addedRights: rights.describe('Beside those of the role'),
  removedRights: rights.describe('Though the role has them'),
});

export const newUser = z.strictObject({
  person,
  work,
  mailLink: z.boolean().default(false).describe('They are mailed a link to set their password'),
});
export const changedUser = z.strictObject({ person, active: z.boolean() });

/** ID-11: how a user stands on the planning of a station. */
export const userPlanning = z.strictObject({
  visible: z.boolean().describe('They have a column on the planning'),
  colour: z.string().max(20).describe('#rrggbb; empty for the colour of the person'),
  workingHours: z
    .array(z.string().max(100))
    .describe('Seven days from Monday in the time of the station: 08:00-12:00 14:00-18:00, empty for none'),
  showsCurrentFiles: z.boolean().describe('The files under way are on their home page'),
});

/** ID-7: the OpenID provider of a network, beside the secret of the client there. */
export const signInProviderDetails = z.strictObject({
  name: z.string().max(60).describe('On the button of the sign-in page'),
  issuer: z.string().max(500).describe('As the provider writes it; https'),
  clientId: text,
  scopes: z.array(z.string().max(100)).max(20).default(['openid', 'email']),
  emailClaim: z.string().max(100).default('email'),
  rolesClaim: z.string().max(100).default('').describe('Empty: roles are given here alone'),
  roles: z
    .array(
      z.strictObject({
        value: text.describe('Among those of the claim'),
        stationId: z.string().max(100),
        role: text.describe('technician, administrator, logistician or manager'),
      }),
    )
    .max(500)
    .default([])
    .describe('The first of a station that matches gives the role there; none that matches takes it away'),
  passwordsAllowed: z.boolean().default(true).describe('Without it only administrators sign in by password'),
  provesSecondFactor: z
    .boolean()
    .default(false)
    .describe('It always asks for a second factor, though its answers do not say so (claim amr)'),
  domains: z.array(text).max(50).describe('What follows @ in the logins of those who sign in there'),
  active: z.boolean().default(true),
});

/** ID-1: a station as somebody types it; blanks in numbers are dropped. */
export const stationDetails = z.strictObject({
  code: z.string().max(10).describe('2 to 4 capitals; never changes, since it stands in the numbers of documents'),
  name: z.string().max(200),
  siret: z.string().max(20),
  address: z.strictObject({
    line1: z.string().max(200).default(''),
    line2: z.string().max(200).default(''),
    postcode: z.string().max(20).default(''),
    city: z.string().max(100).default(''),
    country: z.string().max(2).default('FR'),
  }),
  phone: z.string().max(40).default(''),
  email: z.string().max(254).default(''),
  iban: z.string().max(50).default(''),
  bic: z.string().max(20).default(''),
  timeZone: z.string().max(100).default('Europe/Paris'),
  vatTerritory: z.string().max(50).default('mainland'),
});

/** ID-1: a company as somebody types it; blanks in numbers are dropped. */
export const companyDetails = z.strictObject({
  name: z.string().max(200),
  legalForm: z.string().max(50),
  siren: z.string().max(20),
  shareCapital: z.string().max(20).default('').describe('Euros, two decimals; empty where the legal form has none'),
  rcsCity: z.string().max(100).default('').describe('Town of the trade register; empty for who is not in it'),
  vatNumber: z.string().max(20).default(''),
  naf: z.string().max(10),
  fiscalYearStartMonth: z.int().min(1).max(12).default(1),
  vatRegime: z.enum(['real_normal', 'real_simplified', 'exempt']).default('real_normal'),
  vatOnDebits: z.boolean().default(false).describe('VAT on services falls due with the invoice'),
});
