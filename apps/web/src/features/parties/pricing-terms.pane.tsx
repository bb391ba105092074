import { answered } from '@navette/api-client';
import { pricingTerms } from '@navette/api-schema';
import { Plus, RotateCcw, Save, X } from 'lucide-react';
import { useState } from 'react';
import { FormProvider, useFieldArray, useFormContext } from 'react-hook-form';
import { useApi } from '../../shared/api/session.js';
import { useFormats } from '../../shared/i18n/formats.js';
import { useText } from '../../shared/i18n/use-text.js';
import { FormChoice, FormText } from '../../shared/kit/form/form-fields.js';
import { useEdgeForm, useFieldErrors } from '../../shared/kit/form/use-edge-form.js';
import { ConflictDialog } from '../../shared/kit/record/conflict-dialog.js';
import { Fields, Section } from '../../shared/kit/record/record-page.js';
import { useEdit } from '../../shared/kit/record/use-record.js';
import { Button, IconButton } from '../../shared/ui/button.js';
import { TextInput } from '../../shared/ui/fields.js';
import { ProblemBox } from '../../shared/ui/problem-box.js';
import { termsDifferences } from './billing-terms.pane.js';
import { FormDiscounts } from './form-discounts.js';
import type { PaneProps } from './party-pane.js';
import type { Party } from './party-values.js';
import { exampleOf, sampleIn } from './price-example.js';
import { PriceGraph } from './price-graph.js';
import { sentOfPricing, valuesOfPricing, type Pricing } from './pricing-values.js';
import { useNotNow } from './use-not-now.js';
import css from './parties.module.css';

/** PA-3, PA-9, PA-18: what a party pays for parts, and what parts bought from it sell at. */
export function PricingTermsPane({ definition, held, frame }: PaneProps) {
  const t = useText();
  const api = useApi();
  const party = held.data;
  const draft = `draft.party-pricing.${party.id}`;
  const form = useEdgeForm<Pricing>(pricingTerms, valuesOfPricing(party), { draft });
  const { isDirty, isSaving, error, save, discard, conflict } = useEdit<Party, Pricing>(definition, held, {
    valuesOf: valuesOfPricing,
    form,
    draft,
    write: (body, etag) =>
      answered(
        api.PUT('/api/v1/parties/{id}/pricing-terms', {
          params: { path: { id: party.id }, header: { 'If-Match': etag, 'Idempotency-Key': crypto.randomUUID() } },
          body: sentOfPricing(body),
        }),
      ),
  });
  useFieldErrors(form, error);
  const { untouched, notNow } = useNotNow('parties:party.terms', party, { isDirty, isSaving });
  const sells = party.kinds.some((kind) => kind === 'supplier' || kind === 'manufacturer');
  return frame({
    unsaved: isDirty,
    actions: [
      { id: 'party.discard', title: t('form.discard'), icon: RotateCcw, notNow: untouched, run: discard },
      { id: 'party.save', title: t('form.save'), icon: Save, keys: 'mod+s', primary: true, notNow, run: save },
    ],
    children: (
      <>
        <ProblemBox error={error} />
        <FormProvider {...form}>
          <form
            className={css['form'] ?? ''}
            onSubmit={(event) => {
              event.preventDefault();
              save();
            }}
            noValidate
          >
            {sells && (
              <>
                <Section title={t('parties.pricing.bands')}>
                  <Bands />
                </Section>
                <Section title={t('parties.pricing.conditions')}>
                  <Fields>
                    <FormText name="professionalCoefficient1" label={t('parties.pricing.professional-1')} />
                    <FormText name="professionalCoefficient2" label={t('parties.pricing.professional-2')} />
                    <FormText name="leadTimeDays" label={t('parties.pricing.lead-time')} type="number" />
                    <FormText name="minimumOrder" label={t('parties.pricing.minimum-order')} />
                    <FormText name="shippingCharge" label={t('parties.pricing.shipping-charge')} />
                    <FormChoice
                      name="orderingChannel"
                      label={t('parties.pricing.channel')}
                      choices={(['platform', 'email', 'file'] as const).map((id) => ({
                        id,
                        text: t(`parties.pricing.channel.${id}`),
                      }))}
                    />
                  </Fields>
                </Section>
              </>
            )}
            <Section title={t('parties.pricing.discounts')}>
              <FormDiscounts party={party} />
            </Section>
            <p className={css['notice'] ?? ''}>{t('parties.pricing.computed-later')}</p>
            <button type="submit" hidden />
          </form>
        </FormProvider>
        {conflict !== undefined && (
          <ConflictDialog
            differences={termsDifferences(t, 'pricing', form.getValues(), valuesOfPricing(conflict.theirs))}
            onMine={conflict.keepMine}
            onTheirs={conflict.keepTheirs}
            onBack={conflict.goBack}
          />
        )}
      </>
    ),
  });
}

/** PA-9: coefficients by purchase price, each with what it makes of a price, a price to try, and all of it drawn. */
function Bands() {
  const t = useText();
  const formats = useFormats();
  const { control, watch, formState } = useFormContext<Pricing>();
  const { fields, append, remove } = useFieldArray({ control, name: 'bands' });
  const [tried, setTried] = useState('10');
  const bands = watch('bands');
  const sold = exampleOf(bands, tried);
  const problem = formState.errors.bands?.root?.message ?? formState.errors.bands?.message;
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
              <FormText name={`bands.${String(index)}.from`} label={t('parties.pricing.from')} />
              <FormText name={`bands.${String(index)}.coefficient`} label={t('parties.pricing.coefficient')} />
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
