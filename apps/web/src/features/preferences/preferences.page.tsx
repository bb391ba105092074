import { Radio, RadioGroup, Label } from 'react-aria-components';
import { useText } from '../../shared/i18n/use-text.js';
import { LANGUAGES } from '../../shared/i18n/texts.js';
import { setPreferences, usePreferences } from '../../shared/look/preferences.js';
import { ROWS, THEMES, ZOOMS } from '../../shared/look/themes.js';
import { useTab } from '../../shared/work/use-work.js';
import { ChoiceInput } from '../../shared/ui/fields.js';
import css from './preferences.module.css';

/** WE-7: language, theme and size of the pages on this screen. */
export default function PreferencesPage() {
  const t = useText();
  const { language, theme, zoom, rows } = usePreferences();
  useTab(t('preferences.title'));
  return (
    <div className={css['page'] ?? ''}>
      <h1>{t('preferences.title')}</h1>
      <p className="muted">{t('preferences.where')}</p>
      <RadioGroup
        value={theme}
        onChange={(value) => {
          setPreferences({ theme: THEMES.find((one) => one === value) ?? 'system' });
        }}
        className={css['themes'] ?? ''}
      >
        <Label>{t('preferences.theme')}</Label>
        <div>
          {THEMES.map((one) => (
            <Radio key={one} value={one} className={css['theme'] ?? ''} data-theme={one === 'system' ? undefined : one}>
              <span className={css['sample'] ?? ''} aria-hidden>
                Aa
              </span>
              {t(`preferences.theme.${one}`)}
            </Radio>
          ))}
        </div>
      </RadioGroup>
      <ChoiceInput
        label={t('preferences.language')}
        value={language}
        onChange={(value) => {
          setPreferences({ language: LANGUAGES.find((one) => one === value) ?? 'fr' });
        }}
        choices={[
          { id: 'fr', text: 'Français' },
          { id: 'en', text: 'English' },
        ]}
      />
      <ChoiceInput
        label={t('preferences.zoom')}
        value={String(zoom)}
        onChange={(value) => {
          setPreferences({ zoom: ZOOMS.find((one) => String(one) === value) ?? 100 });
        }}
        choices={ZOOMS.map((one) => ({ id: String(one), text: `${String(one)} %` }))}
      />
      <ChoiceInput
        label={t('preferences.rows')}
        value={rows}
        onChange={(value) => {
          setPreferences({ rows: ROWS.find((one) => one === value) ?? 'compact' });
        }}
        choices={ROWS.map((one) => ({ id: one, text: t(`preferences.rows.${one}`) }))}
      />
    </div>
  );
}
