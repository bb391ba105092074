import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { get, useFieldArray, useFormContext, type FieldValues } from 'react-hook-form';
import { useFormats } from '../../shared/i18n/formats.js';
import { useText } from '../../shared/i18n/use-text.js';
import { FormChoice, FormText } from '../../shared/kit/form/form-fields.js';
import { Fields, Section } from '../../shared/kit/record/record-page.js';
import { Button, IconButton } from '../../shared/ui/button.js';
import { TextInput } from '../../shared/ui/fields.js';
import { Inheritable } from './families/inheritance.js';
import { exampleOf, sampleIn } from './price-example.js';
import { PriceGraph } from './price-graph.js';
import type { Pricing } from './pricing-values.js';
import css from './parties.module.css';

const AMOUNTS = [
  ['professionalCoefficient1', 'professional-1'],
  ['professionalCoefficient2', 'professional-2'],
  ['leadTimeDays', 'lead-time'],
  ['minimumOrder', 'minimum-order'],
  ['shippingCharge', 'shipping-charge'],
] as const;

/**
 * PA-9: what parts bought from a supplier sell at, and how one buys there; the same of a family (PA-13).
 * @param at where the terms are in the form
 */
export function SupplyFields({ at = '' }: { readonly at?: string }) {
  const t = useText();
  return (
    <>
      <Section title={t('parties.pricing.bands')}>
        <Inheritable name="bands" at={at} label={t('parties.pricing.bands')}>
          <Bands at={at} />
        </Inheritable>
      </Section>
      <Section title={t('parties.pricing.conditions')}>
        <Fields>
          {AMOUNTS.map(([name, key]) => (
            <Inheritable key={name} name={name} at={at} label={t(`parties.pricing.${key}`)}>
              <FormText
                name={`${at}${name}`}
                label={t(`parties.pricing.${key}`)}
                type={name === 'leadTimeDays' ? 'number' : 'text'}
              />
            </Inheritable>
          ))}
          <Inheritable name="orderingChannel" at={at} label={t('parties.pricing.channel')}>
            <FormChoice
              name={`${at}orderingChannel`}
              label={t('parties.pricing.channel')}
              choices={(['platform', 'email', 'file'] as const).map((id) => ({
                id,
                text: t(`parties.pricing.channel.${id}`),
              }))}
            />
          </Inheritable>
        </Fields>
      </Section>
    </>
  );
}

/** PA-9: coefficients by purchase price, each with what it makes of a price, a price to try, and all of it drawn. */
function Bands({ at }: { readonly at: string }) {
  const t = useText();
  const formats = useFormats();
  const { control, watch, formState } = useFormContext<FieldValues>();
  const { fields, append, remove } = useFieldArray({ control, name: `${at}bands` });
  const [tried, setTried] = useState('10');
  const bands = watch(`${at}bands`) as Pricing['bands'];
  const sold = exampleOf(bands, tried);
  const error = get(formState.errors, `${at}bands`) as { message?: string; root?: { message?: string } } | undefined;
  const problem = error?.root?.message ?? error?.message;
  return (
    <div className={css['bands'] ?? ''}>
      <div className={css['bands-table'] ?? ''}>
        {fields.length === 0 && <p className={css['notice'] ?? ''}>{t('parties.pricing.to-set-up')}</p>}
        {fields.map(({ id }, index) => {
          const sample = sampleIn(bands, index);
          const example = exampleOf(bands, sample);
          return (
            <div
              key={id}
              className={css['band'] ?? ''}
              role="group"
              aria-label={t('parties.pricing.band', { n: index + 1 })}
            >
              <FormText name={`${at}bands.${String(index)}.from`} label={t('parties.pricing.from')} />
              <FormText name={`${at}bands.${String(index)}.coefficient`} label={t('parties.pricing.coefficient')} />
              <span className="muted">
                {example === undefined
                  ? ''
                  : t('parties.pricing.example', { bought: formats.money(sample), sold: formats.money(example) })}
              </span>
              <IconButton
                icon={X}
                label={t('form.remove', { name: t('parties.pricing.band', { n: index + 1 }) })}
                onPress={() => {
                  remove(index);
                }}
              />
            </div>
          );
        })}
        {problem !== undefined && <p role="alert">{problem}</p>}
        <Button
          kind="quiet"
          icon={Plus}
          onPress={() => {
            append({ from: fields.length === 0 ? '0' : '', coefficient: '' });
          }}
        >
          {t('parties.pricing.add-band')}
        </Button>
        {fields.length > 0 && (
          <div className={css['try'] ?? ''}>
            <TextInput label={t('parties.pricing.try')} value={tried} onChange={setTried} inputMode="decimal" />
            <output>
              {sold === undefined
                ? t('parties.pricing.no-price')
                : t('parties.pricing.sells-at', { sold: formats.money(sold) })}
            </output>
          </div>
        )}
      </div>
      <PriceGraph bands={bands} />
    </div>
  );
}
