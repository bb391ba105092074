import { useText } from '../../shared/i18n/use-text.js';
import { FormChoice, FormSwitch, FormText } from '../../shared/kit/form/form-fields.js';
import { Fields, Section } from '../../shared/kit/record/record-page.js';

/** Where French VAT has rates of its own. */
const TERRITORIES = ['mainland', 'corsica', 'guadeloupe', 'martinique', 'reunion', 'guyane', 'mayotte'] as const;
const REGIMES = ['real_normal', 'real_simplified', 'exempt'] as const;
const MONTHS = Array.from({ length: 12 }, (_, index) => index + 1);

/** ID-1: what a station is known by. */
export function StationFields() {
  const t = useText();
  return (
    <>
      <Section title={t('station.identity')}>
        <Fields>
          <FormText name="name" label={t('station.name')} isRequired />
          <FormText name="code" label={t('station.code')} hint={t('station.code.hint')} isReadOnly />
          <FormText name="siret" label={t('station.siret')} isRequired />
          <FormText name="phone" label={t('station.phone')} type="tel" />
          <FormText name="email" label={t('station.email')} type="email" />
        </Fields>
      </Section>
      <Section title={t('station.address')}>
        <Fields>
          <FormText name="address.line1" label={t('station.line1')} />
          <FormText name="address.line2" label={t('station.line2')} />
          <FormText name="address.postcode" label={t('station.postcode')} />
          <FormText name="address.city" label={t('station.city')} />
          <FormText name="address.country" label={t('station.country')} />
        </Fields>
      </Section>
      <Section title={t('station.bank')}>
        <Fields>
          <FormText name="iban" label={t('station.iban')} />
          <FormText name="bic" label={t('station.bic')} />
          <FormText name="timeZone" label={t('station.timeZone')} />
          <FormChoice
            name="vatTerritory"
            label={t('station.vatTerritory')}
            choices={TERRITORIES.map((id) => ({ id, text: t(`station.territory.${id}`) }))}
          />
        </Fields>
      </Section>
    </>
  );
}

/** ID-1: the legal identity of the company. */
export function CompanyFields() {
  const t = useText();
  return (
    <>
      <Fields>
        <FormText name="name" label={t('station.companyName')} isRequired />
        <FormText name="legalForm" label={t('station.legalForm')} isRequired />
        <FormText name="siren" label={t('station.siren')} isRequired />
        <FormText name="shareCapital" label={t('station.shareCapital')} />
        <FormText name="rcsCity" label={t('station.rcsCity')} />
        <FormText name="vatNumber" label={t('station.vatNumber')} />
        <FormText name="naf" label={t('station.naf')} isRequired />
        <FormChoice
          name="fiscalYearStartMonth"
          label={t('station.fiscalYearStartMonth')}
          isNumber
          choices={MONTHS.map((month) => ({ id: String(month), text: t('station.month', { at: new Date(2026, month - 1, 1) }) }))} // prettier-ignore
        />
        <FormChoice
          name="vatRegime"
          label={t('station.vatRegime')}
          choices={REGIMES.map((id) => ({ id, text: t(`station.regime.${id}`) }))}
        />
      </Fields>
      <FormSwitch name="vatOnDebits" label={t('station.vatOnDebits')} />
    </>
  );
}
