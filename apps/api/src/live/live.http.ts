import type { Clock } from '@navette/kernel';
import { Grants } from '@navette/platform/auth';
import { callerOfRequest, Describe } from '@navette/platform/http';
import type { SeenEvent } from '@navette/platform/messaging';
import { CLOCK } from '@navette/platform/service';
import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { LiveStreams } from './live-streams.js';
import { eventName, visibleBy } from './visible-events.js';

/** WE-3: that something changed, by server-sent events; the page then reads it by the routes that show it. */
@Controller('api/v1/live')
export class LiveHttp {
  constructor(
    private readonly streams: LiveStreams,
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
    const endsInMs = caller.expiresAt * 1_000 - this.clock.now().epochMilliseconds;
    await this.streams.follow(request, response, { stationId, maySee, endsInMs });
  }
}
