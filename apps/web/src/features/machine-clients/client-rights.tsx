import { useIntl } from 'react-intl';
import { useRights } from '../../shared/api/rights.js';
import { useText } from '../../shared/i18n/use-text.js';
import { Checkbox } from '../../shared/ui/fields.js';
import css from './machine-clients.module.css';

interface ClientRightsProps {
  readonly rights: readonly string[];
  readonly onChange: (rights: readonly string[]) => void;
  readonly isDisabled?: boolean;
}

/** What a manufacturer's program may be allowed: its tokens are for the gateway alone. */
export function ClientRights({ rights, onChange, isDisabled = false }: ClientRightsProps) {
  const t = useText();
  const language = useIntl().locale.startsWith('en') ? 'en' : 'fr';
  const grantable = useRights().filter(({ name }) => name.startsWith('device-gateway:'));
  return (
    <fieldset className={css['rights'] ?? ''}>
      <legend>{t('machine-clients.rights')}</legend>
      {grantable.map(({ name, text }) => (
        <Checkbox
          key={name}
          isSelected={rights.includes(name)}
          isDisabled={isDisabled}
          onChange={(on) => {
            onChange(on ? [...rights, name] : rights.filter((one) => one !== name));
          }}
        >
          {text[language]}
        </Checkbox>
      ))}
    </fieldset>
  );
}
