import { defineErrors } from '@navette/kernel';

export const settingsErrors = defineErrors('interventions', {
  'settings.answer-hours-out-of-range': { kind: 'invalid', params: ['min', 'max'] },
});

/** Settings of a station that this service obeys. */
export interface Settings {
  /** Hours in which a mission order is to be answered before it expires (IN-1). */
  readonly missionOrderAnswerHours: number;
}

const ANSWER_HOURS = { min: 1, max: 720 };

/** Of a station that has set nothing: three days to answer. */
export const DEFAULT_SETTINGS: Settings = { missionOrderAnswerHours: 72 };

/** @throws DomainError `interventions.settings.answer-hours-out-of-range` */
export function checkedSettings({ missionOrderAnswerHours: hours }: Settings): Settings {
  if (!Number.isInteger(hours) || hours < ANSWER_HOURS.min || hours > ANSWER_HOURS.max) {
    const field = settingsErrors.field('/missionOrderAnswerHours', 'settings.answer-hours-out-of-range', ANSWER_HOURS);
    throw settingsErrors.error('settings.answer-hours-out-of-range', ANSWER_HOURS, [field]);
  }
  return { missionOrderAnswerHours: hours };
}
