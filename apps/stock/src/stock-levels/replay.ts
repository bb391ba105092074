import { rounded, type MovementKind } from './valuation.js';

/** A movement as recorded: signed ten-thousandths of a unit, and cents by the weighted average (ST-10). */
export interface RecordedMovement {
  readonly kind: MovementKind;
  readonly quantity: bigint;
  readonly value: bigint;
  /** Of the receipt, need or count it was made by: a voided receipt names the line that brought the parts. */
  readonly lineId: string | null;
  /** From one place of the station to another: it leaves and is back at once (ST-11). */
  readonly isInternal: boolean;
}

/** Parts that came together and still are there; both are above or, of the value, at zero. */
interface Layer {
  quantity: bigint;
  value: bigint;
  readonly lineId: string | null;
}

/**
 * ST-10: the movements of one part taken again in the order of recording. What they say of entries is believed, what leaves
 * is valued anew: by the weighted average, and side by side by FIFO (the oldest entry leaves first, ADR 52).
 *
 * Layers that are left are all it keeps, so a ledger of any length can be read through it.
 */
export class Replay {
  #onHand = 0n;
  #value = 0n;
  /** What there was when last there was something: its quotient is the last average. */
  #last: { readonly value: bigint; readonly onHand: bigint } | undefined;
  readonly #layers: Layer[] = [];
  /** Left while none was there; there are layers or this, never both. */
  #missing = 0n;
  #entered = 0n;
  #left = 0n;

  /** Ten-thousandths of a unit. */
  get onHand(): bigint {
    return this.#onHand;
  }

  /** Cents, by the weighted average. */
  get value(): bigint {
    return this.#value;
  }

  /** Cents, by FIFO: what the parts on hand were entered for; nothing where none are. */
  get fifoValue(): bigint {
    return this.#entered - this.#left;
  }

  /** Ten-thousandths of a unit in layers: what is on hand, or nothing where stock is below zero. */
  get fifoQuantity(): bigint {
    return this.#layers.reduce((sum, { quantity }) => sum + quantity, 0n);
  }

  /** Cents that all entries were worth, and of them those that have left again by FIFO. */
  get fifoFlow(): { readonly entered: bigint; readonly left: bigint } {
    return { entered: this.#entered, left: this.#left };
  }

  take(movement: RecordedMovement): void {
    this.#takeFifo(movement);
    this.#value += this.#averaged(movement);
    this.#onHand += movement.quantity;
    if (this.#onHand > 0n) this.#last = { value: this.#value, onHand: this.#onHand };
  }

  /** Entries, revaluations and what goes back to its supplier carry their value; what else leaves is valued by the rule. */
  #averaged({ kind, quantity, value }: RecordedMovement): bigint {
    if (quantity >= 0n || kind === 'return') return value;
    // Nothing ever was on hand: the purchase price of that day, which only the movement remembers.
    return this.#last === undefined ? value : rounded(quantity * this.#last.value, this.#last.onHand);
  }

  #takeFifo({ kind, quantity, value, lineId, isInternal }: RecordedMovement): void {
    if (isInternal) return;
    if (quantity > 0n) this.#enter(quantity, value, lineId);
    if (quantity >= 0n) return;
    let leaving = -quantity;
    if (kind === 'return' && lineId !== null) {
      const own = this.#layers.findIndex((layer) => layer.lineId === lineId);
      if (own >= 0) leaving -= this.#leave(own, leaving);
    }
    while (leaving > 0n && this.#layers.length > 0) leaving -= this.#leave(0, leaving);
    this.#missing += leaving;
  }

  /** What was missing has left already: it takes its share of what comes in first. */
  #enter(quantity: bigint, value: bigint, lineId: string | null): void {
    this.#entered += value;
    const missing = this.#missing < quantity ? this.#missing : quantity;
    this.#missing -= missing;
    if (missing === quantity) {
      this.#left += value;
      return;
    }
    const gone = rounded(value * missing, quantity);
    this.#left += gone;
    this.#layers.push({ quantity: quantity - missing, value: value - gone, lineId });
  }

  /** Takes up to so much from a layer, with its share of the value, all of it with the last part; how much it was. */
  #leave(index: number, wanted: bigint): bigint {
    const layer = this.#layers[index] as Layer;
    if (layer.quantity <= wanted) {
      this.#layers.splice(index, 1);
      this.#left += layer.value;
      return layer.quantity;
    }
    const share = rounded(layer.value * wanted, layer.quantity);
    layer.quantity -= wanted;
    layer.value -= share;
    this.#left += share;
    return wanted;
  }
}
