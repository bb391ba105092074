import { useSyncExternalStore } from 'react';
import { useMay } from '../../shared/api/session.js';
import { useText } from '../../shared/i18n/use-text.js';
import { PageLink } from '../../shared/work/page-link.js';
import { useWorkspace } from '../../shared/work/use-work.js';
import { RAIL } from '../pages.js';
import css from './rail.module.css';

/** Where one can go, by category; places that the person may not see are not there. */
export function Rail() {
  const t = useText();
  const may = useMay();
  const workspace = useWorkspace();
  const { active } = useSyncExternalStore(workspace.subscribe, workspace.state);
  return (
    <nav className={css['rail'] ?? ''} aria-label={t('app.rail')}>
      <ul>
        {RAIL.map(({ title, icon: Icon, places }) => {
          const shown = places.filter(({ needs }) => needs === undefined || may(needs));
          const [only] = shown;
          if (only === undefined) return null;
          const alone = shown.length === 1 && only.title === title;
          return (
            <li key={title}>
              {alone ? (
                <Place href={only.href} active={active}>
                  <Icon aria-hidden size="1.25em" />
                  <span>{t(title)}</span>
                </Place>
              ) : (
                <>
                  <h2 className={css['category'] ?? ''}>
                    <Icon aria-hidden size="1.25em" />
                    <span>{t(title)}</span>
                  </h2>
                  <ul>
                    {shown.map((place) => (
                      <li key={place.href}>
                        <Place href={place.href} active={active}>
                          <span className={css['inner'] ?? ''}>{t(place.title)}</span>
                        </Place>
                      </li>
                    ))}
                  </ul>
                </>
              )}
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

function Place({
  href,
  active,
  children,
}: {
  readonly href: string;
  readonly active: string;
  readonly children: React.ReactNode;
}) {
  const isHere = href.split('?', 1)[0] === active;
  return (
    <PageLink href={href} className={`${css['place'] ?? ''} ${isHere ? (css['here'] ?? '') : ''}`}>
      {children}
    </PageLink>
  );
}
