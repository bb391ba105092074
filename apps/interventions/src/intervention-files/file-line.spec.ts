import { describe, expect, it } from '@jest/globals';
import type { NewFileLine } from '@navette/contracts/interventions/v1/service';
import { PriceExplanation } from '@navette/contracts/common/v1/common';
import { DomainError, Quantity, UnitPrice } from '@navette/kernel';
import fc from 'fast-check';
import { billableFile } from './billable-file.js';
import { askedLines, catalogued, usedQuantities, type CatalogueItem, type FileLine } from './file-line.js';
import type { InterventionFileHead } from './intervention-file.js';

const file: InterventionFileHead = {
  id: 'file',
  version: 1,
  number: 'LIL-DI-2026-000001',
  type: 'workshop',
  state: 'open',
  consumerPartyId: 'zoe',
  orderingPartyKind: 'manufacturer',
  orderingPartyId: 'electrobel',
  resellerPartyId: '',
  defaultPayer: 'ordering_party',
  missionOrderId: 'mission',
  missionExternalNumber: 'EB-1',
  product: { category: 'Toaster', brand: '', commercialReference: '', serialNumber: '', purchaseDate: '' },
  symptom: '',
  comment: '',
  needsRound: 0,
  billingAttempts: 0,
  billingRefusal: '',
  billingRefusalParams: {},
  cancelReason: '',
  header: undefined,
};

const asked = (overrides: Partial<NewFileLine> = {}): NewFileLine => ({
  kind: 'part',
  reference: 'P-1',
  quantity: '1',
  unitPrice: '',
  payer: '',
  offStock: false,
  discount: '',
  note: '',
  ...overrides,
});

const item: CatalogueItem = {
  id: 'pump',
  kind: 'part',
  reference: 'P-1',
  designation: 'Pompe',
  ventilationCode: 'PIECE',
  vatCategory: 'standard',
  unitCode: 'PCE',
  unitDecimals: 0,
  salePrice: '42.0000',
  explanation: PriceExplanation.fromPartial({ price: '42.00', basis: 'purchase', basisPrice: '20.0000', rule: 'band' }),
};

const line = (overrides: Partial<FileLine> = {}): FileLine => ({
  id: 'line',
  kind: 'part',
  itemId: 'pump',
  reference: 'P-1',
  designation: 'Pompe',
  quantity: Quantity.parse('2'),
  quantityUsed: undefined,
  unitPrice: UnitPrice.parse('42'),
  discount: '0.0000',
  payer: 'consumer',
  state: 'open',
  offStock: false,
  ventilationCode: 'PIECE',
  vatCategory: 'standard',
  unitCode: 'PCE',
  unitDecimals: 0,
  note: '',
  ...overrides,
});

function pointers(work: () => unknown): string[] {
  try {
    work();
  } catch (error) {
    return (error as DomainError).fields.map(({ pointer, code }) => `${pointer} ${code.split('.').at(-1)}`);
  }
  return [];
}

describe('IN-8 lines that are asked for', () => {
  it('take the payer of the file where none is named', () => {
    expect(askedLines([asked()], file)[0]?.payer).toBe('ordering_party');
    expect(askedLines([asked({ payer: 'consumer' })], file)[0]?.payer).toBe('consumer');
  });

  it('are refused with every field that is not accepted', () => {
    const lines = [
      asked({ kind: 'labour', reference: ' ' }),
      asked({ quantity: '0' }),
      asked({ quantity: '3017800238592' }),
      asked({ quantity: '1,5', unitPrice: '-1' }),
      asked({ kind: 'special_item', offStock: true, payer: 'insurer' }),
    ];
    expect(pointers(() => askedLines(lines, file)).sort()).toEqual([
      '/lines/0/kind not-accepted',
      '/lines/0/reference reference-required',
      '/lines/1/quantity quantity-out-of-range',
      '/lines/2/quantity out-of-range',
      '/lines/3/quantity malformed',
      '/lines/3/unitPrice price-negative',
      '/lines/4/offStock off-stock-parts-only',
      '/lines/4/payer not-accepted',
    ]);
    expect(pointers(() => askedLines([], file))).toEqual(['/lines count-not-accepted']);
  });

  it('can’t be paid by an ordering party that is not there', () => {
    const alone = { ...file, orderingPartyId: '', orderingPartyKind: 'consumer', defaultPayer: 'consumer' } as const;
    expect(pointers(() => askedLines([asked({ payer: 'ordering_party' })], alone))).toEqual([
      '/lines/0/payer no-ordering-party',
    ]);
  });

  it('name each reference that the catalogue does not know so', () => {
    const lines = askedLines(
      [asked(), asked({ reference: 'NO' }), asked({ kind: 'special_item' }), asked({ reference: 'DEAR' })],
      file,
    );
    const items = new Map([
      ['P-1', item],
      ['DEAR', { ...item, salePrice: '' }],
    ]);
    expect(pointers(() => catalogued(lines, ({ reference }) => items.get(reference)))).toEqual([
      '/lines/1/reference reference-unknown',
      '/lines/2/kind kind-differs',
      '/lines/3/unitPrice price-to-set-up',
    ]);
  });

  it('E-027 are counted as finely as their unit', () => {
    const lines = askedLines(
      [asked({ quantity: '1.5' }), asked({ reference: 'MO', quantity: '1.255' }), asked()],
      file,
    );
    const items = new Map([
      ['P-1', item],
      ['MO', { ...item, unitCode: 'HEUR', unitDecimals: 2 }],
    ]);
    expect(pointers(() => catalogued(lines, ({ reference }) => items.get(reference)))).toEqual([
      '/lines/0/quantity quantity-too-precise',
      '/lines/1/quantity quantity-too-precise',
    ]);
    const hours = askedLines([asked({ reference: 'MO', quantity: '1.25' })], file);
    expect(catalogued(hours, () => items.get('MO'))).toHaveLength(1);
  });

  it('keep a typed price, else take the catalogue’s', () => {
    const lines = askedLines([asked(), asked({ unitPrice: '0' }), asked({ unitPrice: '12.5' })], file);
    const drafts = catalogued(lines, () => item);
    expect(drafts.map(({ unitPrice }) => unitPrice.toString())).toEqual(['42.0000', '0.0000', '12.5000']);
    // ST-5: what was typed has no other reason.
    expect(drafts.map(({ priceExplanation }) => priceExplanation?.price)).toEqual(['42.00', undefined, undefined]);
  });
});

