import { REGIMES } from '../../shared/trade/document-header.js';
import { TYPES } from './billing-fields.js';
import { textOf } from './party-values.js';

const LABELS: Readonly<Record<string, string>> = {
  billingType: 'billing.type',
  vatRegime: 'billing.vat-regime',
  ledgerAccount: 'billing.ledger-account',
  paymentDays: 'billing.days',
  dayOfMonth: 'billing.day-of-month',
  endOfMonth: 'billing.end-of-month',
  paymentMethod: 'billing.method',
  representativeId: 'billing.representative',
  footerDiscount: 'billing.footer-discount',
  printTemplate: 'billing.print-template',
  printCopies: 'billing.print-copies',
  chorusServiceCode: 'billing.chorus-service-code',
  bands: 'pricing.bands',
  professionalCoefficient1: 'pricing.professional-1',
  professionalCoefficient2: 'pricing.professional-2',
  leadTimeDays: 'pricing.lead-time',
  minimumOrder: 'pricing.minimum-order',
  shippingCharge: 'pricing.shipping-charge',
  orderingChannel: 'pricing.channel',
  discounts: 'pricing.discounts',
  coefficientsOfPartyId: 'pricing.coefficients-of',
  priceClass: 'pricing.class',
};

/** Where two versions of terms differ, in words. */
export function termsDifferences(
  t: (key: string) => string,
  choices: 'billing' | 'pricing',
  mine: Readonly<Record<string, unknown>>,
  theirs: Readonly<Record<string, unknown>>,
) {
  const shown = (name: string, value: unknown) => {
    if (name === 'priceClass')
      return t(value === '' ? 'parties.pricing.class.none' : `trade.why.class.${String(value)}`);
    const list = { billingType: TYPES, vatRegime: REGIMES }[name] as readonly string[] | undefined;
    return choices === 'billing' && list?.includes(String(value)) === true
      ? t(`parties.${LABELS[name] ?? name}.${String(value)}`)
      : textOf(value);
  };
  return Object.keys(mine)
    .filter((name) => name !== 'inherited')
    .map((name) => ({
      label: t(`parties.${LABELS[name] ?? name}`),
      mine: shown(name, mine[name]),
      theirs: shown(name, theirs[name]),
    }))
    .filter(({ mine: one, theirs: other }) => one !== other);
}
