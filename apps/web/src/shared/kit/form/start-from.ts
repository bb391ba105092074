import type { FieldValues, UseFormReturn } from 'react-hook-form';

/** Takes what the server holds now as the state to edit; what was typed is given up. */
export function startFrom<Values extends FieldValues>(
  form: UseFormReturn<Values>,
  draft: string,
  values: Values,
): void {
  sessionStorage.removeItem(draft);
  form.reset(values);
}