describe('IN-16 quantities used', () => {
  it('are the planned ones where nothing else is reported; cancelled lines have none', () => {
    const lines = [line(), line({ id: 'other', unitDecimals: 1 }), line({ id: 'gone', state: 'cancelled' })];
    const used = usedQuantities(lines, [{ lineId: 'other', quantity: '0.5' }]);
    expect([...used].map(([id, quantity]) => [id, quantity.toString()])).toEqual([
      ['line', '2.0000'],
      ['other', '0.5000'],
    ]);
  });

  it('E-027 are refused where the part is not counted so finely', () => {
    const lines = [line(), line({ id: 'cable', unitCode: 'M', unitDecimals: 2 })];
    const reports = [
      { lineId: 'line', quantity: '1.5' },
      { lineId: 'cable', quantity: '1.25' },
      { lineId: 'cable', quantity: '1.255' },
    ];
    expect(pointers(() => usedQuantities(lines, reports))).toEqual([
      '/used/0/quantity quantity-too-precise',
      '/used/2/quantity quantity-too-precise',
    ]);
  });

  it('are refused below zero, beyond the need of a part, and for lines that are not there', () => {
    const lines = [line(), line({ id: 'gone', state: 'cancelled' }), line({ id: 'labour', kind: 'special_item' })];
    const reports = [
      { lineId: 'line', quantity: '3' },
      { lineId: 'gone', quantity: '1' },
      { lineId: 'labour', quantity: '-1' },
      { lineId: 'labour', quantity: '3' },
    ];
    expect(pointers(() => usedQuantities(lines, reports))).toEqual([
      '/used/0/quantity used-more-than-needed',
      '/used/1/lineId not-found',
      '/used/2/quantity quantity-out-of-range',
    ]);
  });
});

describe('IN-16 what a file is billed as', () => {
  it('is one document per payer, without what was not used; unused parts are freed', () => {
    const { billable, consumption } = billableFile(file, [
      line({ id: 'a', payer: 'ordering_party', quantityUsed: Quantity.one }),
      line({ id: 'b', quantityUsed: Quantity.parse('2') }),
      line({ id: 'unused', quantityUsed: Quantity.zero }),
      line({ id: 'labour', kind: 'special_item', payer: 'ordering_party', quantityUsed: Quantity.one }),
      line({ id: 'own', offStock: true, quantityUsed: Quantity.one }),
      line({ id: 'gone', state: 'cancelled' }),
    ]);
    expect(billable.payers.map(({ partyId, lines }) => [partyId, lines.map(({ lineId }) => lineId)])).toEqual([
      ['electrobel', ['a', 'labour']],
      ['zoe', ['b', 'own']],
    ]);
    expect(consumption).toEqual([
      { needId: 'a', partId: 'pump', used: '1.0000' },
      { needId: 'b', partId: 'pump', used: '2.0000' },
      { needId: 'unused', partId: 'pump', used: '0.0000' },
    ]);
  });

  it('is refused when nothing was used', () => {
    expect(() => billableFile(file, [line({ quantityUsed: Quantity.zero })])).toThrow(
      'interventions.file.nothing-to-bill',
    );
    expect(() => billableFile(file, [])).toThrow('interventions.file.nothing-to-bill');
  });

  it('holds every used line exactly once, whoever pays', () => {
    const lines = fc.array(
      fc.record({
        payer: fc.constantFrom('consumer' as const, 'ordering_party' as const),
        used: fc.integer({ min: 0, max: 3 }),
        state: fc.constantFrom('open' as const, 'cancelled' as const),
      }),
    );
    fc.assert(
      fc.property(lines, (drawn) => {
        const all = drawn.map(({ payer, used, state }, i) =>
          line({ id: `${i}`, payer, state, quantityUsed: Quantity.whole(used) }),
        );
        const wanted = all.filter(({ state, quantityUsed }) => state === 'open' && quantityUsed?.isPositive());
        fc.pre(wanted.length > 0);
        const { billable } = billableFile(file, all);
        const billed = billable.payers.flatMap((payer) => payer.lines.map(({ lineId }) => lineId));
        expect(billed.sort()).toEqual(wanted.map(({ id }) => id).sort());
        expect(new Set(billable.payers.map(({ partyId }) => partyId)).size).toBe(billable.payers.length);
      }),
    );
  });
});
