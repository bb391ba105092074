/** Classes 08 (connection exception) and 57P (operator intervention) of SQLSTATE, and what the sockets say. */
const LOST = /^(08|57P|ECONNREFUSED$|ECONNRESET$|EPIPE$)/;
const TOLD = /connection terminated|timeout exceeded when trying to connect|client has encountered a connection error/i;

/**
 * True when the database went away under a statement: nothing was committed that the caller knows of, and asking again is
 * right, unlike after a bug.
 */
export function isLostConnection(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  return (typeof code === 'string' && LOST.test(code)) || TOLD.test(error.message);
}
