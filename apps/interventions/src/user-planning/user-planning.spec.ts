import { describe, expect, it } from '@jest/globals';
import { DEFAULT_PLANNING, checkedPlanning, spansOf } from './user-planning.js';

describe('ID-11 working hours', () => {
  it.each([
    ['', []],
    ['08:00-12:00 14:00-18:00', [{ from: 480, to: 720 }, { from: 840, to: 1080 }]], // prettier-ignore
    [' 8h30 – 12h,  14h-24:00 ', [{ from: 510, to: 720 }, { from: 840, to: 1440 }]], // prettier-ignore
    ['8-12 12-16', [{ from: 480, to: 720 }, { from: 720, to: 960 }]], // prettier-ignore
  ])('of %j are read', (day, spans) => {
    expect(spansOf(day)).toEqual(spans);
  });

  it.each([
    'morning',
    '12:00-08:00',
    '08:00-08:00',
    '08:00-12:00 11:00-13:00',
    '08:60-12:00',
    '08:00-25:00',
    '1-2 3-4 5-6 7-8 9-10',
  ])(
    // prettier-ignore
    'of %j are refused',
    (day) => {
      expect(spansOf(day)).toBeUndefined();
    },
  );

  it('are kept in one form, and each day that is wrong is named with an example', () => {
    expect(checkedPlanning(DEFAULT_PLANNING)).toEqual(DEFAULT_PLANNING);
    const week = ['8h-12h', ...Array<string>(6).fill('')];
    expect(checkedPlanning({ ...DEFAULT_PLANNING, workingHours: week, colour: '#AABBCC' })).toMatchObject({
      workingHours: ['08:00-12:00', '', '', '', '', '', ''],
      colour: '#aabbcc',
    });
    const wrong = { ...DEFAULT_PLANNING, workingHours: week.with(3, 'soir'), colour: 'red' };
    const hours = { example: '08:00-12:00 14:00-18:00', max: 4 };
    expect(() => checkedPlanning(wrong)).toThrow(
      expect.objectContaining({
        code: 'interventions.user-planning.invalid',
        fields: [
          expect.objectContaining({ pointer: '/colour', code: 'interventions.user-planning.colour-wrong' }),
          expect.objectContaining({ pointer: '/workingHours/3', code: 'interventions.user-planning.hours-wrong', params: hours }), // prettier-ignore
        ],
      }),
    );
    expect(() => checkedPlanning({ ...DEFAULT_PLANNING, workingHours: [] })).toThrow(
      expect.objectContaining({
        fields: [expect.objectContaining({ pointer: '/workingHours', params: { days: 7 } })],
      }),
    );
  });
});
