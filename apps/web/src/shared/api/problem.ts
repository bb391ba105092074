import { Refusal } from '@navette/api-client';

/** Whether the same may succeed a moment later: a service is away, the line is cut, too many at once. */
export const isPassing = (error: unknown): boolean =>
  error instanceof Refusal ? [429, 502, 503, 504].includes(error.problem.status) : error instanceof TypeError;

/** The id by which those who run the system find the request (WE-11). */
export const requestIdOf = (error: unknown): string => (error instanceof Refusal ? error.problem.requestId : '');

/** Wrong fields of a refusal, by path: `/phones/0` → its rule in the reader's words. */
export function fieldErrorsOf(error: unknown): ReadonlyMap<string, string> {
  const fields = error instanceof Refusal ? (error.problem.errors ?? []) : [];
  return new Map(fields.map(({ pointer, title }) => [pointer, title]));
}
