import { describe, expect, it } from '@jest/globals';
import { Money, Rate, UnitPrice } from '@navette/kernel';
import fc from 'fast-check';
import { explanationOf } from './price-explanation.js';
import {
  costOf,
  salePriceFor,
  salePrices,
  type ChosenClass,
  type Customer,
  type ExplainedPrice,
  type PartDiscount,
  type PriceClass,
  type PricedItem,
  type PricingTerms,
} from './sale-price.js';

const bands = (...rows: [string, string][]) =>
  rows.map(([from, coefficient]) => ({ from: Money.parse(from), coefficient: Rate.parse(coefficient) }));
const terms = (...rows: [string, string][]): PricingTerms => ({
  partyId: 'supplier',
  version: '7',
  chosenBy: '',
  bands: bands(...rows),
  professional1: undefined,
  professional2: undefined,
});
const bought = (price: string, overrides: Partial<PricedItem> = {}): PricedItem => ({
  kind: 'part',
  supplierPartyId: 'supplier',
  manufacturerPartyId: 'maker',
  purchase: UnitPrice.parse(price),
  list: undefined,
  fixed: undefined,
  ...overrides,
});
const row = (
  of: [supplier: string | null, maker: string | null],
  what: { off?: string; times?: string },
): PartDiscount => ({
  supplierPartyId: of[0],
  manufacturerPartyId: of[1],
  discount: what.off === undefined ? undefined : Rate.parse(what.off),
  coefficient: what.times === undefined ? undefined : Rate.parse(what.times),
});
const buyer = (kinds: string[], ...discounts: PartDiscount[]): Customer => ({
  partyId: 'buyer',
  version: '3',
  kinds,
  priceClass: undefined,
  discounts,
});
const inClass = (value: PriceClass, customer = buyer(['consumer']), chosenBy: ChosenClass['chosenBy'] = 'party') => ({
  ...customer,
  priceClass: { value, chosenBy },
});
const publicPrice = (price: string, of: PricingTerms) => salePrices(bought(price), of).public.price?.toString();
/** Four decimals of a count of ten-thousandths. */
const decimal = (n: number) => `${Math.trunc(n / 10_000)}.${String(n % 10_000).padStart(4, '0')}`;

describe('ST-5 public price from the bands of PA-9', () => {
  const first = terms(['0', '3.10'], ['15', '2.00']);

  it.each([
    ['10', '31.0000'],
    ['20', '40.0000'],
    ['14.99', '46.4700'],
    ['14.9999', '46.5000'],
    ['15', '30.0000'],
    ['1000', '2000.0000'],
  ])('a part bought at %s sells at %s', (purchase, sale) => {
    expect(publicPrice(purchase, first)).toBe(sale);
  });

  it('takes the second example of PA-9, the last coefficient kept above the last band', () => {
    const second = terms(['0', '3'], ['5', '2.5'], ['20', '2']);
    expect(['4', '5', '20', '31'].map((price) => publicPrice(price, second))).toEqual([
      '12.0000',
      '12.5000',
      '40.0000',
      '62.0000',
    ]);
  });

  it('rounds once, half away from zero, to the cent', () => {
    // 1.1111 × 1.0050 = 1.11665550: to four decimals first it would be 1.1167, the same cent; 0.2225 × 1.0111 = 0.22496975.
    expect(publicPrice('0.2225', terms(['0', '1.0111']))).toBe('0.2200');
    expect(publicPrice('0.0050', terms(['0', '1']))).toBe('0.0100');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9_999_999 }), fc.integer({ min: 1, max: 99_999 }), (price, coefficient) => {
        const cents = (BigInt(price) * BigInt(coefficient) * 2n + 1_000_000n) / 2_000_000n;
        const sale = publicPrice(decimal(price), terms(['0', decimal(coefficient)]));
        expect(sale).toBe(UnitPrice.fromMoney(Money.fromCents(cents)).toString());
      }),
    );
  });

  it('is to be set up where the supplier has no coefficients or the part no price', () => {
    expect(publicPrice('10', terms())).toBeUndefined();
    expect(salePrices(bought('1', { purchase: undefined }), first).public.price).toBeUndefined();
  });

  it('is to be set up where it would be beyond any price', () => {
    expect(publicPrice('9999999999', first)).toBeUndefined();
  });

  it('keeps a fixed price, with its four decimals, whatever the purchase price', () => {
    const fixed = { fixed: UnitPrice.parse('12.3456') };
    expect(salePrices(bought('10', fixed), first).public.price?.toString()).toBe('12.3456');
    expect(salePrices(bought('99', fixed), first).public.price?.toString()).toBe('12.3456');
  });
});

