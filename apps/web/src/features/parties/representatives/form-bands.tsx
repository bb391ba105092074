import { COMMISSION, type newCommissionScale } from '@navette/api-schema';
import { Plus, X } from 'lucide-react';
import { useFieldArray, useFormContext } from 'react-hook-form';
import type { z } from 'zod';
import { useText } from '../../../shared/i18n/use-text.js';
import { FormChoice, FormText } from '../../../shared/kit/form/form-fields.js';
import { Button, IconButton } from '../../../shared/ui/button.js';
import css from '../parties.module.css';

type Values = z.output<typeof newCommissionScale>;
type Formula = Values['bands'][number]['formula'];

export const hasAmount = (formula: Formula) => formula.startsWith('amount');
export const hasRate = (formula: Formula) => formula.endsWith('_rate');

/** PA-13: what is paid from which value on; a formula has the fields that it needs, and no others. */
export function FormBands() {
  const t = useText();
  const { control, watch } = useFormContext<Values>();
  const { fields, append, remove } = useFieldArray({ control, name: 'bands' });
  const [basis, bands] = watch(['basis', 'bands']);
  const formulas = COMMISSION.formulas.filter((formula) => basis !== 'quantity' || !hasRate(formula));
  return (
    <div className={css['bands-table'] ?? ''}>
      {fields.length === 0 && <p className={css['notice'] ?? ''}>{t('commission-scales.bands.none')}</p>}
      {fields.map(({ id }, index) => {
        const at = `bands.${String(index)}`;
        const formula = bands[index]?.formula ?? 'turnover_rate';
        const band = t('commission-scales.band', { n: index + 1 });
        return (
          <div key={id} className={css['commission'] ?? ''} role="group" aria-label={band}>
            <FormText
              name={`${at}.from`}
              label={t(`commission-scales.from.${basis === 'quantity' ? 'units' : 'euros'}`)}
            />
            <FormChoice
              name={`${at}.formula`}
              label={t('commission-scales.formula')}
              choices={formulas.map((one) => ({ id: one, text: t(`commission-scales.formula.${one}`) }))}
            />
            {hasRate(formula) && <FormText name={`${at}.rate`} label={t('commission-scales.rate')} />}
            {hasAmount(formula) && <FormText name={`${at}.amount`} label={t('commission-scales.amount')} />}
            {hasRate(formula) !== hasAmount(formula) && <span />}
            <IconButton
              icon={X}
              label={t('form.remove', { name: band })}
              onPress={() => {
                remove(index);
              }}
            />
          </div>
        );
      })}
      <Button
        kind="quiet"
        icon={Plus}
        onPress={() => {
          const formula = basis === 'quantity' ? 'amount_per_unit' : 'turnover_rate';
          append({ from: fields.length === 0 ? '0' : '', formula, amount: '', rate: '' });
        }}
      >
        {t('commission-scales.bands.add')}
      </Button>
    </div>
  );
}
