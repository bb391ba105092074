import { answered } from '@navette/api-client';
import { newParty } from '@navette/api-schema';
import { RotateCcw, Save } from 'lucide-react';
import { FormProvider } from 'react-hook-form';
import { useApi } from '../../shared/api/session.js';
import { useText } from '../../shared/i18n/use-text.js';
import { useEdgeForm, useFieldErrors } from '../../shared/kit/form/use-edge-form.js';
import { ConflictDialog } from '../../shared/kit/record/conflict-dialog.js';
import { useEdit } from '../../shared/kit/record/use-record.js';
import { ProblemBox } from '../../shared/ui/problem-box.js';
import { labelOf, PartyFields } from './party-fields.js';
import type { PaneProps } from './party-pane.js';
import { sentOf, textOf, valuesOf, type Party, type PartyValues } from './party-values.js';
import { useNotNow } from './use-not-now.js';
import css from './parties.module.css';

/** PA-1: the common data of a party. */
export function RecordPane({ definition, held, frame }: PaneProps) {
  const t = useText();
  const api = useApi();
  const party = held.data;
  const draft = `draft.party.${party.id}`;
  const form = useEdgeForm(newParty, valuesOf(party), { draft });
  const { isDirty, isSaving, error, save, discard, conflict } = useEdit<Party, PartyValues>(definition, held, {
    valuesOf,
    form,
    draft,
    write: (values, etag) =>
      answered(
        api.PUT('/api/v1/parties/{id}', {
          params: { path: { id: party.id }, header: { 'If-Match': etag, 'Idempotency-Key': crypto.randomUUID() } },
          body: sentOf(values),
        }),
      ),
  });
  useFieldErrors(form, error);
  const { untouched, notNow } = useNotNow('parties:party.change', party, { isDirty, isSaving });
  return frame({
    unsaved: isDirty,
    actions: [
      { id: 'party.discard', title: t('form.discard'), icon: RotateCcw, notNow: untouched, run: discard },
      { id: 'party.save', title: t('form.save'), icon: Save, keys: 'mod+s', primary: true, notNow, run: save },
    ],
    children: (
      <>
        <ProblemBox error={error} />
        <FormProvider {...form}>
          <form
            className={css['form'] ?? ''}
            onSubmit={(event) => {
              event.preventDefault();
              save();
            }}
            noValidate
          >
            <PartyFields isListed={party.source === 'system'} />
            <button type="submit" hidden />
          </form>
        </FormProvider>
        {conflict !== undefined && (
          <ConflictDialog
            differences={differences(t, form.getValues(), valuesOf(conflict.theirs))}
            onMine={conflict.keepMine}
            onTheirs={conflict.keepTheirs}
            onBack={conflict.goBack}
          />
        )}
      </>
    ),
  });
}

function differences(t: (key: string) => string, mine: PartyValues, theirs: PartyValues) {
  return (Object.keys(mine) as (keyof PartyValues)[])
    .map((name) => ({ label: labelOf(t, name), mine: textOf(mine[name]), theirs: textOf(theirs[name]) }))
    .filter(({ mine: one, theirs: other }) => one !== other);
}
