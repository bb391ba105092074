import { answered } from '@navette/api-client';
import { useQuery } from '@tanstack/react-query';
import { Plus, X } from 'lucide-react';
import { useFieldArray, useFormContext } from 'react-hook-form';
import { useApi } from '../../shared/api/session.js';
import { useText } from '../../shared/i18n/use-text.js';
import { FormChoice, FormText } from '../../shared/kit/form/form-fields.js';
import { Button, IconButton } from '../../shared/ui/button.js';
import type { Party } from './party-values.js';
import { ALL, type Pricing } from './pricing-values.js';
import css from './parties.module.css';

/** PA-3, PA-18: discounts and coefficients on parts, for all suppliers or one, of all manufacturers or one. */
export function FormDiscounts({ party }: { readonly party: Party }) {
  const t = useText();
  const { control } = useFormContext<Pricing>();
  const { fields, append, remove } = useFieldArray({ control, name: 'discounts' });
  const suppliers = useChoices('supplier');
  const manufacturers = useChoices('manufacturer');
  const all = { id: ALL, text: t('parties.pricing.all') };
  return (
    <div className={css['contacts'] ?? ''}>
      {party.kinds.includes('manufacturer') && (
        <FormChoice
          name="coefficientsOfPartyId"
          label={t('parties.pricing.coefficients-of')}
          hint={t('parties.pricing.coefficients-of.hint')}
          choices={[{ id: ALL, text: t('parties.pricing.own-supplier') }, ...suppliers]}
        />
      )}
      {fields.length === 0 && <p className="muted">{t('parties.pricing.no-discounts')}</p>}
      {fields.map(({ id }, index) => (
        <div
          key={id}
          className={css['discount'] ?? ''}
          role="group"
          aria-label={t('parties.pricing.discount', { n: index + 1 })}
        >
          <FormChoice
            name={`discounts.${String(index)}.supplierPartyId`}
            label={t('parties.pricing.supplier')}
            choices={[all, ...suppliers]}
          />
          <FormChoice
            name={`discounts.${String(index)}.manufacturerPartyId`}
            label={t('parties.pricing.manufacturer')}
            choices={[all, ...manufacturers]}
          />
          <FormText name={`discounts.${String(index)}.discount`} label={t('parties.pricing.percent')} />
          <FormText name={`discounts.${String(index)}.coefficient`} label={t('parties.pricing.coefficient')} />
          <IconButton
            icon={X}
            label={t('form.remove', { name: t('parties.pricing.discount', { n: index + 1 }) })}
            onPress={() => {
              remove(index);
            }}
          />
        </div>
      ))}
      <Button
        kind="quiet"
        icon={Plus}
        onPress={() => {
          append({ supplierPartyId: ALL, manufacturerPartyId: ALL, discount: '', coefficient: '' });
        }}
      >
        {t('parties.pricing.add-discount')}
      </Button>
    </div>
  );
}

/** The suppliers, or manufacturers, of the station to choose from. */
function useChoices(kind: 'supplier' | 'manufacturer') {
  const api = useApi();
  const { data } = useQuery({
    queryKey: ['list', `choices.${kind}`],
    queryFn: async () => {
      const query = { 'filter[kind][eq]': kind, limit: 200 } as never;
      return (await answered(api.GET('/api/v1/parties', { params: { query } }))).data.parties;
    },
  });
  return (data ?? []).map(({ id, name }) => ({ id, text: name }));
}
