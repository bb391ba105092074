import { describe, expect, it } from '@jest/globals';
import { PutAway } from '@navette/contracts/stock/v1/put_away';
import { DomainError } from '@navette/kernel';
import { customersOn, labelsOf } from './piece-labels.js';

const owner = { needId: 'n', originKind: 'intervention_file', originId: 'f', originNumber: 'LIL-DI-2026-000007', customerPartyId: 'c' }; // prettier-ignore
const part = { partId: 'p', reference: 'WS-480', designation: 'Pompe de vidange', locationCode: 'A3' };
const putAway = (places: object[], scans: object[] = []) => PutAway.fromPartial({ places, scans });
const names = new Map([['c', 'Vanhoutte Claire']]);
const refusal = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return error instanceof DomainError ? [error.code, error.params] : error;
  }
};

describe('ST-23 labels of the pieces of a receipt', () => {
  it('say whose each piece is, of whom, where it lies and what it is, with the reference as barcode', () => {
    const [label, shelf] = labelsOf(
      putAway([
        { ...part, owner, quantity: '2.0000' },
        { ...part, locationCode: '', quantity: '0.5000' },
      ]),
      '',
      names,
      'fr',
    );
    expect(label).toMatchObject({ copies: 2, barcode: { symbology: 'code128', text: 'WS-480' } });
    expect(label?.lines.map(({ text }) => text)).toEqual(['LIL-DI-2026-000007', 'Vanhoutte Claire · casier A3', 'Pompe de vidange']); // prettier-ignore
    // A begun piece is one to stick a label on; nobody waits for it.
    expect(shelf?.copies).toBe(1);
    expect(shelf?.lines.map(({ text }) => text)).toEqual(['RAYON', 'Pompe de vidange']);
  });

  it('are the one of a scan where one is named, with the name of its customer alone', () => {
    const other = { ...owner, originNumber: 'LIL-BC-2026-000001', customerPartyId: 'd' };
    const read = putAway([{ ...part, owner: other, quantity: '1' }], [{ ...part, id: 's', owner }]);
    expect(labelsOf(read, 's', new Map(), 'en').map(({ lines }) => lines[0]?.text)).toEqual(['LIL-DI-2026-000007']);
    expect(customersOn(read, 's')).toEqual(['c']);
    expect(customersOn(read, '')).toEqual(['d']);
    expect(refusal(() => labelsOf(read, 'none', names, 'fr'))).toEqual(['platform.request.not-found', {}]);
  });

  it('are refused beyond what anybody prints at once', () => {
    const screws = putAway([{ ...part, quantity: '2000.0000' }, { ...part, owner, quantity: '1' }]); // prettier-ignore
    expect(refusal(() => labelsOf(screws, '', names, 'fr'))).toEqual(['stock.goods-receipt.labels-too-many', { count: 2_001, max: 2_000 }]); // prettier-ignore
  });
});
