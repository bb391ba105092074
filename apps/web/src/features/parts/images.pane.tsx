import { answered, answeredFile, type Schema } from '@navette/api-client';
import { useQuery } from '@tanstack/react-query';
import { ImageUp, Star, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { FileTrigger } from 'react-aria-components';
import { useApi, useMay } from '../../shared/api/session.js';
import { useText } from '../../shared/i18n/use-text.js';
import { Section } from '../../shared/kit/record/record-page.js';
import type { useCommands } from '../../shared/kit/record/use-commands.js';
import { useRelated } from '../../shared/kit/record/use-related.js';
import { Button, IconButton } from '../../shared/ui/button.js';
import { ProblemBox } from '../../shared/ui/problem-box.js';
import { StateChip } from '../../shared/ui/state-chip.js';
import { useObjectUrl } from '../../shared/ui/use-object-url.js';
import css from './images.module.css';
import type { Part } from './part-values.js';

type Image = Schema<'PartImages'>['images'][number];

interface ImagesPaneProps {
  readonly part: Part;
  readonly commands: ReturnType<typeof useCommands>;
}

/** ST-1: pictures of a part; documents and lists show the main one. */
export default function ImagesPane({ part, commands }: ImagesPaneProps) {
  const t = useText();
  const api = useApi();
  const mayChange = useMay()('stock:part.change');
  const [shown, show] = useState<string>();
  const kept = useRelated(['images', part.id], ['part'], true, async () => {
    return (await answered(api.GET('/api/v1/parts/{id}/images', { params: { path: { id: part.id } } }))).data;
  });
  const images = kept?.images ?? [];
  const large = images.find(({ id }) => id === shown) ?? images[0];
  const add = (file: File) =>
    commands.run('image', (key) =>
      answered(
        api.POST('/api/v1/parts/{id}/images', {
          params: { path: { id: part.id }, header: { 'Idempotency-Key': key } },
          headers: { 'content-type': file.type },
          body: file as never,
          bodySerializer: (body: unknown) => body as Blob,
        }),
      ),
    );
  const path = (imageId: string) => ({ id: part.id, imageId });
  return (
    <Section title={t('parts.images')}>
      <div className={css['images'] ?? ''}>
        <ProblemBox error={commands.error} />
        {kept !== undefined && images.length === 0 && <p className="muted">{t('parts.images.none')}</p>}
        {large !== undefined && <Picture part={part} image={large} alt={part.designation} />}
        {images.length > 1 && (
          <ul className={css['strip'] ?? ''}>
            {images.map((image, index) => (
              <li key={image.id}>
                <button
                  type="button"
                  aria-label={t('parts.images.show', { n: index + 1 })}
                  aria-current={image.id === large?.id ? 'true' : undefined}
                  onClick={() => {
                    show(image.id);
                  }}
                >
                  <Picture part={part} image={image} alt="" small />
                </button>
              </li>
            ))}
          </ul>
        )}
        <div className={css['line'] ?? ''}>
          <FileTrigger
            acceptedFileTypes={['image/png', 'image/jpeg', 'image/webp']}
            onSelect={(files) => {
              const file = files?.[0];
              if (file !== undefined) void add(file);
            }}
          >
            <Button icon={ImageUp} isDisabled={!mayChange} isPending={commands.isRunning}>
              {t('parts.images.add')}
            </Button>
          </FileTrigger>
          {large !== undefined && mayChange && (
            <>
              {large.main ? (
                <StateChip tone="done">{t('parts.images.main')}</StateChip>
              ) : (
                <Button
                  icon={Star}
                  onPress={() => {
                    void commands.run('main', (key) =>
                      answered(
                        api.PUT('/api/v1/parts/{id}/images/{imageId}/main', {
                          params: { path: path(large.id), header: { 'Idempotency-Key': key } },
                        }),
                      ),
                    );
                  }}
                >
                  {t('parts.images.choose')}
                </Button>
              )}
              <IconButton
                icon={Trash2}
                label={t('parts.images.remove')}
                onPress={() => {
                  void commands.run('remove', (key) =>
                    answered(
                      api.DELETE('/api/v1/parts/{id}/images/{imageId}', {
                        params: { path: path(large.id), header: { 'Idempotency-Key': key } },
                      }),
                    ),
                  );
                }}
              />
            </>
          )}
        </div>
        <p className="muted">{t('parts.images.hint')}</p>
      </div>
    </Section>
  );
}

interface PictureProps {
  readonly part: Part;
  readonly image: Image;
  readonly alt: string;
  readonly small?: boolean;
}

function Picture({ part, image, alt, small = false }: PictureProps) {
  const api = useApi();
  const { data } = useQuery({
    queryKey: ['part-image', image.id, small],
    staleTime: Infinity,
    queryFn: ({ signal }) => {
      const params = { path: { id: part.id, imageId: image.id }, query: small ? ({ small: 'true' } as const) : {} };
      return answeredFile(api.GET('/api/v1/parts/{id}/images/{imageId}', { signal, params, parseAs: 'blob' }));
    },
  });
  const url = useObjectUrl(data);
  const name = small ? 'small' : 'large';
  return url === undefined ? (
    <span className={css[name] ?? ''} />
  ) : (
    <img className={css[name] ?? ''} src={url} alt={alt} />
  );
}
