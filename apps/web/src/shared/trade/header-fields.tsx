import { useFormContext } from 'react-hook-form';
import { useText } from '../i18n/use-text.js';
import { FormChoice, FormSwitch, FormText } from '../kit/form/form-fields.js';
import { Fields, Section } from '../kit/record/record-page.js';
import { METHODS, REGIMES, type HeaderField } from './document-header.js';
import { FormAddress } from './form-address.js';
import { FormRepresentative } from './form-representative.js';
import css from './header-fields.module.css';

/** What of somebody new is typed. */
const FIRST = ['civility', 'name', 'firstName', 'phone', 'email', 'mainAddress'];

/**
 * PA-19: whom a document is for and how it is paid, the same on every document.
 * @param isFolded what is seldom typed of somebody new waits until it is unfolded, or something in it is wrong
 */
export function HeaderFields({ isFolded = false }: { readonly isFolded?: boolean }) {
  const t = useText();
  const { watch, formState } = useFormContext();
  const method = String(watch('paymentMethod') ?? '');
  const methods = METHODS.some((one) => one === method) || method === '' ? METHODS : [...METHODS, method];
  const of = (name: HeaderField) => ({ name, label: t(`trade.header.${name}`) });
  const more = (
    <>
      {(['billingAddress', 'deliveryAddress'] as const).map((which) => (
        <Section key={which} title={t(`parties.address.${which}`)}>
          <FormAddress name={which} />
        </Section>
      ))}
      <Section title={t('parties.billing.payment')}>
        <Fields>
          <FormText {...of('paymentDays')} type="number" />
          <FormText {...of('dayOfMonth')} hint={t('parties.billing.day-of-month.hint')} type="number" />
          <FormChoice
            {...of('paymentMethod')}
            choices={methods.map((id) => ({
              id,
              text: METHODS.some((one) => one === id) ? t(`parties.billing.method.${id}`) : id,
            }))}
          />
          <FormChoice
            {...of('vatRegime')}
            choices={REGIMES.map((id) => ({ id, text: t(`parties.billing.vat-regime.${id}`) }))}
          />
          <FormRepresentative {...of('representativeId')} />
          <FormText {...of('footerDiscount')} hint={t('trade.header.footerDiscount.hint')} />
          <FormSwitch {...of('endOfMonth')} />
        </Fields>
      </Section>
      <Section title={t('trade.header.print')}>
        <Fields>
          <FormText {...of('printTemplate')} hint={t('trade.header.printTemplate.hint')} />
          <FormText {...of('printCopies')} hint={t('trade.header.printCopies.hint')} type="number" />
          <FormText {...of('chorusServiceCode')} />
        </Fields>
      </Section>
    </>
  );
  return (
    <>
      <Section title={t('trade.header.who')}>
        <Fields>
          <FormText {...of('civility')} />
          <FormText {...of('name')} isRequired autoComplete="off" />
          <FormText {...of('firstName')} autoComplete="off" />
          <FormText {...of('phone')} type="tel" autoComplete="off" />
          <FormText {...of('email')} type="email" autoComplete="off" />
        </Fields>
      </Section>
      <Section title={t('parties.address.mainAddress')}>
        <FormAddress name="mainAddress" />
      </Section>
      {isFolded ? (
        <details
          className={css['folded'] ?? ''}
          open={Object.keys(formState.errors).some((name) => !FIRST.includes(name))}
        >
          <summary>{t('trade.header.more')}</summary>
          {more}
        </details>
      ) : (
        more
      )}
    </>
  );
}
