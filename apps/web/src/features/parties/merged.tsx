import { answered } from '@navette/api-client';
import { useQuery } from '@tanstack/react-query';
import { useApi } from '../../shared/api/session.js';
import { useFormats } from '../../shared/i18n/formats.js';
import { useText } from '../../shared/i18n/use-text.js';
import { Section } from '../../shared/kit/record/record-page.js';
import { PageLink } from '../../shared/work/page-link.js';
import { nameOf, type Party } from './party-values.js';
import css from './parties.module.css';

/** PA-8: where a merged party went. */
export function MergedInto({ party }: { readonly party: Party }) {
  const t = useText();
  const api = useApi();
  const id = party.mergedInto;
  const { data } = useQuery({
    queryKey: ['record', 'party', id],
    queryFn: () => answered(api.GET('/api/v1/parties/{id}', { params: { path: { id } } })),
  });
  return (
    <p className={css['notice'] ?? ''}>
      {t('parties.merged-into')}{' '}
      <PageLink href={`/parties/${id}`}>
        {data === undefined ? t('parties.merged-into.open') : nameOf(data.data)}
      </PageLink>
    </p>
  );
}

/** PA-8: whose place a party took. */
export function MergedParties({ party }: { readonly party: Party }) {
  const t = useText();
  const formats = useFormats();
  if (party.mergedParties.length === 0) return null;
  return (
    <Section title={t('parties.merged-parties')}>
      <ul>
        {party.mergedParties.map((one) => (
          <li key={one.id}>
            <PageLink href={`/parties/${one.id}`}>{[one.name, one.firstName].filter(Boolean).join(' ')}</PageLink>{' '}
            <span className="muted">{formats.date(one.mergedAt)}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
