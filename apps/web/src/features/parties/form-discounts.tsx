import { answered } from '@navette/api-client';
import { PRICE_CLASSES } from '@navette/api-schema';
import { useQuery } from '@tanstack/react-query';
import { Plus, X } from 'lucide-react';
import { useFieldArray, useFormContext, type FieldValues } from 'react-hook-form';
import { useApi } from '../../shared/api/session.js';
import { useText } from '../../shared/i18n/use-text.js';
import { FormChoice, FormText } from '../../shared/kit/form/form-fields.js';
import { Button, IconButton } from '../../shared/ui/button.js';
import { Inheritable } from './families/inheritance.js';
import { ALL } from './pricing-values.js';
import css from './parties.module.css';

interface FormDiscountsProps {
  /** Where the terms are in the form. */
  readonly at?: string;
  /** A manufacturer's parts have the coefficients of a supplier. */
  readonly choosesSupplier?: boolean;
}

/** ST-5, PA-3, PA-18: price class, discounts and coefficients on parts, for all suppliers or one, of all manufacturers or one. */
export function FormDiscounts({ at = '', choosesSupplier = false }: FormDiscountsProps) {
  const t = useText();
  const { control } = useFormContext<FieldValues>();
  const { fields, append, remove } = useFieldArray({ control, name: `${at}discounts` });
  const suppliers = useChoices('supplier');
  const manufacturers = useChoices('manufacturer');
  const all = { id: ALL, text: t('parties.pricing.all') };
  return (
    <div className={css['contacts'] ?? ''}>
      {choosesSupplier && (
        <FormChoice
          name={`${at}coefficientsOfPartyId`}
          label={t('parties.pricing.coefficients-of')}
          hint={t('parties.pricing.coefficients-of.hint')}
          choices={[{ id: ALL, text: t('parties.pricing.own-supplier') }, ...suppliers]}
        />
      )}
      <Inheritable name="priceClass" at={at} label={t('parties.pricing.class')}>
        <FormChoice
          name={`${at}priceClass`}
          label={t('parties.pricing.class')}
          hint={t('parties.pricing.class.hint')}
          none={t('parties.pricing.class.none')}
          choices={PRICE_CLASSES.map((id) => ({ id, text: t(`trade.why.class.${id}`) }))}
        />
      </Inheritable>
      <Inheritable name="discounts" at={at} label={t('parties.pricing.discounts')}>
        {fields.length === 0 && <p className="muted">{t('parties.pricing.no-discounts')}</p>}
        {fields.map(({ id }, index) => (
          <div
            key={id}
            className={css['discount'] ?? ''}
            role="group"
            aria-label={t('parties.pricing.discount', { n: index + 1 })}
          >
            <FormChoice
              name={`${at}discounts.${String(index)}.supplierPartyId`}
              label={t('parties.pricing.supplier')}
              choices={[all, ...suppliers]}
            />
            <FormChoice
              name={`${at}discounts.${String(index)}.manufacturerPartyId`}
              label={t('parties.pricing.manufacturer')}
              choices={[all, ...manufacturers]}
            />
            <FormText name={`${at}discounts.${String(index)}.discount`} label={t('parties.pricing.percent')} />
            <FormText name={`${at}discounts.${String(index)}.coefficient`} label={t('parties.pricing.coefficient')} />
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
      </Inheritable>
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
