import { useText } from '../i18n/use-text.js';

/** In place of what is on its way. */
export function Loading() {
  const t = useText();
  return (
    <p className="muted" aria-busy>
      {t('ui.loading')}
    </p>
  );
}
