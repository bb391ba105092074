import { useText } from '../../shared/i18n/use-text.js';
import { FormChoice, FormText } from '../../shared/kit/form/form-fields.js';
import { Fields } from '../../shared/kit/record/record-page.js';

/** ID-2: what belongs to the person. */
export function PersonFields({ isNew = false }: { readonly isNew?: boolean }) {
  const t = useText();
  return (
    <Fields>
      <FormText name="person.name" label={t('users.name')} isRequired autoFocus={isNew} autoComplete="off" />
      <FormText
        name="person.login"
        label={t('users.login')}
        hint={t('users.login.hint')}
        isRequired
        autoComplete="off"
      />
      <FormText name="person.email" label={t('users.email')} type="email" autoComplete="off" />
      <FormChoice
        name="person.language"
        label={t('users.language')}
        hint={t('users.language.hint')}
        choices={['fr', 'en'].map((id) => ({ id, text: t(`users.language.${id}`) }))}
      />
      <FormText name="person.colour" label={t('users.colour')} hint={t('users.colour.hint')} type="color" />
      <FormText
        name="person.idleMinutes"
        label={t('users.idle-minutes')}
        hint={t('users.idle-minutes.hint')}
        type="number"
      />
    </Fields>
  );
}
