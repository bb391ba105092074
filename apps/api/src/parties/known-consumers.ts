import type { Duplicates, Party } from '@navette/contracts/parties/v1/service';
import { z } from 'zod';

const address = z.object({
  line1: z.string(),
  line2: z.string(),
  postcode: z.string(),
  city: z.string(),
  country: z.string(),
});

/** Who of the known parties somebody may be (PA-7, IN-2). */
export const knownConsumers = z
  .object({
    candidates: z.array(
      z.object({
        id: z.string(),
        kinds: z.array(z.string()),
        civility: z.string(),
        name: z.string(),
        firstName: z.string(),
        phones: z.array(z.string()),
        emails: z.array(z.string()),
        mainAddress: address.optional(),
        suspended: z.boolean().describe('For non-payment'),
        reasons: z.array(z.enum(['same_phone', 'same_email', 'near_name_same_postcode', 'same_name'])),
      }),
    ),
  })
  .meta({ id: 'KnownConsumers' });

type KnownConsumers = z.infer<typeof knownConsumers>;
type Candidate = KnownConsumers['candidates'][number];

export function candidatesOf({ duplicates }: Duplicates): KnownConsumers {
  return { candidates: duplicates.flatMap(({ party, reasons }) => (party ? [candidate(party, reasons)] : [])) };
}

/** What tells people apart, and nothing of the terms. */
function candidate(party: Party, reasons: string[]): Candidate {
  const { id, kinds, civility, name, firstName, phones, emails, mainAddress, suspended } = party;
  const shown = {
    id,
    kinds,
    civility,
    name,
    firstName,
    phones,
    emails,
    suspended,
    ...(mainAddress && { mainAddress }),
  };
  return { ...shown, reasons: reasons as Candidate['reasons'] };
}
