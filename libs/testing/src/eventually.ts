/**
 * Asks again until `check` neither throws nor answers undefined; its answer. The tool for everything that is true only in
 * the end: no test sleeps a guessed time.
 */
export async function eventually<T>(
  check: () => Promise<T | undefined> | T | undefined,
  { timeoutMs = 30_000, everyMs = 25 }: { timeoutMs?: number; everyMs?: number } = {},
): Promise<T> {
  const until = performance.now() + timeoutMs;
  let last: unknown;
  for (;;) {
    try {
      const value = await check();
      if (value !== undefined) return value;
      last = new Error('still undefined');
    } catch (error) {
      last = error;
    }
    if (performance.now() > until) throw new Error(`not within ${timeoutMs} ms`, { cause: last });
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
