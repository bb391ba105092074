import { useState } from 'react';
import { useIntl } from 'react-intl';
import { decimal, plain } from '../../i18n/decimals.js';
import { useFormats } from '../../i18n/formats.js';
import css from './line-figures.module.css';

interface FigureFieldProps {
  readonly label: string;
  /** Decimal text, as the edge says it; empty where there is none yet. */
  readonly value: string;
  /** Whether nothing may be typed in its place. */
  readonly mayBeEmpty?: boolean;
  /** Enter goes to the next such field instead of staying. */
  readonly goesOn?: boolean;
  /** Given decimal text; false where it was refused, and what was typed stays. */
  readonly onSet: (value: string) => Promise<boolean>;
}

/** A figure of a line, typed over what it was; kept with Enter, or when the field is left. */
export function FigureField({ label, value, mayBeEmpty = false, goesOn = false, onSet }: FigureFieldProps) {
  const [typed, setTyped] = useState<string>();
  const { locale } = useIntl();
  const held = plain(value).replace('.', locale.startsWith('fr') ? ',' : '.');
  const keep = () => {
    if (typed === undefined || decimal(typed) === decimal(held) || (typed.trim() === '' && !mayBeEmpty)) {
      setTyped(undefined);
      return;
    }
    void onSet(decimal(typed)).then((done) => {
      if (done) setTyped(undefined);
    });
  };
  return (
    <input
      className={css['figure'] ?? ''}
      aria-label={label}
      inputMode="decimal"
      autoComplete="off"
      value={typed ?? held}
      onChange={(event) => {
        setTyped(event.target.value);
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Enter') return;
        const fields = [...document.querySelectorAll<HTMLInputElement>(`input.${css['figure'] ?? ''}`)];
        const next = goesOn ? fields[fields.indexOf(event.currentTarget) + 1] : undefined;
        if (next === undefined) keep();
        else next.focus();
      }}
      onBlur={keep}
    />
  );
}

/** More or less than there should be, told by colour and sign; nothing where it is as it should be. */
export function Gap({ of: gap }: { readonly of: number }) {
  const formats = useFormats();
  if (gap === 0) return null;
  return (
    <span className={css['gap'] ?? ''} data-tone={gap > 0 ? 'waiting' : 'late'}>
      {`${gap > 0 ? '+' : '−'}${formats.quantity(String(Math.abs(gap)))}`}
    </span>
  );
}
