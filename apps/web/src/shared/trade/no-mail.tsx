import { answered, type Schema } from '@navette/api-client';
import { useApi, useMay } from '../api/session.js';
import { useText } from '../i18n/use-text.js';
import { useRelated } from '../kit/record/use-related.js';
import { noMailReason } from './no-mail-reason.js';
import css from './no-mail.module.css';

/** PA-12: why a party gets no mail, where it gets none. */
export function NoMail({ party }: { readonly party: Schema<'Party'> }) {
  const t = useText();
  const reason = noMailReason(party);
  if (reason === undefined) return null;
  const name = [party.name, party.firstName].filter(Boolean).join(' ');
  return <p className={css['notice'] ?? ''}>{t(`trade.no-mail.${reason}`, { name })}</p>;
}

/** The same on a record that is about the party, by its id. */
export function NoMailTo({ partyId }: { readonly partyId: string }) {
  const api = useApi();
  const party = useRelated(
    ['party', partyId],
    ['party'],
    useMay()('parties:party.read') && partyId !== '',
    async () => {
      const params = { path: { id: partyId } };
      return (await answered(api.GET('/api/v1/parties/{id}', { params }))).data;
    },
  );
  return party === undefined ? null : <NoMail party={party} />;
}
