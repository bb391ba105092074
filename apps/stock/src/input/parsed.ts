import { DomainError, type FieldError } from '@navette/kernel';

/** What `parse` makes of a field; where it refuses, its error is noted for that field and the answer is undefined. */
export function parsed<T>(fields: FieldError[], pointer: string, parse: () => T): T | undefined {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    fields.push({ pointer, code: error.code, params: error.params });
    return undefined;
  }
}
