/** How long a step waits for its participants; all in seconds since the item was first asked. */
export interface Patience {
  /** When it is asked again, under the same request id; after the last of them, every as many seconds as that one. */
  readonly askAgainSeconds: readonly number[];
  /** Then `decide` gets `overdue`, if that is before `operatorSeconds`; absent where the step may only be retried. */
  readonly giveUpSeconds?: number;
  /** Then the saga waits for an operator, and asks no more by itself. */
  readonly operatorSeconds: number;
}

/** Asked again after 30 s, 2 min, 10 min and then every 10 min; a person is called after a day. */
export const DEFAULT_PATIENCE: Patience = { askAgainSeconds: [30, 120, 600], operatorSeconds: 86_400 };

/** What is due for an item that nobody has answered for so many seconds. */
export function dueOf(patience: Patience, waited: number): 'ask-again' | 'give-up' | 'call-operator' {
  if (waited >= (patience.giveUpSeconds ?? Infinity)) return 'give-up';
  return waited >= patience.operatorSeconds ? 'call-operator' : 'ask-again';
}

/** When an item is looked at next, in seconds since it was first asked; never the past, whatever was slept through. */
export function nextLook(patience: Patience, waited: number): number {
  const { askAgainSeconds, giveUpSeconds = Infinity, operatorSeconds } = patience;
  const last = askAgainSeconds.at(-1) ?? Infinity;
  const again = askAgainSeconds.find((seconds) => seconds > waited) ?? last * (Math.floor(waited / last) + 1);
  return Math.min(again, giveUpSeconds, operatorSeconds);
}
