import type { Clock } from '@navette/kernel';
import { Grants } from '@navette/platform/auth';
import { callerOfRequest, Describe } from '@navette/platform/http';
import { EventFollower, type SeenEvent } from '@navette/platform/messaging';
import { CLOCK } from '@navette/platform/service';
import { Controller, Get, Inject, Req, Res, type OnModuleDestroy } from '@nestjs/common';
import type { Request, Response } from 'express';
import { LiveReader, positionOf } from './live-reader.js';
import { eventName, visibleBy } from './visible-events.js';

const BEAT_MS = 15_000;

/** WE-3: that something changed, by server-sent events; the page then reads it by the routes that show it. */
@Controller('api/v1/live')
export class LiveHttp implements OnModuleDestroy {
  readonly #readers = new Set<LiveReader>();

  constructor(
    private readonly follower: EventFollower,
    private readonly grants: Grants,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Describe({
    id: 'live',
    summary:
      'Changes in the station as they happen (`ready`, `change`, `beat`, `reset`, `expired`); resumed by Last-Event-ID, `reset` where that is too long ago',
    own: 'api:live.read',
    answer: 'text/event-stream',
  })
  async live(@Req() request: Request, @Res() response: Response): Promise<void> {
    const { caller } = callerOfRequest(request);
    const { stationId } = caller;
    const maySee = async (event: SeenEvent) => {
      // What was taken away just now is not shown for as long as rights are remembered.
      if (event.aggregate.type === 'grant') this.grants.forget(stationId, event.aggregate.id.split('/')[1] ?? '');
      const right = visibleBy[eventName(event.type)];
      return right !== undefined && (await this.grants.holds(caller, right));
    };
    const reader = new LiveReader(response, { maySee, beatMs: BEAT_MS });
    const lastId = request.get('last-event-id');
    // An id that is none of ours stands nowhere: the reader is told to begin anew.
    const since = lastId === undefined ? undefined : (positionOf(lastId) ?? {});
    const joined = await this.follower.join(stationId, reader.push, since);
    const expiry = setTimeout(
      () => reader.end('expired'),
      caller.expiresAt * 1_000 - this.clock.now().epochMilliseconds,
    );
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
