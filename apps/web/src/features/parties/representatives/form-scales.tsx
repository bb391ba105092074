import { useText } from '../../../shared/i18n/use-text.js';
import { FormChecks } from '../../../shared/kit/form/form-fields.js';
import { useScales } from '../../../shared/trade/use-representatives.js';

/** PA-13: commission scales, as many as apply. */
export function FormScales() {
  const t = useText();
  const scales = useScales();
  if (scales.length === 0) return <p className="muted">{t('representatives.scales.none')}</p>;
  return (
    <FormChecks
      name="commissionScaleIds"
      label={t('representatives.scales.apply')}
      choices={scales.map(({ id, code, label }) => ({ id, text: `${code} — ${label}` }))}
    />
  );
}
