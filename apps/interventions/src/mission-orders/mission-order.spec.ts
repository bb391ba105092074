import { describe, expect, it } from '@jest/globals';
import type { ReceiveMissionOrder } from '@navette/contracts/interventions/v1/commands';
import { contentOf, missingForFile, sameContent, type MissionContent } from './mission-order.js';

const message = (overrides: Partial<ReceiveMissionOrder> = {}): ReceiveMissionOrder => ({
  missionOrderId: '018f0000-0000-7000-8000-000000000001',
  externalNumber: 'EB-1',
  clientId: 'electrobel',
  consumer: {
    civility: '',
    name: 'Lefèvre',
    firstName: 'Zoé',
    phone: '',
    email: 'zoe@example.org',
    address: undefined,
  },
  product: { category: 'Toaster', brand: 'Unknown', commercialReference: '', serialNumber: '', purchaseDate: '' },
  symptom: '',
  comment: '',
  underWarranty: false,
  fileType: '',
  orderingPartyId: '',
  reseller: undefined,
  ...overrides,
});
const product = (overrides: object) => ({ ...message().product, ...overrides }) as ReceiveMissionOrder['product'];
const read = (overrides: Partial<ReceiveMissionOrder> = {}) => contentOf(message(overrides)) as MissionContent;

describe('IN-1 a mission order as it comes', () => {
  it('is carried as it is, with the workshop as the kind that is not said', () => {
    const content = read({ symptom: '  “it ‘pops’ 🔥”\nand smells ', product: product({ brand: '???' }) });
    expect(content.symptom).toBe('“it ‘pops’ 🔥”\nand smells');
    expect(content.product.brand).toBe('???');
    expect(content.fileType).toBe('workshop');
  });

  it.each([
    ['no number', { externalNumber: ' ' }, '/externalNumber'],
    ['no product category', { product: product({ category: '' }) }, '/product.category'],
    ['no product at all', { product: undefined }, '/product.category'],
    ['a date that is none', { product: product({ purchaseDate: '2026-02-30' }) }, '/product.purchaseDate'],
    ['a date of another age', { product: product({ purchaseDate: '0202-02-03' }) }, '/product.purchaseDate'],
    ['another kind', { fileType: 'garage' }, '/fileType'],
    ['a party that is no id', { orderingPartyId: 'electrobel' }, '/orderingPartyId'],
    ['a character that can’t be kept', { symptom: 'a\0b' }, '/symptom'],
    ['an endless comment', { comment: 'x'.repeat(10_001) }, '/comment'],
  ])('is refused with %s', (_title, overrides, pointer) => {
    expect(contentOf(message(overrides as Partial<ReceiveMissionOrder>))).toMatchObject({ refused: { pointer } });
  });

  it('is the same when every word is the same, whatever the order of its fields', () => {
    const again = read();
    expect(sameContent(read(), { ...again, consumer: Object.fromEntries(Object.entries(again.consumer).reverse()) as never })).toBe(true); // prettier-ignore
    expect(sameContent(read(), read({ symptom: 'no heat' }))).toBe(false);
    expect(sameContent(read(), read({ consumer: { ...again.consumer, phone: '0612345678' } }))).toBe(false);
  });
});

describe('IN-2 what keeps an order from becoming a file', () => {
  it('is only a payer that is not known', () => {
    expect(missingForFile(read())).toBe('');
    expect(missingForFile(read({ underWarranty: true }))).toBe('interventions.mission-order.ordering-party-unknown');
  });
});
