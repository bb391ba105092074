import { Plus, X } from 'lucide-react';
import { useFieldArray, useFormContext } from 'react-hook-form';
import { useText } from '../../shared/i18n/use-text.js';
import { FormText } from '../../shared/kit/form/form-fields.js';
import { Button, IconButton } from '../../shared/ui/button.js';
import { Checkbox } from '../../shared/ui/fields.js';
import type { PartyValues } from './party-values.js';
import css from './parties.module.css';

/** PA-1: the people of a party; one of them is the default. */
export function FormContacts() {
  const t = useText();
  const { control, watch, setValue } = useFormContext<PartyValues>();
  const { fields, append, remove } = useFieldArray({ control, name: 'contacts' });
  const isDefault = watch('contacts').map((contact) => contact.isDefault);
  return (
    <div className={css['contacts'] ?? ''}>
      {fields.map(({ id }, index) => (
        <div key={id} className={css['contact'] ?? ''} role="group" aria-label={t('parties.contact', { n: index + 1 })}>
          <FormText name={`contacts.${String(index)}.name`} label={t('parties.contact.name')} isRequired />
          <FormText name={`contacts.${String(index)}.role`} label={t('parties.contact.role')} />
          <FormText name={`contacts.${String(index)}.phone`} label={t('parties.phone')} type="tel" />
          <FormText name={`contacts.${String(index)}.email`} label={t('parties.email')} type="email" />
          <Checkbox
            isSelected={isDefault[index] === true}
            onChange={(on) => {
              isDefault.forEach((_was, other) => {
                setValue(`contacts.${other}.isDefault`, on && other === index, { shouldDirty: true });
              });
            }}
          >
            {t('parties.contact.default')}
          </Checkbox>
          <IconButton
            icon={X}
            label={t('form.remove', { name: t('parties.contact', { n: index + 1 }) })}
            onPress={() => {
              remove(index);
            }}
          />
        </div>
      ))}
      <Button
        kind="quiet"
        icon={Plus}
        onPress={() => {
          append({ name: '', role: '', phone: '', email: '', isDefault: fields.length === 0 });
        }}
      >
        {t('form.add', { name: t('parties.a-contact') })}
      </Button>
    </div>
  );
}
