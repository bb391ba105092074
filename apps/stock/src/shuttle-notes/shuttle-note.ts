import { defineErrors } from '@navette/kernel';

export const shuttleErrors = defineErrors('stock', {
  'shuttle-note.not-found': 'not-found',
});

/** What is sent: an appliance, or so much of a part. */
export interface ShuttleItem {
  readonly reference: string;
  readonly designation: string;
  /** Of an appliance; empty where it is not known. */
  readonly serialNumber: string;
  /** Scale 4. */
  readonly quantity: string;
}

/** What a note is made from. */
export interface NewShuttleNote {
  /** The file, or the delivery slip of an order: it has one note. */
  readonly causeId: string;
  readonly originKind: 'intervention_file' | 'customer_order';
  readonly originId: string;
  readonly originNumber: string;
  readonly contents: readonly ShuttleItem[];
}
