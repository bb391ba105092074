import { answered } from '@navette/api-client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Ban, Link as LinkIcon } from 'lucide-react';
import { useLive } from '../../shared/api/live.js';
import { useApi } from '../../shared/api/session.js';
import { useFormats } from '../../shared/i18n/formats.js';
import { useText } from '../../shared/i18n/use-text.js';
import { LineTable } from '../../shared/kit/record/line-table.js';
import { useCoalesced } from '../../shared/kit/record/use-coalesced.js';
import { useCommands } from '../../shared/kit/record/use-commands.js';
import { Button, IconButton } from '../../shared/ui/button.js';
import { Dialog } from '../../shared/ui/dialog.js';
import { ProblemBox } from '../../shared/ui/problem-box.js';
import { QrCode } from '../../shared/ui/qr-code.js';
import { Secret } from '../../shared/ui/secret.js';
import { StateChip } from '../../shared/ui/state-chip.js';
import css from './inventories.module.css';

interface ShareDialogProps {
  readonly inventoryId: string;
  readonly onClose: () => void;
}

/** ST-14: a link for phones without an account, who counts by it, and how to take them off. */
export function ShareDialog({ inventoryId, onClose }: ShareDialogProps) {
  const t = useText();
  const formats = useFormats();
  const api = useApi();
  const commands = useCommands();
  const path = { id: inventoryId };
  const { data, error, refetch } = useQuery({
    queryKey: ['record', 'count-access', inventoryId],
    queryFn: async () => (await answered(api.GET('/api/v1/inventories/{id}/access', { params: { path } }))).data,
  });
  useLive(
    ['inventory'],
    useCoalesced(() => void refetch()),
  );
  const create = useMutation({
    mutationFn: async () => (await answered(api.POST('/api/v1/inventories/{id}/links', { params: { path } }))).data,
    retry: false,
    onSuccess: () => refetch(),
  });
  const revoke = (what: { countLinkId: string } | { countDeviceId: string }) =>
    void commands.run(`revoke ${JSON.stringify(what)}`, (key) =>
      answered(
        api.POST('/api/v1/inventories/{id}/revoke', {
          params: { path, header: { 'Idempotency-Key': key } },
          body: { countLinkId: '', countDeviceId: '', ...what },
        }),
      ),
    );
  const links = (data?.links ?? []).filter(({ revokedAt }) => revokedAt === '');
  const address = create.data === undefined ? '' : new URL(create.data.link, location.origin).href;
  return (
    <Dialog title={t('inventories.do.share')} isOpen onClose={onClose} size="wide">
      <div className={css['share'] ?? ''}>
        <p>{t('inventories.share.text')}</p>
        <ProblemBox error={error ?? create.error ?? commands.error} />
        {address === '' ? (
          <div>
            <Button
              kind="primary"
              icon={LinkIcon}
              isDisabled={create.isPending}
              onPress={() => {
                create.mutate();
              }}
            >
              {t('inventories.share.create')}
            </Button>
          </div>
        ) : (
          <>
            <QrCode text={address} label={t('inventories.share.qr')} />
            <p className="muted">{t('inventories.share.once')}</p>
            <Secret text={address} />
          </>
        )}
        {links.length > 0 && (
          <div className={css['links'] ?? ''}>
            {links.map(({ id, createdAt }) => (
              <Button
                key={id}
                icon={Ban}
                isDisabled={commands.isRunning}
                onPress={() => {
                  revoke({ countLinkId: id });
                }}
              >
                {t('inventories.share.revoke-link', { at: formats.instant(createdAt) })}
              </Button>
            ))}
          </div>
        )}
        <LineTable
          label={t('inventories.share.phones')}
          lines={data?.devices ?? []}
          idOf={({ id }) => id}
          isMuted={({ revokedAt }) => revokedAt !== ''}
          empty={t('inventories.share.nobody')}
          columns={[
            { id: 'counter', title: t('inventories.share.counter'), cell: ({ counter }) => counter },
            {
              id: 'entries',
              title: t('inventories.share.entries'),
              isNumber: true,
              cell: ({ entries }) => formats.count(entries),
            },
            { id: 'seen', title: t('inventories.share.seen'), cell: ({ seenAt }) => formats.ago(seenAt) },
            {
              id: 'do',
              title: t('inventories.share.access'),
              cell: ({ id, counter, revokedAt }) =>
                revokedAt === '' ? (
                  <IconButton
                    icon={Ban}
                    label={t('inventories.share.revoke', { counter })}
                    onPress={() => {
                      revoke({ countDeviceId: id });
                    }}
                  />
                ) : (
                  <StateChip tone="draft">{t('inventories.share.revoked')}</StateChip>
                ),
            },
          ]}
        />
      </div>
    </Dialog>
  );
}
