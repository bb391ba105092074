import { z } from 'zod';

/** An edge composes answers and keeps no models: plain files there may use libraries. */
export const page = z.object({});
