import { Temporal } from 'temporal-polyfill';

export const wrong = () => [
  new Date(), // refused: navette/clock
  Date.now(), // refused: navette/clock
  Temporal.Now.instant(), // refused: navette/clock
];

export const right = (clock: { now(): unknown }) => [clock.now(), new Date('2026-03-01T00:00:00Z')];
