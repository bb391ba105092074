import type { Party } from '@navette/contracts/parties/v1/service';
import type { StoredSmtpSettings } from '../smtp/smtp-settings.js';
import type { TagValues } from '../templates/template.js';

type StationTags = Readonly<Record<'name' | 'phone' | 'email', string>>;

/** What a text's tags stand for: the message's own, its reader's and its station's. */
export function mailTags(
  ofMessage: TagValues,
  ofReader: TagValues,
  station: StationTags | undefined,
  settings: Pick<StoredSmtpSettings, 'senderName' | 'senderAddress'> | undefined,
): TagValues {
  const { senderName = '', senderAddress = '' } = settings ?? {};
  return {
    ...ofMessage,
    ...ofReader,
    station: station ?? { name: senderName, phone: '', email: senderAddress },
  };
}

/** Tags of a party that is written to. */
export function customerTags({ civility, name, firstName }: Party): TagValues {
  return { customer: { civility, name, first_name: firstName } };
}
