import { useId, type ReactNode } from 'react';

interface BecauseProps {
  /** Why the button within can't be pressed now. */
  readonly notNow: string | undefined;
  readonly children: (why: { readonly isDisabled: boolean; readonly 'aria-describedby'?: string }) => ReactNode;
}

/** A button that says why it can't be pressed: on hover, and to screen readers (React Aria passes no `aria-description` on). */
export function Because({ notNow, children }: BecauseProps) {
  const id = useId();
  return (
    <span title={notNow}>
      {children({ isDisabled: notNow !== undefined, ...(notNow !== undefined && { 'aria-describedby': id }) })}
      {notNow !== undefined && (
        <span id={id} hidden>
          {notNow}
        </span>
      )}
    </span>
  );
}
