import type { ReactNode } from 'react';
import { FormProvider, type FieldValues, type UseFormReturn } from 'react-hook-form';
import type { z } from 'zod';
import { ProblemBox } from '../../ui/problem-box.js';
import { useEdgeForm, useFieldErrors } from '../form/use-edge-form.js';
import { ConflictDialog, type Difference } from './conflict-dialog.js';
import css from './record-page.module.css';
import { useEdit, type Held, type useRecord } from './use-record.js';

interface RecordFormOptions<T, Values extends FieldValues> {
  /** What the edge holds the form to. */
  readonly schema: z.ZodType;
  readonly valuesOf: (data: T) => Values;
  /** Name under which what is typed is kept over a reload. */
  readonly draft: string;
  readonly write: (values: Values, etag: string) => Promise<Held<T>>;
}

type Edit<T, Values extends FieldValues> = ReturnType<typeof useEdit<T, Values>> & {
  readonly form: UseFormReturn<Values>;
};

/** The form of a record that is there: held to the edge's schema and to the version it began from (WE-12). */
export function useRecordForm<T, Values extends FieldValues>(
  definition: Parameters<typeof useRecord<T>>[0],
  held: Held<T>,
  { schema, valuesOf, draft, write }: RecordFormOptions<T, Values>,
): Edit<T, Values> {
  const form = useEdgeForm<Values>(schema, valuesOf(held.data), { draft });
  const edit = useEdit<T, Values>(definition, held, { valuesOf, form, draft, write });
  useFieldErrors(form, edit.error);
  return { ...edit, form };
}

interface RecordFormProps<T, Values extends FieldValues> {
  readonly edit: Edit<T, Values>;
  /** Where what was typed differs from what another saved first. */
  readonly differences: (mine: Values, theirs: T) => readonly Difference[];
  readonly children: ReactNode;
}

/** The fields of a record; Enter saves, a refusal stands above them, a conflict shows both versions. */
export function RecordForm<T, Values extends FieldValues>({ edit, differences, children }: RecordFormProps<T, Values>) {
  const { form, error, save, conflict } = edit;
  return (
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
          {children}
          <button type="submit" hidden />
        </form>
      </FormProvider>
      {conflict !== undefined && (
        <ConflictDialog
          differences={differences(form.getValues(), conflict.theirs)}
          onMine={conflict.keepMine}
          onTheirs={conflict.keepTheirs}
          onBack={conflict.goBack}
        />
      )}
    </>
  );
}
