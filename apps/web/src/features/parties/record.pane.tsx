import { answered } from '@navette/api-client';
import { newParty } from '@navette/api-schema';
import { useApi } from '../../shared/api/session.js';
import { useText } from '../../shared/i18n/use-text.js';
import { RecordForm, useRecordForm } from '../../shared/kit/record/record-form.js';
import { labelOf, PartyFields } from './party-fields.js';
import type { PaneProps } from './party-pane.js';
import { sentOf, textOf, valuesOf, type Party, type PartyValues } from './party-values.js';
import { useNotNow, usePaneActions } from './use-not-now.js';

/** PA-1: the common data of a party. */
export function RecordPane({ definition, held, frame }: PaneProps) {
  const t = useText();
  const api = useApi();
  const party = held.data;
  const edit = useRecordForm<Party, PartyValues>(definition, held, {
    schema: newParty,
    valuesOf,
    draft: `draft.party.${party.id}`,
    write: (values, etag) =>
      answered(
        api.PUT('/api/v1/parties/{id}', {
          params: { path: { id: party.id }, header: { 'If-Match': etag, 'Idempotency-Key': crypto.randomUUID() } },
          body: sentOf(values),
        }),
      ),
  });
  return frame({
    unsaved: edit.isDirty,
    actions: usePaneActions(edit, useNotNow('parties:party.change', party, edit)),
    children: (
      <RecordForm edit={edit} differences={(mine, theirs) => differences(t, mine, valuesOf(theirs))}>
        <PartyFields isListed={party.source === 'system'} />
      </RecordForm>
    ),
  });
}

function differences(t: (key: string) => string, mine: PartyValues, theirs: PartyValues) {
  return (Object.keys(mine) as (keyof PartyValues)[])
    .map((name) => ({ label: labelOf(t, name), mine: textOf(mine[name]), theirs: textOf(theirs[name]) }))
    .filter(({ mine: one, theirs: other }) => one !== other);
}
