import { answered } from '@navette/api-client';
import { useFormContext } from 'react-hook-form';
import { useApi, useMay } from '../../shared/api/session.js';
import { useText } from '../../shared/i18n/use-text.js';
import { FormChoice, FormText } from '../../shared/kit/form/form-fields.js';
import { Fields, Section } from '../../shared/kit/record/record-page.js';
import { useRelated } from '../../shared/kit/record/use-related.js';
import css from './manufacturers.module.css';

/** What the network says of a manufacturer. */
export function ManufacturerFields({ mayEdit }: { readonly mayEdit: boolean }) {
  const t = useText();
  return (
    <>
      <Section title={t('manufacturers.of-list')}>
        <p className={css['said'] ?? ''}>{t('manufacturers.what')}</p>
        <Fields>
          <FormText
            name="alphaCode"
            label={t('manufacturers.alphaCode')}
            hint={t('manufacturers.alphaCode.hint')}
            isRequired
            isReadOnly={!mayEdit}
            autoComplete="off"
          />
          <FormText name="name" label={t('manufacturers.name')} isRequired isReadOnly={!mayEdit} autoComplete="off" />
        </Fields>
      </Section>
      <Section title={t('manufacturers.documentation')}>
        <p className={css['said'] ?? ''}>{t('manufacturers.documentation.what')}</p>
        <FormText
          name="documentationUrl"
          label={t('manufacturers.documentationUrl')}
          hint={t('manufacturers.documentationUrl.hint')}
          isReadOnly={!mayEdit}
          autoComplete="off"
        />
      </Section>
      <Section title={t('manufacturers.cart')}>
        <p className={css['said'] ?? ''}>{t('manufacturers.cart.what')}</p>
        <Fields>
          <Program mayEdit={mayEdit} />
        </Fields>
      </Section>
    </>
  );
}

/** ST-21: which of the network's programs collects the manufacturer's orders; who may not see programs sees its id. */
function Program({ mayEdit }: { readonly mayEdit: boolean }) {
  const t = useText();
  const api = useApi();
  const maySee = useMay()('identity:machine-client.read');
  const chosen = String(useFormContext().watch('machineClientId') ?? '');
  const clients = useRelated(['machine-clients'], [], maySee, async () => {
    return (await answered(api.GET('/api/v1/machine-clients'))).data.clients;
  });
  const label = t('manufacturers.machineClientId');
  if (!mayEdit || clients === undefined) {
    return <FormText name="machineClientId" label={label} hint={t('manufacturers.cart.none')} isReadOnly />;
  }
  const good = clients.filter(({ clientId, revokedAt }) => revokedAt === '' || clientId === chosen);
  const known = good.map(({ clientId, name }) => ({
    id: clientId,
    text: name === '' ? clientId : `${name} (${clientId})`,
  }));
  const isKnown = chosen === '' || known.some(({ id }) => id === chosen);
  return (
    <FormChoice
      name="machineClientId"
      label={label}
      none={t('manufacturers.cart.none')}
      choices={isKnown ? known : [...known, { id: chosen, text: chosen }]}
    />
  );
}
