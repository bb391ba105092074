import { AsyncLocalStorage } from 'node:async_hooks';

const open = new AsyncLocalStorage<string>();

/** Marks the asynchronous work of one transaction. */
export async function insideTransaction<T>(name: string, work: () => Promise<T>): Promise<T> {
  const outer = open.getStore();
  if (outer !== undefined) throw new Error(`transaction ${name} opened inside transaction ${outer}`);
  return open.run(name, work);
}

/**
 * Refuses a network call while a transaction is open: its locks would wait on someone else's latency, and the pool would
 * run dry.
 */
export function assertNoTransaction(call: string): void {
  const outer = open.getStore();
  if (outer !== undefined) throw new Error(`${call} called inside transaction ${outer}`);
}
