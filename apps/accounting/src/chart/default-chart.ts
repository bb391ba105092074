import type { Chart } from '@navette/contracts/accounting/v1/service';

/*
 * The chart that a new station starts with (AC-1), after the French general chart of accounts (PCG, ANC rule 2014-03). The
 * station changes it by its settings; a document that finds no account waits until it has one.
 */

const CUSTOMERS = { account: '411000', label: 'Clients' };
const AUXILIARY_PREFIX = 'C';

/** Rates of every territory: a station may bill under another one's when it moves. */
const VAT: readonly { rate: string; account: string; label: string }[] = [
  { rate: '0.2000', account: '445711', label: 'TVA collectée 20 %' },
  { rate: '0.1000', account: '445712', label: 'TVA collectée 10 %' },
  { rate: '0.0550', account: '445713', label: 'TVA collectée 5,5 %' },
  { rate: '0.0210', account: '445714', label: 'TVA collectée 2,1 %' },
  { rate: '0.0850', account: '445715', label: 'TVA collectée 8,5 %' },
];

/** Ventilation codes by what is sold; the account's last digit is that of the VAT regime. */
const SALES: readonly { codes: readonly string[]; root: string; label: string }[] = [
  { codes: ['PIECE', 'FLUIDE'], root: '70700', label: 'Ventes de pièces' },
  { codes: ['APPAREIL'], root: '70710', label: "Ventes d'appareils" },
  { codes: ['MO', 'FORFAIT'], root: '70600', label: 'Prestations de réparation' },
  { codes: ['DEPLACEMENT'], root: '70610', label: 'Déplacements' },
  { codes: ['PORT'], root: '70850', label: 'Ports et frais accessoires facturés' },
];

const REGIMES = [
  { regime: 'domestic', digit: '0', label: '' },
  { regime: 'intra_eu', digit: '1', label: ' (UE)' },
  { regime: 'export', digit: '2', label: ' (export)' },
  { regime: 'exempt', digit: '3', label: ' (exonéré)' },
] as const;

const JOURNALS = [
  { kind: 'sales', prefix: 'VE', label: 'Ventes' },
  { kind: 'cash_sales', prefix: 'CA', label: 'Ventes au comptant' },
  { kind: 'payments', prefix: 'BQ', label: 'Règlements' },
] as const;

/** The default chart of a station; the codes of its journals end with the station's own, as one FEC holds them all. */
export function defaultChart(stationCode: string): Chart {
  return {
    vatAccounts: VAT.map((row) => ({ ...row })),
    revenueAccounts: SALES.flatMap(({ codes, root, label }) =>
      REGIMES.flatMap(({ regime: vatRegime, digit, label: ofRegime }) =>
        codes.map((ventilationCode) => ({
          ventilationCode,
          vatRegime,
          account: root + digit,
          label: label + ofRegime,
        })),
      ),
    ),
    journals: JOURNALS.map(({ kind, prefix, label }) => ({
      kind,
      code: prefix + stationCode,
      label: `${label} ${stationCode}`,
    })),
    customerAccount: CUSTOMERS.account,
    customerAccountLabel: CUSTOMERS.label,
    auxiliaryPrefix: AUXILIARY_PREFIX,
  };
}
