import { z } from 'zod';

/** Query of a list: an opaque cursor and 1 to 200 rows. */
export const pageQuery = z.strictObject({
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
});

export function pageOf({ cursor = '', limit = 0 }: { cursor?: string | undefined; limit?: number | undefined }) {
  return { cursor, limit };
}
