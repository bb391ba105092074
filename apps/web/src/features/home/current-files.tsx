import { answered } from '@navette/api-client';
import { useQuery } from '@tanstack/react-query';
import { useLive } from '../../shared/api/live.js';
import { useApi, useMay, useSelf } from '../../shared/api/session.js';
import { useFormats } from '../../shared/i18n/formats.js';
import { useText } from '../../shared/i18n/use-text.js';
import { PageLink } from '../../shared/work/page-link.js';
import { Card, Rows } from './card.js';

/**
 * WE-1: the files under way, for technicians whose planning says so (ID-11): those of the station, until files have a
 * technician of their own.
 */
export function CurrentFiles() {
  const t = useText();
  const api = useApi();
  const formats = useFormats();
  const { id: self } = useSelf();
  const mayRead = useMay();
  const { data: planning, refetch: refetchPlanning } = useQuery({
    queryKey: ['record', 'user-planning', self],
    enabled: mayRead('interventions:user-planning.read'),
    queryFn: () => answered(api.GET('/api/v1/user-planning/{id}', { params: { path: { id: self } } })),
  });
  useLive(['user-planning'], () => void refetchPlanning());
  const may = mayRead('interventions:file.read') && planning?.data.showsCurrentFiles === true;
  const { data, error, refetch } = useQuery({
    queryKey: ['home', 'files'],
    enabled: may,
    queryFn: async ({ signal }) => {
      const query = { 'filter[state][eq]': 'open' as const, sort: '-statusAt', limit: 8 };
      return (await answered(api.GET('/api/v1/intervention-files', { signal, params: { query } }))).data.files;
    },
  });
  useLive(['intervention-file'], () => void refetch());
  if (!may) return null;
  return (
    <Card title={t('home.files')} more="/files">
      <Rows rows={data} error={error} onRetry={() => void refetch()} empty={t('home.files.none')}>
        {({ id, number, product, openedAt }) => (
          <>
            <PageLink href={`/files/${id}`}>{number}</PageLink>
            <span>{[product.brand, product.commercialReference].filter(Boolean).join(' ')}</span>
            <time dateTime={openedAt} title={formats.instant(openedAt)}>
              {formats.ago(openedAt)}
            </time>
          </>
        )}
      </Rows>
    </Card>
  );
}
