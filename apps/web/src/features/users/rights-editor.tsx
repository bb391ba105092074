import { useIntl } from 'react-intl';
import { byContext, useRights, type Right } from '../../shared/api/rights.js';
import { useText } from '../../shared/i18n/use-text.js';
import { Checkbox } from '../../shared/ui/fields.js';
import { StateChip } from '../../shared/ui/state-chip.js';
import css from './users.module.css';

export interface Work {
  readonly role: string;
  readonly addedRights: readonly string[];
  readonly removedRights: readonly string[];
}

interface RightsEditorProps {
  readonly work: Work;
  readonly onChange: (work: Work) => void;
  readonly isDisabled: boolean;
}

/** ID-2: the rights that the role pre-selects, and which of them this person has beside it or has not. */
export function RightsEditor({ work, onChange, isDisabled }: RightsEditorProps) {
  const t = useText();
  const language = useIntl().locale.startsWith('en') ? 'en' : 'fr';
  const rights = useRights();
  const isOfRole = ({ roles }: Right) => roles.some((role) => role === work.role);
  const toggle = (list: readonly string[], name: string) =>
    list.includes(name) ? list.filter((one) => one !== name) : [...list, name];
  const set = (right: Right) => {
    const { addedRights, removedRights } = work;
    onChange(
      isOfRole(right)
        ? { ...work, addedRights, removedRights: toggle(removedRights, right.name) }
        : { ...work, addedRights: toggle(addedRights, right.name), removedRights },
    );
  };
  const has = (right: Right) =>
    isOfRole(right) ? !work.removedRights.includes(right.name) : work.addedRights.includes(right.name);
  return (
    <div className={css['rights'] ?? ''}>
      {[...byContext(rights)].map(([context, ofContext]) => (
        <details key={context} open={ofContext.some((right) => has(right) !== isOfRole(right))}>
          <summary>
            {t('users.rights.of', {
              context: t(`users.context.${context}`),
              has: ofContext.filter(has).length,
              count: ofContext.length,
            })}
          </summary>
          <ul>
            {ofContext.map((right) => (
              <li key={right.name}>
                <Checkbox
                  isSelected={has(right)}
                  isDisabled={isDisabled}
                  onChange={() => {
                    set(right);
                  }}
                >
                  {right.text[language]}
                </Checkbox>
                {has(right) && !isOfRole(right) && <StateChip tone="done">{t('users.rights.added')}</StateChip>}
                {!has(right) && isOfRole(right) && <StateChip tone="late">{t('users.rights.removed')}</StateChip>}
              </li>
            ))}
          </ul>
        </details>
      ))}
    </div>
  );
}
