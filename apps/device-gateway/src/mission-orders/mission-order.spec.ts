import { describe, expect, it } from '@jest/globals';
import { SendMissionOrderRequest } from '@navette/contracts/device_gateway/v1/service';
import { DomainError, Temporal } from '@navette/kernel';
import {
  checkedMissionOrder,
  goesForward,
  isChangeable,
  MISSION_ORDER_STATES,
  type MissionOrderState,
} from './mission-order.js';

const today = Temporal.PlainDate.from('2026-03-01');
const order = (overrides: object = {}) =>
  SendMissionOrderRequest.fromPartial({
    station: 'LIL',
    number: 'EB-1',
    consumer: { name: 'Lefèvre' },
    appliance: { category: 'Lave-linge' },
    ...overrides,
  });

function refusedFields(input: SendMissionOrderRequest): string[] {
  try {
    checkedMissionOrder(input, today);
    return [];
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return error.fields.map(({ pointer, code }) => `${pointer} ${code.split('.')[2] ?? ''}`);
  }
}

describe('GW-2 a mission order', () => {
  it('carries what the sender wrote as it is', () => {
    const odd = '  «Ne chauffe plus»\n— 🔧 <b>\t';
    const checked = checkedMissionOrder(
      order({ station: ' lil ', number: ' EB-1 ', symptom: odd, appliance: { category: 'Unknown', brand: odd } }),
      today,
    );
    expect(checked).toMatchObject({ station: 'LIL', number: 'EB-1', content: { symptom: odd, kind: 'workshop' } });
    expect(checked.content.appliance).toMatchObject({ category: 'Unknown', brand: odd });
  });

  it('names every field that cannot be kept', () => {
    const wrong = order({
      station: '',
      number: 'x'.repeat(61),
      kind: 'garage',
      symptom: 'a\0b',
      comment: 'half \ud800',
      consumer: { name: ' ' },
      appliance: { category: '' },
    });
    expect(refusedFields(wrong).sort()).toEqual([
      '/appliance/category required',
      '/comment text-unreadable',
      '/consumer/name required',
      '/kind kind-not-accepted',
      '/number too-long',
      '/station required',
      '/symptom text-unreadable',
    ]);
    expect(refusedFields(SendMissionOrderRequest.create())).toHaveLength(4);
  });

  it.each(['2026-02-30', '1900-01-01', '2026-03-03', '01/03/2026', '20260301', '+002026-03-01'])(
    'refuses the purchase date %s',
    (purchaseDate) => {
      const input = order({ appliance: { category: 'x', purchaseDate } });
      expect(refusedFields(input)).toContain('/appliance/purchaseDate date-wrong');
    },
  );

  it.each(['', '2024-02-29', '2026-03-01', '2026-03-02'])('takes the purchase date %j', (purchaseDate) => {
    expect(refusedFields(order({ appliance: { category: 'x', purchaseDate } }))).toEqual([]);
  });
});

describe('GW-3 the state of an order', () => {
  it('only goes forward, whatever the order in which news come', () => {
    const states: MissionOrderState[] = ['processing', 'received', 'accepted', 'converted'];
    for (const [i, from] of states.entries()) {
      for (const [j, to] of states.entries()) expect(goesForward(from, to)).toBe(j > i);
    }
    expect(goesForward('received', 'refused')).toBe(true);
    expect(goesForward('refused', 'accepted')).toBe(false);
    expect(goesForward('refused', 'converted')).toBe(false);
  });

  it('IN-1 lets its sender change or withdraw it until the station has answered', () => {
    expect(MISSION_ORDER_STATES.filter(isChangeable)).toEqual(['processing', 'received']);
  });
});
