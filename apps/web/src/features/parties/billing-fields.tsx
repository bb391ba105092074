import { useFormContext } from 'react-hook-form';
import { useText } from '../../shared/i18n/use-text.js';
import { FormChoice, FormSwitch, FormText } from '../../shared/kit/form/form-fields.js';
import { Fields, Section } from '../../shared/kit/record/record-page.js';
import { METHODS, REGIMES } from '../../shared/trade/document-header.js';
import { Inheritable } from './families/inheritance.js';
import { FormRepresentative } from '../../shared/trade/form-representative.js';

export const TYPES = ['none', 'pro_forma', 'invoice_now', 'billable_delivery_note'] as const;

/**
 * PA-2: how a party is billed and pays, the same of a family (PA-13).
 * @param at where the terms are in the form
 * @param hasRepresentative somebody sells to it: to who buys
 */
export function BillingFields({ at = '', hasRepresentative }: BillingFieldsProps) {
  const t = useText();
  const { watch } = useFormContext();
  const method = String(watch(`${at}paymentMethod`) ?? '');
  const methods = METHODS.some((one) => one === method) || method === '' ? METHODS : [...METHODS, method];
  const of = (name: string, key: string) => ({ name, at, label: t(`parties.billing.${key}`) });
  return (
    <>
      <Section title={t('parties.billing.how')}>
        <Fields>
          <Inheritable {...of('billingType', 'type')}>
            <FormChoice
              name={`${at}billingType`}
              label={t('parties.billing.type')}
              hint={t(`parties.billing.type.${String(watch(`${at}billingType`))}.means`)}
              choices={TYPES.map((id) => ({ id, text: t(`parties.billing.type.${id}`) }))}
            />
          </Inheritable>
          <Inheritable {...of('vatRegime', 'vat-regime')}>
            <FormChoice
              name={`${at}vatRegime`}
              label={t('parties.billing.vat-regime')}
              choices={REGIMES.map((id) => ({ id, text: t(`parties.billing.vat-regime.${id}`) }))}
            />
          </Inheritable>
          <Inheritable {...of('ledgerAccount', 'ledger-account')}>
            <FormText
              name={`${at}ledgerAccount`}
              label={t('parties.billing.ledger-account')}
              hint={t('parties.billing.ledger-account.hint')}
            />
          </Inheritable>
          {hasRepresentative && (
            <Inheritable {...of('representativeId', 'representative')}>
              <FormRepresentative name={`${at}representativeId`} label={t('parties.billing.representative')} />
            </Inheritable>
          )}
        </Fields>
      </Section>
      <Section title={t('parties.billing.payment')}>
        <Fields>
          <Inheritable {...of('paymentDays', 'days')}>
            <FormText name={`${at}paymentDays`} label={t('parties.billing.days')} type="number" />
          </Inheritable>
          <Inheritable {...of('dayOfMonth', 'day-of-month')}>
            <FormText
              name={`${at}dayOfMonth`}
              label={t('parties.billing.day-of-month')}
              hint={t('parties.billing.day-of-month.hint')}
              type="number"
            />
          </Inheritable>
          <Inheritable {...of('paymentMethod', 'method')}>
            <FormChoice
              name={`${at}paymentMethod`}
              label={t('parties.billing.method')}
              choices={methods.map((id) => ({
                id,
                text: METHODS.some((one) => one === id) ? t(`parties.billing.method.${id}`) : id,
              }))}
            />
          </Inheritable>
          <Inheritable {...of('endOfMonth', 'end-of-month')}>
            <FormSwitch name={`${at}endOfMonth`} label={t('parties.billing.end-of-month')} />
          </Inheritable>
        </Fields>
      </Section>
      <Section title={t('parties.billing.documents')}>
        <Fields>
          <Inheritable {...of('footerDiscount', 'footer-discount')}>
            <FormText
              name={`${at}footerDiscount`}
              label={t('parties.billing.footer-discount')}
              hint={t('trade.header.footerDiscount.hint')}
            />
          </Inheritable>
          <Inheritable {...of('printTemplate', 'print-template')}>
            <FormText
              name={`${at}printTemplate`}
              label={t('parties.billing.print-template')}
              hint={t('trade.header.printTemplate.hint')}
            />
          </Inheritable>
          <Inheritable {...of('printCopies', 'print-copies')}>
            <FormText
              name={`${at}printCopies`}
              label={t('parties.billing.print-copies')}
              hint={t('trade.header.printCopies.hint')}
              type="number"
            />
          </Inheritable>
          <Inheritable {...of('chorusServiceCode', 'chorus-service-code')}>
            <FormText name={`${at}chorusServiceCode`} label={t('parties.billing.chorus-service-code')} />
          </Inheritable>
        </Fields>
      </Section>
    </>
  );
}

interface BillingFieldsProps {
  readonly at?: string;
  readonly hasRepresentative: boolean;
}
