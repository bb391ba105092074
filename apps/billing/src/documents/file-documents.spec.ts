import { describe, expect, it } from '@jest/globals';
import type { BillableFile } from '@navette/contracts/billing/v1/service';
import { DocumentHeader } from '@navette/contracts/common/v1/common';
import { derivedId, DomainError, Temporal } from '@navette/kernel';
import type { Customer } from '../parties/customer.js';
import type { Station } from '../stations/station.js';
import { fileDocuments } from './file-documents.js';

const PAYER = derivedId('test-party', 'payer');
const OTHER = derivedId('test-party', 'other');
const address = { line1: '1 rue X', line2: '', postcode: '59000', city: 'Lille', country: 'FR' };

const station: Station = {
  code: 'LIL',
  name: 'Houplin Lille',
  siret: '00005962600010',
  timeZone: 'Europe/Paris',
  vatTerritory: 'mainland',
  companyName: 'Houplin',
  legalForm: 'SARL',
  siren: '000059626',
  vatNumber: 'FR12000059626',
  shareCapital: '20000.00',
  rcsCity: 'Lille',
  address,
};
const customer = (overrides: Partial<Customer> = {}): Customer => ({
  id: PAYER,
  kinds: ['consumer'],
  name: 'Zoé Lefèvre',
  siret: '',
  vatNumber: '',
  address,
  billingType: 'none',
  paymentDays: 0,
  endOfMonth: false,
  dayOfMonth: 0,
  ledgerAccount: '',
  vatRegime: 'domestic',
  footerDiscount: '',
  ...overrides,
});
const line = (overrides = {}) => ({
  lineId: '',
  reference: 'P-1',
  designation: 'Joint',
  quantity: '3.0000',
  unitPrice: '4.0800',
  discount: '',
  vatCategory: 'standard',
  ventilationCode: 'PIECE',
  ...overrides,
});
const file = (lines = [line()], partyId = PAYER): BillableFile => ({
  fileId: derivedId('test', 'file'),
  fileNumber: 'LIL-DI-2026-000001',
  payers: [{ partyId, lines }],
});

function documents(given: BillableFile, known: { station?: Station; customers?: Customer[] } = {}) {
  const customers = new Map((known.customers ?? [customer()]).map((each) => [each.id, each]));
  return fileDocuments(given, {
    station: known.station ?? station,
    customers,
    today: Temporal.PlainDate.from('2026-11-22'),
  });
}

