import { textOf, valuesOf, type Party, type PartyValues } from '../party-values.js';

/** From which of the two a field is taken; `both` where a field holds several values. */
export type Side = 'kept' | 'gone' | 'both';

type Field = keyof PartyValues;

/** A field in which the two differ. */
export interface MergeChoice {
  readonly field: Field;
  readonly kept: string;
  readonly gone: string;
  /** Several values: those of both can stay. */
  readonly canBeBoth: boolean;
  /** What is taken unless a person says otherwise: all there is, the survivor's where only one can be. */
  readonly usual: Side;
}

/** Of every kind that either is: no question. */
const UNASKED: readonly Field[] = ['kinds'];

/** The fields to choose, in the order of the record (PA-8). */
export function mergeChoices(kept: Party, gone: Party): MergeChoice[] {
  const [mine, theirs] = [valuesOf(kept), valuesOf(gone)];
  return (Object.keys(mine) as Field[])
    .filter((field) => !UNASKED.includes(field) && shownOf(mine, field) !== shownOf(theirs, field))
    .map((field) => {
      const [one, other] = [shownOf(mine, field), shownOf(theirs, field)];
      const canBeBoth = Array.isArray(mine[field]) && one !== '' && other !== '';
      return { field, kept: one, gone: other, canBeBoth, usual: usualOf(one, canBeBoth) };
    });
}

/** The common data of the survivor, by what was chosen. */
export function mergedValues(kept: Party, gone: Party, chosen: Readonly<Partial<Record<Field, Side>>>): PartyValues {
  const [mine, theirs] = [valuesOf(kept), valuesOf(gone)];
  const taken = mergeChoices(kept, gone).map(({ field, usual }) => {
    const side = chosen[field] ?? usual;
    return [field, side === 'both' ? both(mine, theirs, field) : (side === 'gone' ? theirs : mine)[field]];
  });
  return { ...mine, ...Object.fromEntries(taken), kinds: [...new Set([...mine.kinds, ...theirs.kinds])] };
}

const usualOf = (kept: string, canBeBoth: boolean): Side => (canBeBoth ? 'both' : kept === '' ? 'gone' : 'kept');

/** The country alone is no address, and one contact the default says nothing of who it is. */
function shownOf(values: PartyValues, field: Field): string {
  const value = values[field];
  if (field === 'contacts')
    return values.contacts.map(({ isDefault: _default, ...contact }) => textOf(contact)).join(', ');
  if (typeof value !== 'object' || Array.isArray(value)) return textOf(value);
  const { country: _country, ...lines } = value;
  const text = textOf(lines);
  return text === '' ? '' : textOf(value);
}

/** The survivor's first; the other's that say the same are left out, and none of its contacts is the default. */
function both(mine: PartyValues, theirs: PartyValues, field: Field): unknown {
  if (field === 'contacts') {
    const others = theirs.contacts.filter(({ name }) => mine.contacts.every((contact) => contact.name !== name));
    return [...mine.contacts, ...others.map((contact) => ({ ...contact, isDefault: false }))];
  }
  const [one, other] = [mine[field] as string[], theirs[field] as string[]];
  return [...one, ...other.filter((value) => !one.includes(value))];
}
