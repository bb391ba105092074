import { answered, answeredFile, type Schema } from '@navette/api-client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { ImageUp, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { FileTrigger } from 'react-aria-components';
import { useApi, useMay } from '../../shared/api/session.js';
import { useText } from '../../shared/i18n/use-text.js';
import { Button } from '../../shared/ui/button.js';
import { ProblemBox } from '../../shared/ui/problem-box.js';
import { useObjectUrl } from '../../shared/ui/use-object-url.js';
import css from './station.module.css';

interface LogoProps {
  readonly station: Schema<'Station'>;
  readonly onChanged: () => void;
}

/** ID-1: the station's logo, as its documents show it; a new one is seen before it is kept. */
export function Logo({ station: { id, logoSha256 }, onChanged }: LogoProps) {
  const t = useText();
  const api = useApi();
  const may = useMay()('identity:station.change');
  const [chosen, choose] = useState<File>();
  const header = () => ({ 'Idempotency-Key': crypto.randomUUID() });
  const params = { path: { id } };
  const kept = useQuery({
    queryKey: ['logo', id, logoSha256],
    enabled: logoSha256 !== '',
    queryFn: () => answeredFile(api.GET('/api/v1/stations/{id}/logo', { params, parseAs: 'blob' })),
  });
  const onSuccess = () => {
    choose(undefined);
    onChanged();
  };
  const keep = useMutation({
    mutationFn: (file: File) =>
      answered(
        api.PUT('/api/v1/stations/{id}/logo', {
          params: { ...params, header: header() },
          headers: { 'content-type': file.type },
          body: file as never,
          bodySerializer: (body: unknown) => body as Blob,
        }),
      ),
    retry: false,
    onSuccess,
  });
  const remove = useMutation({
    mutationFn: () => answered(api.DELETE('/api/v1/stations/{id}/logo', { params: { ...params, header: header() } })),
    onSuccess,
  });
  const shown = useObjectUrl(chosen ?? (logoSha256 === '' ? undefined : kept.data));
  return (
    <div className={css['form'] ?? ''}>
      <ProblemBox error={keep.error ?? remove.error ?? kept.error} />
      {shown === undefined ? (
        <p className="muted">{t('station.logo.none')}</p>
      ) : (
        <img className={css['logo'] ?? ''} src={shown} alt={t(chosen ? 'station.logo.preview' : 'station.logo')} />
      )}
      <div className={css['line'] ?? ''}>
        <FileTrigger
          acceptedFileTypes={['image/png', 'image/jpeg', 'image/webp']}
          onSelect={(files) => {
            choose(files?.[0]);
          }}
        >
          <Button icon={ImageUp} isDisabled={!may}>
            {t('station.logo.choose')}
          </Button>
        </FileTrigger>
        {chosen !== undefined && (
          <Button
            kind="primary"
            isPending={keep.isPending}
            onPress={() => {
              keep.mutate(chosen);
            }}
          >
            {t('station.logo.keep')}
          </Button>
        )}
        {chosen === undefined && logoSha256 !== '' && (
          <Button
            kind="danger"
            icon={Trash2}
            isDisabled={!may}
            isPending={remove.isPending}
            onPress={() => {
              remove.mutate();
            }}
          >
            {t('station.logo.remove')}
          </Button>
        )}
      </div>
      <p className="muted">{t('station.logo.hint')}</p>
    </div>
  );
}