describe('ST-5 professional prices', () => {
  const of: PricingTerms = { ...terms(['0', '3']), professional1: Rate.parse('1.8'), professional2: Rate.parse('1.5') };

  it('are the purchase price by fixed coefficients, also beside a fixed public price', () => {
    const prices = salePrices(bought('10', { fixed: UnitPrice.parse('99') }), of);
    expect([prices.professional1, prices.professional2].map(({ price }) => String(price))).toEqual([
      '18.0000',
      '15.0000',
    ]);
  });

  it('are for resellers, where the supplier has them', () => {
    const price = (kinds: string[], by: PricingTerms) => salePriceFor(bought('10'), by, buyer(kinds)).price?.toString();
    expect(price(['reseller'], of)).toBe('18.0000');
    expect(price(['consumer'], of)).toBe('30.0000');
    expect(price(['reseller'], terms(['0', '3']))).toBe('30.0000');
  });
});

describe('ST-5 a customer’s price class', () => {
  const [public_, first, second] = ['30.0000', '18.0000', '15.0000'];
  const [one, two] = [{ professional1: Rate.parse('1.8') }, { professional2: Rate.parse('1.5') }];
  const all: PricingTerms = { ...terms(['0', '3']), ...one, ...two };
  const sale = (customer: Customer, of = all, item = bought('10')) => salePriceFor(item, of, customer);
  const price = (...of: Parameters<typeof sale>) => sale(...of).price?.toString();

  it.each([
    ['public', all, public_],
    ['professional_1', all, first],
    ['professional_2', all, second],
    ['professional_2', { ...terms(['0', '3']), ...one }, first],
    ['professional_2', terms(['0', '3']), public_],
    ['professional_1', { ...terms(['0', '3']), ...two }, public_],
  ] as const)('%s is what it buys by; where the supplier lacks it, the next dearer (%#)', (value, of, expected) => {
    for (const kind of ['consumer', 'reseller', 'other'])
      expect(price(inClass(value, buyer([kind])), of)).toBe(expected);
  });

  it('goes behind its own coefficient, before a fixed price where it is professional, and is lowered by its discount', () => {
    const fixed = bought('10', { fixed: UnitPrice.parse('12.3456') });
    const own = buyer(['reseller'], row([null, null], { times: '2.5' }));
    expect(price(inClass('professional_2', own))).toBe('25.0000');
    expect(price(inClass('professional_2'), all, fixed)).toBe(second);
    expect(price(inClass('public', buyer(['reseller'])), all, fixed)).toBe('12.3456');
    expect(price(inClass('professional_2', buyer([], row([null, null], { off: '0.1' }))))).toBe('13.5000');
  });

  it('is named with who chose it, whatever it came to; nobody’s is not', () => {
    const explained = (customer: Customer, of = all) => explanationOf(sale(customer, of));
    const of = { partyId: 'buyer', version: '3' };
    expect(explained(inClass('professional_2'), { ...terms(['0', '3']), ...one })).toMatchObject({
      rule: 'professional_1',
      priceClass: { value: 'professional_2', chosenBy: 'party', ...of },
    });
    expect(explained(inClass('public', buyer(['reseller']), 'family')).priceClass).toEqual({ value: 'public', chosenBy: 'family', ...of }); // prettier-ignore
    expect(explained(buyer(['reseller'])).priceClass).toEqual({ value: 'professional_1', chosenBy: 'kind', ...of });
    expect(explained(buyer(['consumer'])).priceClass).toBeUndefined();
    const own = inClass('professional_2', buyer([], row([null, null], { times: '2' })));
    expect(explained(own)).toMatchObject({ rule: 'party', priceClass: undefined });
    expect(explanationOf(salePrices(bought('10'), all).professional2).priceClass).toBeUndefined();
  });
});

