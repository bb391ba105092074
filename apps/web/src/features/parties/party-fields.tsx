import { PARTY_KINDS } from '@navette/api-schema';
import { useFormContext } from 'react-hook-form';
import { FormContacts } from './form-contacts.js';
import type { PartyValues } from './party-values.js';
import { useText } from '../../shared/i18n/use-text.js';
import { FormChecks, FormChoice, FormList, FormText } from '../../shared/kit/form/form-fields.js';
import { FormAddress } from '../../shared/trade/form-address.js';
import { Fields, Section } from '../../shared/kit/record/record-page.js';
import css from './parties.module.css';

const LABELS: Readonly<Record<string, string>> = {
  firstName: 'first-name',
  vatNumber: 'vat-number',
  alphaCode: 'alpha-code',
  phones: 'phone',
  emails: 'email',
  mainAddress: 'address.mainAddress',
  billingAddress: 'address.billingAddress',
  deliveryAddress: 'address.deliveryAddress',
  refusedChannels: 'refused-channels',
};

/** What a field of a party is called. */
export const labelOf = (t: (key: string) => string, field: keyof PartyValues): string =>
  t(`parties.${LABELS[field] ?? field}`);

interface PartyFieldsProps {
  readonly isNew?: boolean;
  /** The network's list says what it is called (PA-10). */
  readonly isListed?: boolean;
}

/** PA-1: the common data of a party, the same for a new one and one that is there. */
export function PartyFields({ isNew = false, isListed = false }: PartyFieldsProps) {
  const t = useText();
  const isManufacturer = useFormContext<PartyValues>().watch('kinds').includes('manufacturer');
  return (
    <>
      <Section title={t('parties.identity')}>
        {isListed && <p className={css['said'] ?? ''}>{t('parties.listed')}</p>}
        <Fields>
          <FormText name="civility" label={t('parties.civility')} />
          <FormText
            name="name"
            label={t('parties.name')}
            isRequired
            isReadOnly={isListed}
            autoFocus={isNew}
            autoComplete="off"
          />
          {isManufacturer && <FormText name="alphaCode" label={t('parties.alpha-code')} isReadOnly={isListed} />}
          <FormText name="firstName" label={t('parties.first-name')} autoComplete="off" />
          <FormChoice
            name="language"
            label={t('parties.language')}
            choices={[
              { id: 'fr', text: 'Français' },
              { id: 'en', text: 'English' },
            ]}
          />
          <FormText name="siret" label={t('parties.siret')} />
          <FormText name="vatNumber" label={t('parties.vat-number')} />
        </Fields>
        <FormChecks
          name="kinds"
          label={t('parties.kinds')}
          choices={PARTY_KINDS.map((id) => ({ id, text: t(`parties.kind.${id}`) }))}
        />
      </Section>
      <Section title={t('parties.reach')}>
        <Fields>
          <FormList name="phones" label={t('parties.phone')} type="tel" />
          <FormList name="emails" label={t('parties.email')} type="email" />
        </Fields>
        <FormChecks
          name="refusedChannels"
          label={t('parties.refused-channels')}
          choices={[
            { id: 'mail', text: t('parties.channel.mail') },
            { id: 'sms', text: t('parties.channel.sms') },
          ]}
        />
      </Section>
      {(['mainAddress', 'billingAddress', 'deliveryAddress'] as const).map((which) => (
        <Section key={which} title={t(`parties.address.${which}`)}>
          <FormAddress name={which} />
        </Section>
      ))}
      <Section title={t('parties.contacts')}>
        <FormContacts />
      </Section>
      <Section title={t('parties.notes')}>
        <Fields>
          <FormList name="tags" label={t('parties.tag')} type="text" />
        </Fields>
        <FormText name="comment" label={t('parties.comment')} lines={4} />
      </Section>
    </>
  );
}
