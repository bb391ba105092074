import { answered, type Schema } from '@navette/api-client';
import { useApi, useMay } from '../../shared/api/session.js';
import { useFormats } from '../../shared/i18n/formats.js';
import { useText } from '../../shared/i18n/use-text.js';
import { Links } from '../../shared/kit/record/line-table.js';
import { Section } from '../../shared/kit/record/record-page.js';
import { useRelated } from '../../shared/kit/record/use-related.js';
import { StateChip } from '../../shared/ui/state-chip.js';

type Message = Schema<'Message'>;

const TONES = { queued: 'progress', sent: 'done', not_sent: 'late', parked: 'late' } as const;
/** Reasons that have words of their own; anything else is the mail server's answer. */
const KNOWN = ['no-address', 'no-consent', 'no-smtp', 'no-party', 'no-template', 'template-wrong', 'order-withdrawn'];

/** ST-21: who got the order by mail, and when; nothing where it was never mailed. */
export function OrderMails({ orderId }: { readonly orderId: string }) {
  const t = useText();
  const api = useApi();
  const formats = useFormats();
  const may = useMay();
  const mails = useRelated(['mails-of', orderId], ['message'], may('notifications:message.read'), async () => {
    const query = { aboutId: orderId, limit: 20 };
    return (await answered(api.GET('/api/v1/messages', { params: { query } }))).data.messages;
  });
  if (mails === undefined || mails.length === 0) return null;
  const told = ({ reason, recipient, sentAt, state }: Message) => {
    if (state === 'sent') return t('orders.mail.sent-to', { address: recipient, at: formats.instant(sentAt) });
    if (reason === '') return '';
    return KNOWN.includes(reason) ? t(`orders.mail.why.${reason}`) : t('orders.mail.answer', { answer: reason });
  };
  return (
    <Section title={t('orders.mails')}>
      <Links>
        {mails.map((mail) => (
          <li key={mail.id}>
            <StateChip tone={TONES[mail.state as keyof typeof TONES]}>{t(`orders.mail.${mail.state}`)}</StateChip>
            <span>{told(mail)}</span>
          </li>
        ))}
      </Links>
    </Section>
  );
}
