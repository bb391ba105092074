import { answered } from '@navette/api-client';
import { billingTerms } from '@navette/api-schema';
import { useApi } from '../../shared/api/session.js';
import { useText } from '../../shared/i18n/use-text.js';
import { RecordForm, useRecordForm } from '../../shared/kit/record/record-form.js';
import { BillingFields } from './billing-fields.js';
import { sentOfBilling, valuesOfBilling, type Billing } from './billing-values.js';
import { InheritanceProvider } from './families/inheritance.js';
import { useBillingGivers } from './families/use-givers.js';
import type { PaneProps } from './party-pane.js';
import type { Party } from './party-values.js';
import { termsDifferences } from './terms-differences.js';
import { useNotNow, usePaneActions } from './use-not-now.js';

/** PA-2: how a party is billed, and pays. */
export function BillingTermsPane({ definition, held, frame }: PaneProps) {
  const t = useText();
  const api = useApi();
  const party = held.data;
  const giverOf = useBillingGivers(party);
  const edit = useRecordForm<Party, Billing>(definition, held, {
    schema: billingTerms,
    valuesOf: (data) => valuesOfBilling(data.billingTerms),
    draft: `draft.party-billing.${party.id}`,
    write: (values, etag) =>
      answered(
        api.PUT('/api/v1/parties/{id}/billing-terms', {
          params: { path: { id: party.id }, header: { 'If-Match': etag, 'Idempotency-Key': crypto.randomUUID() } },
          body: sentOfBilling(values),
        }),
      ),
  });
  return frame({
    unsaved: edit.isDirty,
    actions: usePaneActions(edit, useNotNow('parties:party.terms', party, edit)),
    children: (
      <InheritanceProvider value={{ giverOf, role: 'takes' }}>
        <RecordForm
          edit={edit}
          differences={(mine, theirs) => termsDifferences(t, 'billing', mine, valuesOfBilling(theirs.billingTerms))}
        >
          <BillingFields hasRepresentative />
        </RecordForm>
      </InheritanceProvider>
    ),
  });
}
