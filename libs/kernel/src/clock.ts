import { Temporal } from 'temporal-polyfill';

export { Temporal };

/** Where business time comes from; SQL and models never ask the machine (decisions.md, "Time"). */
export type Clock = { now(): Temporal.Instant };

/**
 * The machine's clock, in whole milliseconds: `timestamptz` keeps microseconds, so an instant that was saved must read
 * back equal to the one in memory.
 */
export const systemClock: Clock = Object.freeze({
  now: () => Temporal.Instant.fromEpochMilliseconds(Date.now()),
});

/** A clock that moves only when told, for tests and generators. */
export class ManualClock implements Clock {
  private instant: Temporal.Instant;

  /** @param iso an instant with its offset, e.g. `2026-03-01T08:00:00Z`; anything else throws RangeError. */
  constructor(iso: string) {
    this.instant = Temporal.Instant.from(iso);
  }

  now(): Temporal.Instant {
    return this.instant;
  }

  /** Moves by a duration such as `{ days: 2 }` or `'PT15M'`; days, months and years are those of UTC. */
  advance(duration: Temporal.DurationLike | Temporal.Duration | string): void {
    this.instant = this.instant.toZonedDateTimeISO('UTC').add(duration).toInstant();
  }

  /** Moves to an instant, earlier or later. */
  set(iso: string | Temporal.Instant): void {
    this.instant = Temporal.Instant.from(iso);
  }
}
