import { answered } from '@navette/api-client';
import { useQuery } from '@tanstack/react-query';
import { useApi } from '../../api/session.js';
import { useFormats } from '../../i18n/formats.js';
import { useText } from '../../i18n/use-text.js';
import { Section } from './record-page.js';
import css from './timeline.module.css';

interface TimelineProps {
  /** Service that owns the record. */
  readonly service: string;
  /** As the audit trail names it. */
  readonly entity: string;
  readonly id: string;
  readonly version: string;
}

/** ID-9: who did what to this record, the latest first. */
export function Timeline({ service, entity, id, version }: TimelineProps) {
  const t = useText();
  const formats = useFormats();
  const api = useApi();
  const { data, error } = useQuery({
    queryKey: ['timeline', service, entity, id, version],
    queryFn: async () =>
      (
        await answered(
          api.GET('/api/v1/operations/{service}/audit', {
            params: { path: { service }, query: { entity, entityId: id } },
          }),
        )
      ).data,
  });
  return (
    <Section title={t('record.timeline')}>
      {error !== null && <p className="muted">{t('record.timeline.away')}</p>}
      <ol className={css['timeline'] ?? ''}>
        {data?.entries.map((entry) => (
          <li key={entry.id}>
            <time dateTime={entry.at} title={formats.instant(entry.at)}>
              {formats.ago(entry.at)}
            </time>
            <span>{entry.operation}</span>
            <span className="muted">{entry.actorId}</span>
          </li>
        ))}
      </ol>
    </Section>
  );
}
