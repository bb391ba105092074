import { createContext, useContext, type ReactNode } from 'react';
import { useFormContext, type FieldValues } from 'react-hook-form';
import { useText } from '../../../shared/i18n/use-text.js';
import { PageLink } from '../../../shared/work/page-link.js';
import css from '../parties.module.css';

type Values = Readonly<Record<string, unknown>>;

/** Whose value a field has where it has none of its own. */
export interface Giver {
  readonly values: Values;
  /** The family; absent where the default is meant. */
  readonly family?: { readonly id: string; readonly label: string };
}

/** Of each field of terms, by its name; none where nothing is to be said of it. */
export type GiverOf = (field: string) => Giver | undefined;

interface Inheritance {
  readonly giverOf: GiverOf;
  /** The form is that of a party, which takes values, or of a family, which gives them. */
  readonly role: 'takes' | 'gives';
}

const InheritanceContext = createContext<Inheritance>({ giverOf: () => undefined, role: 'takes' });
export const InheritanceProvider = InheritanceContext.Provider;

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

/** A field of terms with whose value it has, and the way to an own one and back (PA-13). */
export function Inheritable({ name, at = '', label, children }: InheritableProps) {
  const t = useText();
  const { giverOf, role } = useContext(InheritanceContext);
  const { watch, setValue } = useFormContext<FieldValues>();
  const giver = giverOf(name);
  if (giver === undefined) return children;
  const inherited = watch(`${at}inherited`) as readonly string[];
  const isInherited = inherited.includes(name) && same(watch(`${at}${name}`), giver.values[name]);
  const keep = (fields: readonly string[]) => {
    setValue(`${at}inherited`, fields, { shouldDirty: true });
  };
  const take = () => {
    keep(inherited.filter((field) => field !== name));
  };
  const drop = () => {
    setValue(`${at}${name}`, giver.values[name], { shouldDirty: true, shouldValidate: true });
    // In one order, so that what was taken and dropped again is as it was.
    keep(Object.keys(giver.values).filter((field) => field === name || inherited.includes(field)));
  };
  const { family } = giver;
  const action = isInherited ? (role === 'takes' ? 'take' : undefined) : 'drop';
  return (
    <div className={css['inheritable'] ?? ''} data-inherited={isInherited ? '' : undefined}>
      {children}
      <div className={css['whose'] ?? ''}>
        <span>
          {t(`parties.inherited.${role}.${isInherited ? 'inherited' : 'own'}`)}{' '}
          {isInherited && family !== undefined && <PageLink href={`/families/${family.id}`}>{family.label}</PageLink>}
        </span>
        {action !== undefined && (
          <button
            type="button"
            aria-label={`${t(`parties.inherited.${role}.${action}`)} : ${label}`}
            onClick={action === 'take' ? take : drop}
          >
            {t(`parties.inherited.${role}.${action}`)}
          </button>
        )}
      </div>
    </div>
  );
}

interface InheritableProps {
  readonly name: string;
  /** Where the terms are in the form: `billingTerms.`; nowhere else where they are all of it. */
  readonly at?: string;
  readonly label: string;
  readonly children: ReactNode;
}
