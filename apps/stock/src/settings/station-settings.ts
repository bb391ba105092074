import type { StationSettings } from '@navette/contracts/stock/v1/service';
import { defineErrors, type FieldError } from '@navette/kernel';

export const settingsErrors = defineErrors('stock', {
  'settings.invalid': 'invalid',
  'settings.out-of-range': { kind: 'invalid', params: ['min', 'max'] },
});

const DAY = 86_400;

/** What holds until a station says otherwise. */
export const defaultSettings: StationSettings = {
  refuseNegativeStock: false,
  updatePriceByDefault: true,
  sagaFirstAskSeconds: 30,
  sagaWithdrawAfterSeconds: 1_800,
  sagaOperatorAfterSeconds: DAY,
};

/** @throws DomainError `stock.settings.invalid` naming each field and its bounds: the three times of the saga must rise. */
export function checkedSettings(settings: StationSettings): StationSettings {
  const fields: FieldError[] = [];
  within(fields, 'sagaFirstAskSeconds', settings, 1, DAY);
  within(fields, 'sagaWithdrawAfterSeconds', settings, settings.sagaFirstAskSeconds + 1, 30 * DAY - 1);
  within(fields, 'sagaOperatorAfterSeconds', settings, settings.sagaWithdrawAfterSeconds + 1, 30 * DAY);
  if (fields.length > 0) throw settingsErrors.error('settings.invalid', {}, fields);
  return settings;
}

function within(
  fields: FieldError[],
  field: 'sagaFirstAskSeconds' | 'sagaWithdrawAfterSeconds' | 'sagaOperatorAfterSeconds',
  settings: StationSettings,
  min: number,
  max: number,
): void {
  const value = settings[field];
  if (value < min || value > max) fields.push(settingsErrors.field(`/${field}`, 'settings.out-of-range', { min, max }));
}
