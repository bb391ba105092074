import { answered, type Schema } from '@navette/api-client';
import { useQuery } from '@tanstack/react-query';
import { useLive } from '../../shared/api/live.js';
import { useApi, useMay } from '../../shared/api/session.js';
import { useFormats } from '../../shared/i18n/formats.js';
import { useText } from '../../shared/i18n/use-text.js';
import { useCoalesced } from '../../shared/kit/record/use-coalesced.js';
import { StateChip } from '../../shared/ui/state-chip.js';
import css from './users.module.css';

type Message = Schema<'Message'>;

const TONES = { queued: 'progress', sent: 'done', not_sent: 'late', parked: 'late' } as const;
/** Reasons that have words of their own; anything else is the mail server's answer. */
const KNOWN = [
  'no-address',
  'no-smtp',
  'no-template',
  'template-wrong',
  'no-pages-address',
  'link-used',
  'link-expired',
  'link-replaced',
];

/** ID-5: whether a user has a password, and what became of the mail by which they set one. */
export function PasswordLink({ access, userId }: { readonly access: Schema<'UserAccess'>; readonly userId: string }) {
  const t = useText();
  const formats = useFormats();
  const api = useApi();
  const may = useMay();
  const { data, refetch } = useQuery({
    queryKey: ['password-mail', userId],
    enabled: may('notifications:message.read'),
    queryFn: async () =>
      (await answered(api.GET('/api/v1/messages', { params: { query: { aboutId: userId, limit: 1 } } }))).data,
  });
  useLive(
    ['message', 'user-access'],
    useCoalesced(() => void refetch()),
  );
  const mail = data?.messages[0];
  const until = access.linkExpiresAt;
  return (
    <>
      <p className="muted">
        {t(access.hasPassword ? 'users.password.set' : 'users.password.none')}{' '}
        {until !== '' && t('users.password.link-until', { until: formats.instant(until) })}
      </p>
      {mail !== undefined && (
        <div className={css['state'] ?? ''} role="status">
          <StateChip tone={toneOf(mail)}>{t(`users.mail.${mail.state}`)}</StateChip>
          <p>
            {mail.state === 'sent'
              ? t('users.mail.sent-to', { address: mail.recipient, at: formats.instant(mail.sentAt) })
              : why(t, mail)}
          </p>
        </div>
      )}
    </>
  );
}

const toneOf = ({ state }: Message) => TONES[state as keyof typeof TONES];

function why(t: ReturnType<typeof useText>, { state, reason }: Message): string {
  if (reason === '') return '';
  if (KNOWN.includes(reason)) return t(`users.mail.why.${reason}`);
  return t(state === 'queued' ? 'users.mail.again' : 'users.mail.answer', { answer: reason });
}
