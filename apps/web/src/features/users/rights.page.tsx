import { Check } from 'lucide-react';
import { Fragment } from 'react';
import { useIntl } from 'react-intl';
import { byContext, useRights } from '../../shared/api/rights.js';
import { useText } from '../../shared/i18n/use-text.js';
import { useTab } from '../../shared/work/use-work.js';
import { ROLES } from './users.list.js';
import css from './users.module.css';

const COLUMNS = [...ROLES, 'franchise_operator'] as const;

/** ID-4: what each right allows, and which roles pre-select it. */
export default function RightsPage() {
  const t = useText();
  const language = useIntl().locale.startsWith('en') ? 'en' : 'fr';
  const rights = useRights();
  useTab(t('users.rights'));
  return (
    <div className={css['page'] ?? ''} role="region" aria-label={t('users.rights')} tabIndex={0}>
      <h1>{t('users.rights')}</h1>
      <p className="muted">{t('users.rights.text')}</p>
      <table className={css['table'] ?? ''} aria-busy={rights.length === 0}>
        <thead>
          <tr>
            <th scope="col">{t('users.right')}</th>
            {COLUMNS.map((role) => (
              <th key={role} scope="col">
                {t(`users.role.${role}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...byContext(rights)].map(([context, ofContext]) => (
            <Fragment key={context}>
              <tr>
                <th scope="rowgroup" colSpan={COLUMNS.length + 1}>
                  {t(`users.context.${context}`)}
                </th>
              </tr>
              {ofContext.map(({ name, text, roles }) => (
                <tr key={name}>
                  <td>
                    {text[language]} <span className="reference muted">{name}</span>
                  </td>
                  {COLUMNS.map((role) => (
                    <td key={role}>
                      {roles.includes(role) && <Check role="img" aria-label={t('users.rights.has')} size="1.1em" />}
                    </td>
                  ))}
                </tr>
              ))}
            </Fragment>
          ))}
        </tbody>
      </table>
    </div>
  );
}
