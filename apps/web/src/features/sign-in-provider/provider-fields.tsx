import { Plus, X } from 'lucide-react';
import { useFieldArray, useFormContext } from 'react-hook-form';
import type { signInProviderDetails } from '@navette/api-schema';
import type { z } from 'zod';
import { useSelf } from '../../shared/api/session.js';
import { useText } from '../../shared/i18n/use-text.js';
import { FormChoice, FormList, FormSwitch, FormText } from '../../shared/kit/form/form-fields.js';
import { Fields, Section } from '../../shared/kit/record/record-page.js';
import { Button, IconButton } from '../../shared/ui/button.js';
import { TextInput } from '../../shared/ui/fields.js';
import css from './sign-in-provider.module.css';

const ROLES = ['technician', 'logistician', 'manager', 'administrator'] as const;

interface ProviderFieldsProps {
  readonly secret: {
    readonly value: string;
    /** One is there, and stays where none is typed. */
    readonly isKept: boolean;
    readonly error: string | undefined;
    readonly onChange: (value: string) => void;
  };
}

/** ID-7: what is agreed with the provider, and what its claims give here. */
export function ProviderFields({ secret }: ProviderFieldsProps) {
  const t = useText();
  return (
    <>
      <Section title={t('sign-in-provider.provider')}>
        <div className={css['form'] ?? ''}>
          <FormSwitch name="active" label={t('sign-in-provider.active')} hint={t('sign-in-provider.active.hint')} />
          <Fields>
            <FormText
              name="name"
              label={t('sign-in-provider.name')}
              hint={t('sign-in-provider.name.hint')}
              isRequired
            />
            <FormText name="issuer" label={t('sign-in-provider.issuer')} isRequired />
            <FormText name="clientId" label={t('sign-in-provider.clientId')} isRequired autoComplete="off" />
            <TextInput
              label={t('sign-in-provider.clientSecret')}
              hint={t(secret.isKept ? 'sign-in-provider.clientSecret.kept' : 'sign-in-provider.clientSecret.none')}
              type="password"
              autoComplete="new-password"
              value={secret.value}
              onChange={secret.onChange}
              error={secret.error}
            />
          </Fields>
          <p className="muted">{t('sign-in-provider.return', { address: `${location.origin}/signed-in` })}</p>
          <FormList name="domains" label={t('sign-in-provider.domains')} type="text" />
          <FormList name="scopes" label={t('sign-in-provider.scopes')} type="text" />
        </div>
      </Section>
      <Section title={t('sign-in-provider.people')}>
        <div className={css['form'] ?? ''}>
          <Fields>
            <FormText
              name="emailClaim"
              label={t('sign-in-provider.emailClaim')}
              hint={t('sign-in-provider.emailClaim.hint')}
              isRequired
            />
            <FormText
              name="rolesClaim"
              label={t('sign-in-provider.rolesClaim')}
              hint={t('sign-in-provider.rolesClaim.hint')}
            />
          </Fields>
          <RoleMapping />
          <FormSwitch
            name="passwordsAllowed"
            label={t('sign-in-provider.passwordsAllowed')}
            hint={t('sign-in-provider.passwordsAllowed.hint')}
          />
          <FormSwitch
            name="provesSecondFactor"
            label={t('sign-in-provider.provesSecondFactor')}
            hint={t('sign-in-provider.provesSecondFactor.hint')}
          />
        </div>
      </Section>
    </>
  );
}

/** Which value of the claim gives which role where; the first that matches counts. */
function RoleMapping() {
  const t = useText();
  const { stations, stationId } = useSelf();
  const { control } = useFormContext<z.output<typeof signInProviderDetails>>();
  const { fields, append, remove } = useFieldArray({ control, name: 'roles' });
  const places = stations.map(({ id, name }) => ({ id, text: name }));
  const roles = ROLES.map((id) => ({ id, text: t(`users.role.${id}`) }));
  return (
    <fieldset className={css['roles'] ?? ''}>
      <legend>{t('sign-in-provider.roles')}</legend>
      {fields.map(({ id }, index) => {
        const title = t('sign-in-provider.role', { n: index + 1 });
        return (
          <div key={id} className={css['role'] ?? ''} role="group" aria-label={title}>
            <FormText name={`roles.${String(index)}.value`} label={t('sign-in-provider.value')} isRequired />
            <FormChoice
              name={`roles.${String(index)}.stationId`}
              label={t('sign-in-provider.station')}
              choices={places}
            />
            <FormChoice name={`roles.${String(index)}.role`} label={t('users.role')} choices={roles} />
            <IconButton
              icon={X}
              label={t('form.remove', { name: title })}
              onPress={() => {
                remove(index);
              }}
            />
          </div>
        );
      })}
      <Button
        kind="quiet"
        icon={Plus}
        onPress={() => {
          append({ value: '', stationId, role: 'technician' });
        }}
      >
        {t('form.add', { name: t('sign-in-provider.a-role') })}
      </Button>
    </fieldset>
  );
}
