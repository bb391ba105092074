import { once } from 'node:events';
import type { Writable } from 'node:stream';
import type { Joined, Position, SeenEvent } from '@navette/platform/messaging';

/** Events that wait for a reader who takes none; one more, and the reader is dropped. */
export const MOST_WAITING = 500;

export interface LiveReaderOptions {
  /** Whether the reader may see an event; asked for each. */
  readonly maySee: (event: SeenEvent) => Promise<boolean>;
  readonly beatMs: number;
}

/**
 * One open live stream. What it holds is bounded: references to at most `MOST_WAITING` events, and what the socket buffers. Who
 * reads too slowly is cut off and, coming back with its last id, gets what it missed or a `reset`.
 */
export class LiveReader {
  readonly #waiting: SeenEvent[] = [];
  #position: Record<string, number> = {};
  #wake: () => void = () => undefined;
  #end: 'expired' | 'closed' | undefined;
  readonly #closed: Promise<void>;

  constructor(
    private readonly out: Writable,
    private readonly options: LiveReaderOptions,
  ) {
    this.#closed = new Promise((resolve) => out.once('close', resolve));
    void this.#closed.then(() => this.end('closed'));
  }

  /** Takes an event to be written; never waits. */
  readonly push = (event: SeenEvent): void => {
    this.#waiting.push(event);
    if (this.#waiting.length > MOST_WAITING) {
      this.#waiting.length = 0;
      this.out.destroy();
    }
    this.#wake();
  };

  /** Ends the stream after what is being written: the token is no longer good, or the reader or the service goes. */
  end(reason: 'expired' | 'closed'): void {
    this.#end ??= reason;
    this.#wake();
  }

  /** Writes until the end. */
  async run(
    { position, missed, standing }: Pick<Joined, 'position' | 'missed' | 'standing'>,
    since?: Position,
  ): Promise<void> {
    this.#position = { ...(missed === undefined ? position : since) };
    // The first id, so that a reader who hears of nothing yet can come back, too.
    await this.#write(since !== undefined && missed === undefined ? 'reset' : 'ready');
    for (const event of missed ?? []) await this.#show(event);
    this.#position = { ...position };
    let beat = this.#beat();
    while (this.#end === undefined) {
      const event = this.#waiting.shift();
      if (event !== undefined) await this.#show(event);
      else if (await this.#woken(beat)) continue;
      else {
        // Nothing waits: all that the station had until now is known here.
        this.#position = { ...standing() };
        await this.#write('beat');
        beat = this.#beat();
      }
    }
    if (this.#end === 'expired') await this.#write('expired');
    this.out.end();
  }

  async #show(event: SeenEvent): Promise<void> {
    if (this.#end !== undefined) return;
    const seen = await this.options.maySee(event);
    this.#position[event.context] = event.sequence;
    if (!seen) return;
    const { type, aggregate, sequence } = event;
    await this.#write('change', {
      type,
      aggregate: aggregate.type,
      id: aggregate.id,
      version: aggregate.version,
      sequence,
    });
  }

  async #write(name: string, data: object = {}): Promise<void> {
    if (this.out.destroyed) return;
    const id = new URLSearchParams(
      Object.entries(this.#position).map(([context, at]): [string, string] => [context, String(at)]),
    );
    const goesOn = this.out.write(`event: ${name}\nid: ${id.toString()}\ndata: ${JSON.stringify(data)}\n\n`);
    // Whoever is cut off meanwhile drains no more.
    if (!goesOn) await Promise.race([once(this.out, 'drain'), this.#closed]);
  }

  /** True when there is something to do, false when it is time for a beat. */
  async #woken(beat: { readonly due: Promise<false> }): Promise<boolean> {
    const woken = new Promise<true>((resolve) => (this.#wake = () => resolve(true)));
    if (this.#waiting.length > 0 || this.#end !== undefined) return true;
    return Promise.race([woken, beat.due]);
  }

  #beat(): { readonly due: Promise<false> } {
    return { due: new Promise((resolve) => setTimeout(() => resolve(false), this.options.beatMs).unref()) };
  }
}

/** The position in a Last-Event-ID, undefined where it is none of ours. */
export function positionOf(id: string): Position | undefined {
  const entries = [...new URLSearchParams(id)];
  const fits =
    entries.length > 0 && entries.every(([context, at]) => /^[a-z-]{1,40}$/.test(context) && /^\d{1,15}$/.test(at));
  return fits ? Object.fromEntries(entries.map(([context, at]) => [context, Number(at)])) : undefined;
}
