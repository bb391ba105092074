import { answered } from '@navette/api-client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { LockOpen, LogOut } from 'lucide-react';
import { useLive } from '../../shared/api/live.js';
import { useApi, useMay } from '../../shared/api/session.js';
import { useFormats } from '../../shared/i18n/formats.js';
import { useText } from '../../shared/i18n/use-text.js';
import { Section } from '../../shared/kit/record/record-page.js';
import { useCoalesced } from '../../shared/kit/record/use-coalesced.js';
import { Button } from '../../shared/ui/button.js';
import { ProblemBox } from '../../shared/ui/problem-box.js';
import { SessionTable } from '../../shared/ui/session-table.js';
import { StateChip } from '../../shared/ui/state-chip.js';
import { PasswordLink } from './password-link.js';
import css from './users.module.css';

/** ID-5, ID-6: whether a user can get in, and where they are in. */
export function UserAccess({ userId }: { readonly userId: string }) {
  const t = useText();
  const api = useApi();
  const may = useMay();
  const formats = useFormats();
  const { data, error, refetch } = useQuery({
    queryKey: ['user-access', userId],
    queryFn: async () =>
      (await answered(api.GET('/api/v1/users/{id}/access', { params: { path: { id: userId } } }))).data,
  });
  const onSuccess = () => void refetch();
  const again = useCoalesced(onSuccess);
  useLive(['user-access'], (changed) => {
    if (changed === undefined || changed === userId) again();
  });
  const header = () => ({ 'Idempotency-Key': crypto.randomUUID() });
  const unlock = useMutation({
    mutationFn: () =>
      answered(api.DELETE('/api/v1/users/{id}/lock', { params: { path: { id: userId }, header: header() } })),
    onSuccess,
  });
  const end = useMutation({
    mutationFn: (sessionId: string) =>
      answered(
        api.DELETE('/api/v1/users/{id}/sessions/{sessionId}', {
          params: { path: { id: userId, sessionId }, header: header() },
        }),
      ),
    // Ended meanwhile, it is refused: the list says what is left.
    onSettled: onSuccess,
  });
  const endAll = useMutation({
    mutationFn: () =>
      answered(api.DELETE('/api/v1/users/{id}/sessions', { params: { path: { id: userId }, header: header() } })),
    onSuccess,
  });
  const mayEnd = may('identity:user-access.end');
  return (
    <Section title={t('users.access')}>
      <div className={css['form'] ?? ''} aria-busy={data === undefined && error === null}>
        <ProblemBox error={error ?? unlock.error ?? end.error ?? endAll.error} onRetry={onSuccess} />
        {data !== undefined && (
          <>
            <PasswordLink access={data} userId={userId} />
            <div className={css['state'] ?? ''}>
              {data.lockedUntil === '' ? (
                <p className="muted">{t('users.access.failures', { count: data.failures })}</p>
              ) : (
                <>
                  <StateChip tone="late">{t('users.access.locked')}</StateChip>
                  <p>
                    {t('users.access.locked-until', {
                      count: data.failures,
                      until: formats.instant(data.lockedUntil),
                    })}
                  </p>
                </>
              )}
              {data.lockedUntil !== '' && may('identity:user-access.unlock') && (
                <Button
                  icon={LockOpen}
                  isPending={unlock.isPending}
                  onPress={() => {
                    unlock.mutate();
                  }}
                >
                  {t('users.access.unlock')}
                </Button>
              )}
            </div>
            {data.sessions.length === 0 ? (
              <p className="muted">{t('users.access.none')}</p>
            ) : (
              <SessionTable sessions={data.sessions} onEnd={mayEnd ? end.mutate : undefined} />
            )}
            {mayEnd && data.sessions.length > 1 && (
              <div>
                <Button
                  icon={LogOut}
                  isPending={endAll.isPending}
                  onPress={() => {
                    endAll.mutate();
                  }}
                >
                  {t('users.access.end-all')}
                </Button>
              </div>
            )}
          </>
        )}
      </div>
    </Section>
  );
}
