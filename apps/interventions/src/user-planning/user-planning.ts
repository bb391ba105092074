import type { UserPlanningDetails } from '@navette/contracts/interventions/v1/service';
import { defineErrors, type FieldError } from '@navette/kernel';

export const planningErrors = defineErrors('interventions', {
  // One who works in another station alike (ID-10).
  'user-planning.user-not-found': 'not-found',
  'user-planning.invalid': 'invalid',
  'user-planning.changed-meanwhile': { kind: 'stale', params: ['expected', 'actual'] },
  'user-planning.colour-wrong': 'invalid',
  'user-planning.days-not-accepted': { kind: 'invalid', params: ['days'] },
  'user-planning.hours-wrong': { kind: 'invalid', params: ['example', 'max'] },
});

const DAYS = 7;
const SPANS_MAX = 4;
const EXAMPLE = '08:00-12:00 14:00-18:00';

/** Of who has nothing set: on the planning in the colour of the person, at the usual hours from Monday to Friday. */
export const DEFAULT_PLANNING: UserPlanningDetails = {
  visible: true,
  colour: '',
  workingHours: [...Array<string>(5).fill(EXAMPLE), '', ''],
  showsCurrentFiles: true,
};

/**
 * As somebody typed it: hours without a leading zero get one (`8:00`, `8h`), blanks are one.
 * @throws DomainError `interventions.user-planning.invalid` with every field that is not accepted
 */
export function checkedPlanning(typed: UserPlanningDetails): UserPlanningDetails {
  const fields: FieldError[] = [];
  const colour = typed.colour.trim().toLowerCase();
  if (!/^(#[0-9a-f]{6})?$/.test(colour)) fields.push(planningErrors.field('/colour', 'user-planning.colour-wrong'));
  if (typed.workingHours.length !== DAYS)
    fields.push(planningErrors.field('/workingHours', 'user-planning.days-not-accepted', { days: DAYS }));
  const workingHours = typed.workingHours.map((day, index) => {
    const spans = spansOf(day);
    if (spans !== undefined) return spans.map(({ from, to }) => `${clock(from)}-${clock(to)}`).join(' ');
    const rule = { example: EXAMPLE, max: SPANS_MAX };
    fields.push(planningErrors.field(`/workingHours/${index}`, 'user-planning.hours-wrong', rule));
    return '';
  });
  if (fields.length > 0) throw planningErrors.error('user-planning.invalid', {}, fields);
  return { visible: typed.visible, colour, workingHours, showsCurrentFiles: typed.showsCurrentFiles };
}

/** When somebody works, in minutes since midnight. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

const SPAN = /^(\d{1,2})(?:[:h](\d{2})?)?-(\d{1,2})(?:[:h](\d{2})?)?$/;

/** The spans of a day, one after the other; undefined where they are none, overlap or are too many. */
export function spansOf(day: string): Span[] | undefined {
  const words = day
    .trim()
    .replace(/\s*[-–]\s*/g, '-')
    .split(/[\s,;]+/)
    .filter((word) => word !== '');
  const spans = words.map(spanOf);
  const inOrder = spans.every((span, index) => {
    const before = index === 0 ? 0 : (spans[index - 1]?.to ?? Infinity);
    return span !== undefined && span.from >= before && span.from < span.to;
  });
  return inOrder && spans.length <= SPANS_MAX ? (spans as Span[]) : undefined;
}

function spanOf(word: string): Span | undefined {
  const [, fromHour, fromMinute, toHour, toMinute] = SPAN.exec(word) ?? [];
  const [from, to] = [minutes(fromHour, fromMinute), minutes(toHour, toMinute)];
  return from === undefined || to === undefined ? undefined : { from, to };
}

function minutes(hour: string | undefined, minute = '00'): number | undefined {
  if (hour === undefined || Number(minute) > 59) return undefined;
  const all = Number(hour) * 60 + Number(minute);
  return all <= 24 * 60 ? all : undefined;
}

const clock = (all: number): string =>
  [Math.floor(all / 60), all % 60].map((part) => String(part).padStart(2, '0')).join(':');
