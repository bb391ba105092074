import { useText } from '../../shared/i18n/use-text.js';
import { FormText } from '../../shared/kit/form/form-fields.js';
import { Fields, Section } from '../../shared/kit/record/record-page.js';
import css from './manufacturers.module.css';

/** What the network says of a manufacturer. */
export function ManufacturerFields({ mayEdit }: { readonly mayEdit: boolean }) {
  const t = useText();
  return (
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
  );
}
