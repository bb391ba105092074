import type { Chart } from '@navette/contracts/accounting/v1/service';

/*
 * The chart that a new station starts with (AC-1), after the French general chart of accounts (PCG, ANC rule 2014-03). The
 * station changes it by its settings; a document that finds no account waits until it has one.
 */

const CUSTOMERS = { account: '411000', label: 'Clients' };
const AUXILIARY_PREFIX = 'C';
const AUXILIARY_LENGTH = 13;
const ACCOUNT_LENGTH = 6;

/** Rates of every territory: a station may bill under another one's when it moves. */
const VAT: readonly { rate: string; account: string; label: string }[] = [
  { rate: '0.2000', account: '445711', label: 'TVA collectée 20 %' },
  { rate: '0.1000', account: '445712', label: 'TVA collectée 10 %' },
  { rate: '0.0550', account: '445713', label: 'TVA collectée 5,5 %' },
  { rate: '0.0210', account: '445714', label: 'TVA collectée 2,1 %' },
  { rate: '0.0850', account: '445715', label: 'TVA collectée 8,5 %' },
  { rate: '0.1300', account: '445716', label: 'TVA collectée 13 %' },
  { rate: '0.0090', account: '445717', label: 'TVA collectée 0,9 %' },
  { rate: '0.0105', account: '445718', label: 'TVA collectée 1,05 %' },
  { rate: '0.0175', account: '445719', label: 'TVA collectée 1,75 %' },
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

const BANK = { account: '512000', label: 'Banque' };

/** Payment methods that a station begins with (BI-30); it adds its own. */
const PAYMENTS: readonly { method: string; account: string; label: string }[] = [
  { method: 'cash', account: '531000', label: 'Caisse' },
  { method: 'card', account: '511500', label: 'Cartes bancaires à encaisser' },
  { method: 'cheque', account: '511200', label: 'Chèques à encaisser' },
  { method: 'transfer', ...BANK },
  { method: 'direct_debit', ...BANK },
];

const OTHERS: readonly { use: string; account: string; label: string }[] = [
  { use: 'shipping', account: '708500', label: 'Ports et frais accessoires facturés' },
  { use: 'deposit', account: '419100', label: 'Clients - avances et acomptes reçus' },
  { use: 'discount', account: '665000', label: 'Escomptes accordés' },
  { use: 'bank', ...BANK },
  { use: 'exceptional_income', account: '778000', label: 'Autres produits exceptionnels' },
  { use: 'tax_to_issue', account: '445870', label: 'Taxes sur factures à établir' },
];

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
      bankAccount: '',
      bankAccountLabel: '',
    })),
    customerAccount: CUSTOMERS.account,
    customerAccountLabel: CUSTOMERS.label,
    auxiliaryPrefix: AUXILIARY_PREFIX,
    paymentAccounts: PAYMENTS.map((row) => ({ ...row })),
    otherAccounts: OTHERS.map((row) => ({ ...row })),
    auxiliarySuffix: '',
    auxiliaryLength: AUXILIARY_LENGTH,
    accountLength: ACCOUNT_LENGTH,
  };
}
