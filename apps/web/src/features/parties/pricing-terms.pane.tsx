import { answered } from '@navette/api-client';
import { pricingTerms } from '@navette/api-schema';
import { useApi } from '../../shared/api/session.js';
import { useText } from '../../shared/i18n/use-text.js';
import { RecordForm, useRecordForm } from '../../shared/kit/record/record-form.js';
import { Section } from '../../shared/kit/record/record-page.js';
import { InheritanceProvider } from './families/inheritance.js';
import { usePricingGivers } from './families/use-givers.js';
import { FormDiscounts } from './form-discounts.js';
import type { PaneProps } from './party-pane.js';
import type { Party } from './party-values.js';
import { sentOfPricing, valuesOfPricing, type Pricing } from './pricing-values.js';
import { SupplyFields } from './supply-fields.js';
import { termsDifferences } from './terms-differences.js';
import { useNotNow, usePaneActions } from './use-not-now.js';
import css from './parties.module.css';

/** PA-3, PA-9, PA-18: what a party pays for parts, and what parts bought from it sell at. */
export function PricingTermsPane({ definition, held, frame }: PaneProps) {
  const t = useText();
  const api = useApi();
  const party = held.data;
  const giverOf = usePricingGivers(party);
  const edit = useRecordForm<Party, Pricing>(definition, held, {
    schema: pricingTerms,
    valuesOf: valuesOfPricing,
    draft: `draft.party-pricing.${party.id}`,
    write: (values, etag) =>
      answered(
        api.PUT('/api/v1/parties/{id}/pricing-terms', {
          params: { path: { id: party.id }, header: { 'If-Match': etag, 'Idempotency-Key': crypto.randomUUID() } },
          body: sentOfPricing(values),
        }),
      ),
  });
  const sells = party.kinds.some((kind) => kind === 'supplier' || kind === 'manufacturer');
  return frame({
    unsaved: edit.isDirty,
    actions: usePaneActions(edit, useNotNow('parties:party.terms', party, edit)),
    children: (
      <InheritanceProvider value={{ giverOf, role: 'takes' }}>
        <RecordForm
          edit={edit}
          differences={(mine, theirs) => termsDifferences(t, 'pricing', mine, valuesOfPricing(theirs))}
        >
          {sells && <SupplyFields />}
          <Section title={t('parties.pricing.discounts')}>
            <FormDiscounts choosesSupplier={party.kinds.includes('manufacturer')} />
          </Section>
          <p className={css['notice'] ?? ''}>{t('parties.pricing.computed')}</p>
        </RecordForm>
      </InheritanceProvider>
    ),
  });
}
