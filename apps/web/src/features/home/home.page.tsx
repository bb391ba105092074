import { useText } from '../../shared/i18n/use-text.js';
import { useSelf } from '../../shared/api/session.js';
import { useTab } from '../../shared/work/use-work.js';
import { PageLink } from '../../shared/work/page-link.js';
import css from './home.module.css';

/** WE-1: the first page of the day. A card whose data is not there yet says so. */
export default function HomePage() {
  const t = useText();
  const { name } = useSelf();
  useTab(t('home.title'));
  return (
    <div className={css['page'] ?? ''}>
      <h1>{t('home.hello', { name })}</h1>
      <div className={css['cards'] ?? ''}>
        <section className={css['card'] ?? ''}>
          <h2>{t('home.consumers')}</h2>
          <p>
            <PageLink href="/parties/kind/consumer">{t('home.consumers.search')}</PageLink>
          </p>
        </section>
      </div>
    </div>
  );
}
