import { answered } from '@navette/api-client';
import { billingTerms } from '@navette/api-schema';
import { RotateCcw, Save } from 'lucide-react';
import { FormProvider } from 'react-hook-form';
import type { z } from 'zod';
import { useApi } from '../../shared/api/session.js';
import { useText } from '../../shared/i18n/use-text.js';
import { FormChoice, FormSwitch, FormText } from '../../shared/kit/form/form-fields.js';
import { useEdgeForm, useFieldErrors } from '../../shared/kit/form/use-edge-form.js';
import { ConflictDialog } from '../../shared/kit/record/conflict-dialog.js';
import { Fields, Section } from '../../shared/kit/record/record-page.js';
import { useEdit } from '../../shared/kit/record/use-record.js';
import { ProblemBox } from '../../shared/ui/problem-box.js';
import type { PaneProps } from './party-pane.js';
import { textOf, type Party } from './party-values.js';
import { useNotNow } from './use-not-now.js';
import css from './parties.module.css';

type Terms = z.output<typeof billingTerms>;

const TYPES = ['none', 'pro_forma', 'invoice_now', 'billable_delivery_note'] as const;
const REGIMES = ['domestic', 'intra_eu', 'export', 'exempt'] as const;
const METHODS = ['transfer', 'direct_debit', 'card', 'cheque', 'cash'] as const;

/** PA-2: how a party is billed, and pays. */
export function BillingTermsPane({ definition, held, frame }: PaneProps) {
  const t = useText();
  const api = useApi();
  const party = held.data;
  const draft = `draft.party-billing.${party.id}`;
  const form = useEdgeForm<Terms>(billingTerms, party.billingTerms, { draft });
  const { isDirty, isSaving, error, save, discard, conflict } = useEdit<Party, Terms>(definition, held, {
    valuesOf: (data) => data.billingTerms,
    form,
    draft,
    write: (body, etag) =>
      answered(
        api.PUT('/api/v1/parties/{id}/billing-terms', {
          params: { path: { id: party.id }, header: { 'If-Match': etag, 'Idempotency-Key': crypto.randomUUID() } },
          body,
        }),
      ),
  });
  useFieldErrors(form, error);
  const { untouched, notNow } = useNotNow('parties:party.terms', party, { isDirty, isSaving });
  const method = form.watch('paymentMethod');
  const methods = METHODS.some((one) => one === method) || method === '' ? METHODS : [...METHODS, method];
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
            <Section title={t('parties.billing.how')}>
              <Fields>
                <FormChoice
                  name="billingType"
                  label={t('parties.billing.type')}
                  hint={t(`parties.billing.type.${form.watch('billingType')}.means`)}
                  choices={TYPES.map((id) => ({ id, text: t(`parties.billing.type.${id}`) }))}
                />
                <FormChoice
                  name="vatRegime"
                  label={t('parties.billing.vat-regime')}
                  choices={REGIMES.map((id) => ({ id, text: t(`parties.billing.vat-regime.${id}`) }))}
                />
                <FormText
                  name="ledgerAccount"
                  label={t('parties.billing.ledger-account')}
                  hint={t('parties.billing.ledger-account.hint')}
                />
              </Fields>
            </Section>
            <Section title={t('parties.billing.payment')}>
              <Fields>
                <FormText name="paymentDays" label={t('parties.billing.days')} type="number" />
                <FormText
                  name="dayOfMonth"
                  label={t('parties.billing.day-of-month')}
                  hint={t('parties.billing.day-of-month.hint')}
                  type="number"
                />
                <FormChoice
                  name="paymentMethod"
                  label={t('parties.billing.method')}
                  choices={methods.map((id) => ({
                    id,
                    text: METHODS.some((one) => one === id) ? t(`parties.billing.method.${id}`) : id,
                  }))}
                />
              </Fields>
              <FormSwitch name="endOfMonth" label={t('parties.billing.end-of-month')} />
            </Section>
            <button type="submit" hidden />
          </form>
        </FormProvider>
        {conflict !== undefined && (
          <ConflictDialog
            differences={termsDifferences(t, 'billing', form.getValues(), conflict.theirs.billingTerms)}
            onMine={conflict.keepMine}
            onTheirs={conflict.keepTheirs}
            onBack={conflict.goBack}
          />
        )}
      </>
    ),
  });
}

const LABELS: Readonly<Record<string, string>> = {
  billingType: 'billing.type',
  vatRegime: 'billing.vat-regime',
  ledgerAccount: 'billing.ledger-account',
  paymentDays: 'billing.days',
  dayOfMonth: 'billing.day-of-month',
  endOfMonth: 'billing.end-of-month',
  paymentMethod: 'billing.method',
  bands: 'pricing.bands',
  professionalCoefficient1: 'pricing.professional-1',
  professionalCoefficient2: 'pricing.professional-2',
  leadTimeDays: 'pricing.lead-time',
  minimumOrder: 'pricing.minimum-order',
  shippingCharge: 'pricing.shipping-charge',
  orderingChannel: 'pricing.channel',
  discounts: 'pricing.discounts',
  coefficientsOfPartyId: 'pricing.coefficients-of',
};

/** Where two versions of terms differ, in words. */
export function termsDifferences(
  t: (key: string) => string,
  choices: 'billing' | 'pricing',
  mine: Readonly<Record<string, unknown>>,
  theirs: Readonly<Record<string, unknown>>,
) {
  const shown = (name: string, value: unknown) => {
    const list = { billingType: TYPES, vatRegime: REGIMES }[name] as readonly string[] | undefined;
    return choices === 'billing' && list?.includes(String(value)) === true
      ? t(`parties.${LABELS[name] ?? name}.${String(value)}`)
      : textOf(value);
  };
  return Object.keys(mine)
    .map((name) => ({
      label: t(`parties.${LABELS[name] ?? name}`),
      mine: shown(name, mine[name]),
      theirs: shown(name, theirs[name]),
    }))
    .filter(({ mine: one, theirs: other }) => one !== other);
}
