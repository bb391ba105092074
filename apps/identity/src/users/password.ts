import { defineErrors, type FieldError } from '@navette/kernel';
import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import * as common from '@zxcvbn-ts/language-common';

export const passwordErrors = defineErrors('identity', {
  'password.invalid': { kind: 'invalid', params: [] },
  'password.too-short': { kind: 'invalid', params: ['min'] },
  'password.too-long': { kind: 'invalid', params: ['max'] },
  'password.too-common': { kind: 'invalid', params: [] },
  'password.current-wrong': { kind: 'invalid', params: [] },
  // Unknown, used, too old, or of somebody who is gone: all alike.
  'password-link.refused': { kind: 'precondition', params: [] },
  'password-link.not-found': { kind: 'not-found', params: [] },
  'password-link.no-address': { kind: 'precondition', params: [] },
  'password-link.too-many': { kind: 'too-many', params: ['retryAfter'] },
});

const MIN = 12;
const MAX = 200;
/** What guessing takes at least, by zxcvbn's estimate: 10⁸ tries, far beyond what the lock-out lets through in a life. */
const MIN_GUESSES_LOG10 = 8;
/** How long a link to set one's password is good: over a weekend. */
export const LINK_HOURS = 72;

/** What has become of a link. */
export type LinkState = 'open' | 'used' | 'expired' | 'replaced';

/** Links that may be mailed to one user within an hour: nobody's mailbox is filled by us. */
export const MAILS_PER_HOUR = 5;

/** Made when the first password is set: its lists take some memory. */
let estimator: ZxcvbnFactory | undefined;

/**
 * A password that may be kept (ID-5): 12 characters or more, a phrase as well as a word, and none that is guessed from the
 * common ones (zxcvbn's lists), with digits and signs put in, or from what everybody knows of the person.
 * @param known login, name and e-mail of the person
 * @param pointer of the field it was given in
 * @throws DomainError `identity.password.invalid`
 */
export function checkedPassword(password: string, known: readonly string[], pointer = '/password'): string {
  const length = [...password.normalize('NFKC')].length;
  const refuse = (field: FieldError) => passwordErrors.error('password.invalid', {}, [field]);
  if (length < MIN) throw refuse(passwordErrors.field(pointer, 'password.too-short', { min: MIN }));
  if (length > MAX) throw refuse(passwordErrors.field(pointer, 'password.too-long', { max: MAX }));
  estimator ??= new ZxcvbnFactory({
    dictionary: common.dictionary,
    graphs: common.adjacencyGraphs,
    maxLength: MAX,
  });
  const words = ['navette', ...known, ...known.flatMap((text) => text.split(/[^\p{L}\p{N}]+/u))];
  const { guessesLog10 } = estimator.check(
    password,
    words.filter((word) => word.length > 2),
  );
  if (guessesLog10 < MIN_GUESSES_LOG10) throw refuse(passwordErrors.field(pointer, 'password.too-common'));
  return password;
}
