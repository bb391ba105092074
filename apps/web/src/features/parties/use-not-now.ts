import { RotateCcw, Save } from 'lucide-react';
import type { Action } from '../../shared/actions/actions.js';
import { useMay } from '../../shared/api/session.js';
import { useText } from '../../shared/i18n/use-text.js';
import type { Party } from './party-values.js';

/** Why a pane of a party can't be saved, or given up, now. */
export function useNotNow(
  right: string,
  { mergedInto, erasedAt }: Party,
  { isDirty, isSaving }: { readonly isDirty: boolean; readonly isSaving: boolean },
): { untouched: string | undefined; notNow: string | undefined } {
  const t = useText();
  const may = useMay();
  const untouched = isDirty ? undefined : t('parties.nothing-to-save');
  if (mergedInto !== '') return { untouched, notNow: t('parties.merge.merged-already') };
  if (erasedAt !== '') return { untouched, notNow: t('parties.erased') };
  if (!may(right)) return { untouched, notNow: t('parties.may-not-change') };
  return { untouched, notNow: isSaving ? t('parties.saving') : untouched };
}

/** To save what was typed in a pane, or to give it up. */
export function usePaneActions(
  { save, discard }: { readonly save: () => void; readonly discard: () => void },
  { untouched, notNow }: ReturnType<typeof useNotNow>,
): readonly Action[] {
  const t = useText();
  return [
    { id: 'party.discard', title: t('form.discard'), icon: RotateCcw, notNow: untouched, run: discard },
    { id: 'party.save', title: t('form.save'), icon: Save, keys: 'mod+s', primary: true, notNow, run: save },
  ];
}
