import { useWatch } from 'react-hook-form';
import { useText } from '../i18n/use-text.js';
import { FormChoice } from '../kit/form/form-fields.js';
import { fullName, useRepresentatives } from './use-representatives.js';

/** PA-13: one of the active representatives, or who was chosen before. */
export function FormRepresentative({ name, label }: { readonly name: string; readonly label: string }) {
  const t = useText();
  const chosen = useWatch({ name }) as string;
  const all = useRepresentatives();
  const known = all.filter(({ id, active }) => active || id === chosen);
  const text = (one: (typeof all)[number]) =>
    one.active ? fullName(one) : t('representatives.set-aside', { name: fullName(one) });
  const choices = known.map((one) => ({ id: one.id, text: text(one) }));
  // Who may not see representatives sees that there is one.
  const isUnknown = chosen !== '' && !known.some(({ id }) => id === chosen);
  return (
    <FormChoice
      name={name}
      label={label}
      none={t('representatives.none')}
      choices={isUnknown ? [...choices, { id: chosen, text: t('representatives.unknown') }] : choices}
    />
  );
}
