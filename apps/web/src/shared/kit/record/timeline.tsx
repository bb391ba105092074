import { answered } from '@navette/api-client';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useApi, useMay, useSession } from '../../api/session.js';
import { useFormats } from '../../i18n/formats.js';
import { useText } from '../../i18n/use-text.js';
import { Section } from './record-page.js';
import css from './timeline.module.css';

interface TimelineProps {
  /** Service that owns the record. */
  readonly service: string;
  /** As the audit trail names it. */
  readonly entityType: string;
  readonly id: string;
  readonly version: string;
  /** Of who has no account here: a phone, a link, another station. Empty for whom it does not know. */
  readonly nameOf?: (actorId: string) => string;
}

/** ID-9: who did what to this record, the latest first; for those who may read the trail. */
export function Timeline({ service, entityType, id, version, nameOf }: TimelineProps) {
  const t = useText();
  const formats = useFormats();
  const api = useApi();
  const may = useMay()('operations:audit.read');
  const textOf = useOperationTexts();
  const { data, error } = useQuery({
    queryKey: ['timeline', service, entityType, id, version],
    enabled: may,
    queryFn: async () => {
      const params = { path: { service }, query: { entityType, entityId: id } };
      return (await answered(api.GET('/api/v1/operations/{service}/audit', { params }))).data;
    },
  });
  if (!may) return null;
  return (
    <Section title={t('record.timeline')}>
      {error !== null && <p className="muted">{t('record.timeline.away')}</p>}
      <ol className={css['timeline'] ?? ''} aria-busy={data === undefined && error === null}>
        {data?.entries.map((entry) => (
          <li key={entry.id}>
            <time dateTime={entry.at} title={formats.instant(entry.at)}>
              {formats.ago(entry.at)}
            </time>
            <span>{textOf(entry.operation)}</span>
            <span className="muted">{entry.actorName || nameOf?.(entry.actorId) || entry.actorId}</span>
          </li>
        ))}
      </ol>
    </Section>
  );
}

/** What an operation is called; its own name where it has no text. */
export function useOperationTexts(): (operation: string) => string {
  const api = useApi();
  const { language } = useSession();
  const may = useMay()('operations:audit.read');
  const { data } = useQuery({
    queryKey: ['operation-texts'],
    enabled: may,
    staleTime: Infinity,
    queryFn: async () => (await answered(api.GET('/api/v1/operation-texts'))).data.operations,
  });
  const spoken = language();
  return useMemo(() => {
    const texts = new Map(data?.map(({ name, text }) => [name, text[spoken]]));
    return (operation) => texts.get(operation) ?? operation;
  }, [data, spoken]);
}
