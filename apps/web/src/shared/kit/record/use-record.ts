import { Refusal } from '@navette/api-client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useState } from 'react';
import type { FieldValues, UseFormReturn } from 'react-hook-form';
import { useLive } from '../../api/live.js';
import { isPassing } from '../../api/problem.js';
import { startFrom } from '../form/start-from.js';
import { useCoalesced } from './use-coalesced.js';

/** What the server holds, and the tag that an edit of it carries (If-Match). */
export interface Held<T> {
  readonly data: T;
  readonly etag: string | undefined;
}

interface RecordDefinition<T> {
  /** Name of the aggregate in live messages, and id. */
  readonly kind: string;
  readonly id: string;
  readonly read: () => Promise<Held<T>>;
  /** Another service hears of it by event: one that was made this second is asked for again. */
  readonly mayBeLate?: boolean;
}

/** A record as it is now; another's change comes in by itself. */
export function useRecord<T>({ kind, id, read, mayBeLate = false }: RecordDefinition<T>) {
  const query = useQuery({
    queryKey: ['record', kind, id],
    queryFn: read,
    ...(mayBeLate && { retry: (count: number, error) => count < 3 && (isPassing(error) || isMissing(error)) }),
  });
  const again = useCoalesced(() => void query.refetch());
  useLive([kind], (changed) => {
    if (changed === undefined || changed === id) again();
  });
  return query;
}

/**
 * The edit of a record, held against the version it began from: another's later change comes into a form that nobody has
 * touched, and never into one that somebody has. Who saves second is told; nothing is overwritten until they chose (WE-12).
 */
export function useEdit<T, Values extends FieldValues>(
  { kind, id, read }: RecordDefinition<T>,
  held: Held<T>,
  { valuesOf, form, draft, write }: EditDefinition<T, Values>,
) {
  const client = useQueryClient();
  const [base, setBase] = useState(held);
  const [conflict, setConflict] = useState<Held<T>>();
  const { isDirty } = form.formState;
  const startOver = (from: Held<T>) => {
    setConflict(undefined);
    setBase(from);
    startFrom(form, draft, valuesOf(from.data));
  };
  const takeOver = useEffectEvent(startOver);
  useEffect(() => {
    // eslint-disable-next-line react-hooks/set-state-in-effect -- the form keeps its values outside of React's state and must be reset with it
    if (!isDirty && held !== base) takeOver(held);
  }, [isDirty, held, base]);

  const { mutate, isPending, error } = useMutation({
    mutationFn: ({ values, over }: { values: Values; over: Held<T> }) => write(values, over.etag ?? ''),
    retry: false,
    onSuccess: (saved) => {
      client.setQueryData(['record', kind, id], saved);
      void client.invalidateQueries({ queryKey: ['list'] });
      startOver(saved);
    },
    onError: async (failure) => {
      if (isStale(failure)) setConflict(await read());
    },
  });
  const saveOver = (over: Held<T>) =>
    void form.handleSubmit((values) => {
      mutate({ values, over });
    })();
  return {
    isDirty,
    isSaving: isPending,
    error: isStale(error) ? null : error,
    /** Saves over the version that the edit began from. */
    save: () => {
      saveOver(base);
    },
    /** Gives up what was typed. */
    discard: () => {
      startOver(held);
    },
    /** The other's version, where one saved first; the person chooses. */
    conflict: conflict && {
      theirs: conflict.data,
      keepMine: () => {
        setConflict(undefined);
        setBase(conflict);
        saveOver(conflict);
      },
      keepTheirs: () => {
        startOver(conflict);
      },
      goBack: () => {
        setConflict(undefined);
      },
    },
  };
}

interface EditDefinition<T, Values extends FieldValues> {
  readonly valuesOf: (data: T) => Values;
  readonly form: UseFormReturn<Values>;
  /** Name under which what is typed is kept over a reload. */
  readonly draft: string;
  readonly write: (values: Values, etag: string) => Promise<Held<T>>;
}

const isMissing = (error: unknown): boolean => error instanceof Refusal && error.problem.status === 404;
/** Another has saved first. */
export const isStale = (error: unknown): boolean => error instanceof Refusal && error.problem.status === 412;
