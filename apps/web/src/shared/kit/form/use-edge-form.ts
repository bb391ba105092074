import { zodResolver } from '@hookform/resolvers/zod';
import { useEffect } from 'react';
import { useForm, type DefaultValues, type FieldPath, type FieldValues, type UseFormReturn } from 'react-hook-form';
import type { z } from 'zod';
import { fieldErrorsOf } from '../../api/problem.js';
import { useText, type Translate } from '../../i18n/use-text.js';

/**
 * A form held to the schema that the edge holds it to. What was typed is kept in the window over a reload until it is saved or
 * given up.
 */
export function useEdgeForm<Values extends FieldValues>(
  schema: z.ZodType,
  given: Values,
  { draft }: { readonly draft: string },
): UseFormReturn<Values> {
  const t = useText();
  const form = useForm<Values, unknown, Values>({
    // The edge's schema fills in what is absent; in a form nothing is, so what goes in is what comes out.
    resolver: zodResolver(schema as z.ZodType<Values, Values>, { error: (issue) => ruleOf(issue, t) }),
    defaultValues: given as DefaultValues<Values>,
    mode: 'onTouched',
  });
  const { subscribe, reset } = form;
  useEffect(() => {
    const kept = sessionStorage.getItem(draft);
    if (kept !== null) reset(JSON.parse(kept) as Values, { keepDefaultValues: true });
    return subscribe({
      formState: { values: true, isDirty: true },
      callback: ({ values, isDirty }) => {
        if (isDirty === true) sessionStorage.setItem(draft, JSON.stringify(values));
        else sessionStorage.removeItem(draft);
      },
    });
  }, [draft, reset, subscribe]);
  return form;
}

/** Shows the wrong fields of a refusal where they were typed. */
export function useFieldErrors<Values extends FieldValues>({ setError }: UseFormReturn<Values>, error: unknown): void {
  useEffect(() => {
    for (const [pointer, message] of fieldErrorsOf(error)) {
      const name = pointer.replace(/^\/(?:party\/|header\/)?/, '').replaceAll('/', '.');
      setError(name as FieldPath<Values>, { message });
    }
  }, [error, setError]);
}

/** A broken rule in the reader's words. */
function ruleOf(issue: z.core.$ZodRawIssue, t: Translate): string {
  switch (issue.code) {
    case 'too_big':
      return t('form.rule.too-big', { kind: issue.origin, max: Number(issue.maximum) });
    case 'too_small':
      return t('form.rule.too-small', { kind: issue.origin, min: Number(issue.minimum) });
    case 'invalid_value':
      return t('form.rule.choice');
    default:
      return t('form.rule.form');
  }
}
