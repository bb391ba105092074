import { EventFollower, type SeenEvent } from '@navette/platform/messaging';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Request, Response } from 'express';
import { LiveReader, positionOf } from './live-reader.js';

const BEAT_MS = 15_000;

interface Follow {
  readonly stationId: string;
  readonly maySee: (event: SeenEvent) => Promise<boolean>;
  /** After that the reader comes back and shows again who it is. */
  readonly endsInMs: number;
}

/** The streams that are open, of people and of phones that count. */
@Injectable()
export class LiveStreams implements OnModuleDestroy {
  readonly #readers = new Set<LiveReader>();

  constructor(private readonly follower: EventFollower) {}

  /** Writes what happens in a station until the reader goes or its time is over; resumed by Last-Event-ID. */
  async follow(request: Request, response: Response, { stationId, maySee, endsInMs }: Follow): Promise<void> {
    const reader = new LiveReader(response, { maySee, beatMs: BEAT_MS });
    const lastId = request.get('last-event-id');
    // An id that is none of ours stands nowhere: the reader is told to begin anew.
    const since = lastId === undefined ? undefined : (positionOf(lastId) ?? {});
    const joined = await this.follower.join(stationId, reader.push, since);
    const expiry = setTimeout(() => reader.end('expired'), endsInMs);
    this.#readers.add(reader);
    try {
      response.set({
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      });
      await reader.run(joined, since);
    } finally {
      clearTimeout(expiry);
      joined.leave();
      this.#readers.delete(reader);
    }
  }

  /** Before the server waits for its requests to end: these would not. */
  onModuleDestroy(): void {
    for (const reader of this.#readers) reader.end('closed');
  }
}
