import { useText } from '../../shared/i18n/use-text.js';
import { useAllSearches } from '../../shared/kit/list/saved-searches.js';
import { PageLink } from '../../shared/work/page-link.js';
import { Card, Rows } from './card.js';

/** WE-14: searches that were kept; each opens its list already filtered. */
export function SavedSearchesCard() {
  const t = useText();
  const { all, isReady } = useAllSearches();
  const rows = Object.entries(all).flatMap(([list, searches]) =>
    searches.map((one) => ({ ...one, id: `${list}.${one.name}` })),
  );
  return (
    <Card title={t('home.searches')}>
      <Rows rows={isReady ? rows : undefined} error={null} onRetry={() => undefined} empty={t('home.searches.none')}>
        {({ name, path, search, title }) => (
          <>
            <PageLink href={`${path}?${search}`}>{name}</PageLink>
            <span>{t(title)}</span>
          </>
        )}
      </Rows>
    </Card>
  );
}
