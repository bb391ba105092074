import { answered } from '@navette/api-client';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useEffectEvent } from 'react';
import { useFormContext, type FieldValues } from 'react-hook-form';
import { useApi } from '../api/session.js';
import { useText } from '../i18n/use-text.js';
import { FormText } from '../kit/form/form-fields.js';
import { Fields } from '../kit/record/record-page.js';
import { Button } from '../ui/button.js';
import { isFrenchPostcode, townsToOffer, type TypedAddress } from './towns.js';
import css from './form-address.module.css';

/** An address; its postcode helps to find the town, and whatever is typed instead stays (PA-12). */
export function FormAddress({ name }: { readonly name: string }) {
  const t = useText();
  const api = useApi();
  const { watch, setValue, getFieldState } = useFormContext<FieldValues>();
  const address = watch(name) as TypedAddress;
  const postcode = address.postcode.trim();
  const { data } = useQuery({
    queryKey: ['towns', postcode],
    enabled: isFrenchPostcode(address),
    staleTime: Infinity,
    queryFn: async ({ signal }) =>
      (await answered(api.GET('/api/v1/towns', { signal, params: { query: { postcode } } }))).data.towns,
  });
  const choose = (town: string) => {
    setValue(`${name}.city`, town, { shouldDirty: true, shouldValidate: true });
  };
  const only = data?.length === 1 ? data[0] : undefined;
  // Once for a postcode that somebody has just typed: a town that was taken away again doesn't come back by itself.
  const fillIn = useEffectEvent((town: string) => {
    if (address.city === '' && getFieldState(`${name}.postcode`).isDirty) choose(town);
  });
  useEffect(() => {
    if (only !== undefined) fillIn(only);
  }, [only]);
  const offered = townsToOffer(data ?? [], address.city);
  return (
    <>
      <Fields>
        <FormText name={`${name}.line1`} label={t('parties.line1')} />
        <FormText name={`${name}.line2`} label={t('parties.line2')} />
        <FormText name={`${name}.postcode`} label={t('parties.postcode')} />
        <FormText name={`${name}.city`} label={t('parties.city')} />
        <FormText name={`${name}.country`} label={t('parties.country')} />
      </Fields>
      {offered.length > 0 && (
        <div className={css['towns'] ?? ''} role="group" aria-label={t('parties.towns', { postcode })}>
          {offered.map((town) => (
            <Button
              key={town}
              kind="quiet"
              onPress={() => {
                choose(town);
              }}
            >
              {town}
            </Button>
          ))}
        </div>
      )}
    </>
  );
}
