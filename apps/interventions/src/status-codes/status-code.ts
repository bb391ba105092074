import { defineErrors, type FieldError } from '@navette/kernel';

export const statusErrors = defineErrors('interventions', {
  'status-code.invalid': 'invalid',
  'status-code.number-out-of-range': { kind: 'invalid', params: ['min', 'max'] },
  'status-code.phase-not-accepted': { kind: 'invalid', params: ['accepted'] },
  'status-code.label-length': { kind: 'invalid', params: ['max'] },
  'status-code.colour-wrong': 'invalid',
  'status-code.not-by-hand': { kind: 'invalid', params: ['code'] },
  'status-code.comment-too-long': { kind: 'invalid', params: ['max'] },
});

const PHASES = ['intake', 'parts', 'decision', 'repair', 'closing', 'closed'] as const;
/** The station's own codes; below are the system's. */
const OWN = { min: 2000, max: 9999 };
const LABEL_MAX = 100;
export const COMMENT_MAX = 500;

/** A status code (IN-6): a key is what code knows it by; number, labels and colour are data. */
export interface KnownStatusCode {
  readonly code: number;
  /** Empty for codes that no step sets. */
  readonly key: string;
  readonly phase: string;
  readonly labelFr: string;
  readonly labelEn: string;
  readonly colour: string;
  readonly byHand: boolean;
}

/** @throws DomainError `interventions.status-code.invalid` with every field that is not accepted. */
export function checkedOwnCode(input: KnownStatusCode): KnownStatusCode {
  const fields: FieldError[] = [];
  const { code, phase } = input;
  if (code < OWN.min || code > OWN.max) {
    fields.push(statusErrors.field('/code', 'status-code.number-out-of-range', OWN));
  }
  if (!PHASES.some((known) => known === phase)) {
    fields.push(statusErrors.field('/phase', 'status-code.phase-not-accepted', { accepted: PHASES }));
  }
  const label = (field: 'labelFr' | 'labelEn') => {
    const text = input[field].trim();
    if (text === '' || text.length > LABEL_MAX) {
      fields.push(statusErrors.field(`/${field}`, 'status-code.label-length', { max: LABEL_MAX }));
    }
    return text;
  };
  const [labelFr, labelEn] = [label('labelFr'), label('labelEn')];
  const colour = input.colour.toLowerCase();
  if (!/^#[0-9a-f]{6}$/.test(colour)) fields.push(statusErrors.field('/colour', 'status-code.colour-wrong'));
  if (fields.length > 0) throw statusErrors.error('status-code.invalid', {}, fields);
  return { code, key: '', phase, labelFr, labelEn, colour, byHand: true };
}