describe('ST-5 PA-3 what a customer pays', () => {
  const of: PricingTerms = { ...terms(['0', '3']), professional1: Rate.parse('1.8') };
  const sale = (customer: Customer, item = bought('10')) => salePriceFor(item, of, customer);
  const price = (...rows: PartDiscount[]) => sale(buyer(['consumer'], ...rows)).price?.toString();
  const all = row([null, null], { times: '2.5', off: '0.10' });

  it('is by its own coefficient for the supplier and manufacturer, the supplier, the manufacturer, all; else by the class', () => {
    const rows = [
      row(['supplier', 'maker'], { times: '2.1' }),
      row(['supplier', null], { times: '2.2' }),
      row([null, 'maker'], { times: '2.3' }),
      row([null, null], { times: '2.4' }),
    ];
    const elses = [row(['other', null], { times: '9' }), row([null, 'other'], { times: '9' }), row(['supplier', 'other'], { times: '9' })]; // prettier-ignore
    const seen = [];
    for (let left = [...rows]; left.length >= 0; left = left.slice(1)) {
      // In whatever order they come.
      expect(price(...elses, ...left.toReversed())).toBe(price(...left, ...elses));
      seen.push(price(...left, ...elses));
      if (left.length === 0) break;
    }
    expect(seen).toEqual(['21.0000', '22.0000', '23.0000', '24.0000', '30.0000']);
  });

  it('is less by its discount, that for the supplier before that for all; neither hides the other kind of term', () => {
    expect(price(all)).toBe('22.5000');
    expect(price(all, row(['supplier', null], { off: '0.2' }))).toBe('20.0000');
    expect(price(all, row(['supplier', null], { times: '2' }))).toBe('18.0000');
    expect(price(row([null, null], { off: '1' }))).toBe('0.0000');
  });

  it('is by its own coefficient before the professional one and a fixed price, which a discount lowers', () => {
    const fixed = bought('10', { fixed: UnitPrice.parse('12.3456') });
    expect(sale(buyer(['reseller'], row([null, null], { times: '1.5' }))).price?.toString()).toBe('15.0000');
    expect(sale(buyer(['consumer'], row([null, null], { times: '1.5' })), fixed).price?.toString()).toBe('15.0000');
    expect(sale(buyer(['consumer'], row([null, null], { off: '0.1' })), fixed).price?.toString()).toBe('11.1100');
    expect(sale(buyer(['consumer']), fixed).price?.toString()).toBe('12.3456');
  });

  it('of labour and travel is everybody’s', () => {
    const labour = bought('10', { kind: 'special_item', fixed: UnitPrice.parse('45') });
    expect(sale(buyer(['consumer'], all), labour).price?.toString()).toBe('45.0000');
  });

  it('is explained: basis, whose coefficient in which version, chosen by whom, discount', () => {
    const chosen = { ...of, partyId: 'chosen', chosenBy: 'maker' };
    const listed = bought('1', { purchase: undefined, list: UnitPrice.parse('10') });
    expect(explanationOf(salePriceFor(listed, chosen, buyer([], row(['supplier', null], { off: '0.05' }))))).toEqual({
      price: '28.50',
      basis: 'list',
      basisPrice: '10.0000',
      rule: 'band',
      coefficient: { value: '3.0000', partyId: 'chosen', version: '7', supplierPartyId: '', manufacturerPartyId: '' },
      bandFrom: '0.00',
      chosenByPartyId: 'maker',
      discount: {
        value: '0.0500',
        partyId: 'buyer',
        version: '3',
        supplierPartyId: 'supplier',
        manufacturerPartyId: '',
      },
    });
    expect(explanationOf(sale(buyer([], row([null, 'maker'], { times: '2' }))))).toMatchObject({
      price: '20.00',
      basis: 'purchase',
      rule: 'party',
      coefficient: { value: '2.0000', partyId: 'buyer', version: '3', manufacturerPartyId: 'maker' },
      discount: undefined,
    });
  });
});