function refusal(work: () => unknown): DomainError {
  try {
    work();
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('BI-20 documents of a file', () => {
  it.each([
    ['none', 'invoice', '2026-11-22'],
    ['billable_delivery_note', 'billable_delivery_note', undefined],
    ['pro_forma', 'pro_forma', undefined],
  ])('are, for billing type %s, of kind %s', (billingType, kind, due) => {
    const [document] = documents(file(), { customers: [customer({ billingType })] });
    expect(document).toMatchObject({ kind });
    expect(document?.dueOn?.toString()).toBe(due);
  });

  it('are, for billing type invoice_now, an invoice that begins as a draft', () => {
    const [document] = documents(file(), { customers: [customer({ billingType: 'invoice_now' })] });
    expect(document).toMatchObject({ kind: 'invoice', draft: true });
    expect(documents(file())[0]).toMatchObject({ kind: 'invoice', draft: false });
  });

  it('are one for each payer, whose lines are gathered', () => {
    const given = file();
    const twice = { ...given, payers: [...given.payers, { partyId: OTHER, lines: [line()] }, ...given.payers] };
    const made = documents(twice, { customers: [customer(), customer({ id: OTHER })] });
    expect(made.map(({ customer: { id }, lines }) => [id, lines.length])).toEqual([
      [PAYER, 2],
      [OTHER, 1],
    ]);
  });

  it.each([
    ['mainland', 'standard', 'domestic', '0.2000'],
    ['mainland', 'intermediate', 'domestic', '0.1000'],
    ['reunion', 'standard', 'domestic', '0.0850'],
    ['guyane', 'standard', 'domestic', undefined],
    ['mainland', 'standard', 'export', undefined],
    ['mainland', 'standard', 'intra_eu', undefined],
  ])('in %s, category %s, regime %s, bear %s', (vatTerritory, vatCategory, vatRegime, rate) => {
    const [document] = documents(file([line({ vatCategory })]), {
      station: { ...station, vatTerritory },
      customers: [customer({ vatRegime })],
    });
    expect(document?.totals.vat[0]?.rate?.toString()).toBe(rate);
    expect(document?.totals.totalVat.isZero()).toBe(rate === undefined);
  });

  it.each([
    ['an unknown category', line({ vatCategory: 'luxury' }), 'billing.document.vat-rate-unknown'],
    ['a quantity that is none', line({ quantity: 'three' }), 'billing.document.line-wrong'],
    ['a quantity of zero', line({ quantity: '0' }), 'billing.document.line-wrong'],
    ['a negative price', line({ unitPrice: '-1' }), 'billing.document.line-wrong'],
    ['a discount above the price', line({ discount: '1.01' }), 'billing.document.line-wrong'],
    ['no ventilation code', line({ ventilationCode: '' }), 'billing.document.line-wrong'],
    [
      'an amount beyond all bounds',
      line({ quantity: '9999999999', unitPrice: '9999999999' }),
      'billing.document.total-out-of-range',
    ],
  ])('refuse %s', (_what, given, code) => {
    expect(refusal(() => documents(file([given]))).code).toBe(code);
  });

  it.each([
    ['no payer', { ...file(), payers: [] }, 'billing.document.empty'],
    ['a payer without lines', file([]), 'billing.document.empty'],
    ['an unknown payer', file([line()], OTHER), 'billing.document.unknown-customer'],
  ])('refuse %s', (_what, given, code) => {
    expect(refusal(() => documents(given)).code).toBe(code);
  });
});

describe('BI-27 compulsory mentions', () => {
  it('are all named at once when they are missing', () => {
    const nowhere = { line1: '', line2: '', postcode: '', city: '', country: 'FR' };
    const empty = {
      ...station,
      siren: '',
      siret: '',
      vatNumber: '',
      companyName: '',
      legalForm: '',
      rcsCity: '',
      address: nowhere,
    };
    const error = refusal(() => documents(file(), { station: empty, customers: [customer({ name: '' })] }));
    expect(error).toMatchObject({
      code: 'billing.document.mentions-missing',
      params: {
        mentions: [
          'company-name',
          'legal-form',
          'siren',
          'siret',
          'station-address',
          'trade-register-town',
          'vat-number',
          'customer-name',
        ],
      },
    });
  });

  it('include the address of a professional on an invoice, not that of a consumer', () => {
    const nowhere = { line1: '', line2: '', postcode: '', city: '', country: 'FR' };
    expect(() => documents(file(), { customers: [customer({ address: nowhere })] })).not.toThrow();
    const professional = customer({ kinds: ['reseller'], address: nowhere });
    expect(refusal(() => documents(file(), { customers: [professional] })).params).toEqual({
      mentions: ['customer-address'],
    });
    expect(() =>
      documents(file(), { customers: [{ ...professional, billingType: 'billable_delivery_note' }] }),
    ).not.toThrow();
  });

  it('ask for no VAT number where the document bears no VAT', () => {
    const overseas = { ...station, vatTerritory: 'guyane', vatNumber: '' };
    expect(() => documents(file(), { station: overseas })).not.toThrow();
  });
});

describe('PA-19 documents say of the payer what the file says', () => {
  const header = DocumentHeader.fromPartial({
    name: 'Lefèvre-Dubois',
    firstName: 'Zoé',
    mainAddress: { line1: '1 rue X', city: 'Lille' },
    billingAddress: { line1: '9 place Y', postcode: '75011', city: 'Paris', country: 'FR' },
    paymentDays: 30,
    endOfMonth: true,
    vatRegime: 'export',
  });
  const headed = (overrides: Partial<DocumentHeader> = {}, lines = [line()]): BillableFile => ({
    ...file(),
    payers: [{ partyId: PAYER, lines, header: { ...header, ...overrides } }],
  });

  it('name, billing address, due date and VAT; what nobody can type on it stays the party’s', () => {
    const [document] = documents(headed());
    expect(document).toMatchObject({
      customer: {
        id: PAYER,
        name: 'Zoé Lefèvre-Dubois',
        address: { line1: '9 place Y', city: 'Paris' },
        ledgerAccount: '',
      },
      header: { name: 'Lefèvre-Dubois' },
    });
    expect(document?.dueOn?.toString()).toBe('2026-12-31');
    expect(document?.totals.totalVat.toString()).toBe('0.00');
  });

  it('BI-48 the footer’s discount on every line, beside its own; that of the party where the file says nothing', () => {
    const lines = [line(), line({ discount: '0.1' })];
    const [document] = documents(headed({ footerDiscount: '0.0500', vatRegime: 'domestic' }, lines));
    expect(document?.lines.map(({ discount }) => discount.toString())).toEqual(['0.0500', '0.1450']);
    // 12.24 × 0.95 and 12.24 × 0.855, each rounded once.
    expect(document?.totals.excludingVat.toString()).toBe('22.10');
    const [own] = documents(file(), { customers: [customer({ footerDiscount: '1' })] });
    expect(own?.totals.excludingVat.toString()).toBe('0.00');
  });
});
