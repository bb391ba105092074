/** Opaque cursor of a keyset page: the sort values of its last row. */
export function encodeCursor(values: readonly string[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

/** Values of a cursor, or undefined where there is none or it is not one of ours. */
export function decodeCursor(cursor: string, length: number): string[] | undefined {
  if (cursor === '') return undefined;
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    const fits = Array.isArray(values) && values.length === length && values.every((v) => typeof v === 'string');
    return fits ? (values as string[]) : undefined;
  } catch {
    return undefined;
  }
}