describe('ST-5 any price', () => {
  const rate = fc.integer({ min: 1, max: 50_000 }).map(decimal);
  const optional = (text: string | undefined) => (text === undefined ? undefined : Rate.parse(text));
  const someTerms = fc
    .array(fc.tuple(fc.integer({ min: 1, max: 50_000 }), rate), { maxLength: 5 })
    .chain((rest) => fc.tuple(rate, fc.option(rate, { nil: undefined }), fc.option(rate, { nil: undefined })).map(([first, one, two]) => {
      const from = new Map([[0, first], ...rest]);
      const rows = [...from].sort(([a], [b]) => a - b).map(([cents, by]): [string, string] => [(cents / 100).toFixed(2), by]);
      return { ...terms(...rows), professional1: optional(one), professional2: optional(two) };
    })); // prettier-ignore
  const party = (id: string) => fc.constantFrom(null, id, 'other');
  const someRow = fc
    .record({
      supplier: party('supplier'),
      maker: party('maker'),
      off: fc.integer({ min: 0, max: 10_000 }).map(decimal),
      times: rate,
      which: fc.constantFrom(1, 2, 3),
    }) // prettier-ignore
    .map(({ supplier, maker, off, times, which }) =>
      row([supplier, maker], { ...(which !== 1 && { off }), ...(which !== 2 && { times }) }),
    );
  const someBuyer = fc
    .record({
      kinds: fc.subarray(['consumer', 'reseller']),
      rows: fc.array(someRow, { maxLength: 4 }),
      value: fc.option(fc.constantFrom<PriceClass>('public', 'professional_1', 'professional_2'), { nil: undefined }),
    })
    .map(({ kinds, rows, value }) => ({
      ...buyer(kinds, ...rows),
      priceClass: value && { value, chosenBy: 'party' as const },
    }));
  const cost = fc.integer({ min: 0, max: 9_999_999 });

  it('follows from its explanation, exact to the cent', () => {
    const fixed = fc.option(
      cost.map((n) => UnitPrice.parse(decimal(n))),
      { nil: undefined },
    );
    fc.assert(
      fc.property(cost, fixed, someTerms, someBuyer, (price, typed, by, customer) => {
        const explained = salePriceFor(bought(decimal(price), { fixed: typed }), by, customer);
        expect(explained.price?.toString()).toBe(recomputed(explained));
      }),
    );
  });

  it('by a class is that of the first of its coefficients that the supplier has, else the public one', () => {
    fc.assert(
      fc.property(cost, someTerms, someBuyer, (price, by, { kinds, priceClass }) => {
        const item = bought(decimal(price));
        const { rule, price: paid } = salePriceFor(item, by, { ...buyer([...kinds]), priceClass });
        const prices = salePrices(item, by);
        const asked = priceClass?.value ?? (kinds.includes('reseller') ? 'professional_1' : 'public');
        const order = { public: [], professional_1: ['professional1'], professional_2: ['professional2', 'professional1'] } as const; // prettier-ignore
        const found = order[asked].find((one) => by[one] !== undefined) ?? 'public';
        expect([rule, paid]).toEqual([prices[found].rule, prices[found].price]);
      }),
    );
  });

  it('rises with the purchase price inside a band, and is never below nothing', () => {
    fc.assert(
      fc.property(cost, fc.integer({ min: 0, max: 100_000 }), someTerms, someBuyer, (price, more, by, customer) => {
        const [low, high] = [price, price + more].map((n) => salePriceFor(bought(decimal(n)), by, customer));
        if (low?.price === undefined || high?.price === undefined) throw new Error('no price');
        if (String(low.bandFrom) === String(high.bandFrom))
          expect(high.price.compare(low.price)).toBeGreaterThanOrEqual(0);
        expect(low.price.isNegative()).toBe(false);
      }),
    );
  });

  it('at a bound is of the upper band, just below it of the lower', () => {
    fc.assert(
      fc.property(someTerms, (by) => {
        by.bands.forEach(({ from, coefficient }, i) => {
          const at = salePrices(bought(from.toString()), by).public;
          expect([at.bandFrom, at.coefficient?.value]).toEqual([from, coefficient]);
          if (i === 0) return;
          const below = UnitPrice.fromMoney(from).minus(UnitPrice.parse('0.0001')).toString();
          expect(salePrices(bought(below), by).public.bandFrom).toEqual(by.bands[i - 1]?.from);
        });
      }),
    );
  });
});

/** In whole numbers, by another way than the product: ten-thousandths cubed, halves away from zero. */
function recomputed({ basis, basisPrice, coefficient, discount }: ExplainedPrice): string {
  const tenThousandths = (value: { toString(): string } | undefined, absent: bigint) =>
    value === undefined ? absent : BigInt(value.toString().replace('.', ''));
  if (basis === 'fixed' && discount === undefined) return String(basisPrice);
  const product =
    tenThousandths(basisPrice, 0n) *
    tenThousandths(coefficient?.value, 10_000n) *
    (10_000n - tenThousandths(discount?.value, 0n));
  const cents = (product * 2n + 10n ** 10n) / (2n * 10n ** 10n);
  return UnitPrice.fromMoney(Money.fromCents(cents)).toString();
}

describe('ST-4 what a part costs', () => {
  it('is the list price until the first use', () => {
    const list = UnitPrice.parse('8');
    expect(costOf(bought('9', { purchase: undefined, list }))?.toString()).toBe('8.0000');
    expect(costOf(bought('9', { list }))?.toString()).toBe('9.0000');
  });
});
