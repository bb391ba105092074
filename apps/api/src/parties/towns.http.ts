import { Describe, Parsed } from '@navette/platform/http';
import { Controller, Get, Header, Query } from '@nestjs/common';
import { z } from 'zod';
import { townsOf } from './towns.js';

const asked = z.strictObject({ postcode: z.string().regex(/^\d{5}$/).describe('French, five digits') }); // prettier-ignore

/** PA-12: helps to type an address; what a person types instead is as good. */
@Controller('api/v1/towns')
export class TownsHttp {
  @Get()
  @Describe({
    id: 'listTowns',
    summary: 'The French communes of a postcode, the one with most people first',
    needs: 'parties:party.read',
    query: asked,
    answer: z.object({ towns: z.array(z.string()) }),
  })
  // The same for everybody who may ask, and new once a year.
  @Header('cache-control', 'private, max-age=604800')
  async list(@Query(new Parsed(asked)) { postcode }: z.infer<typeof asked>) {
    return { towns: [...(await townsOf(postcode))] };
  }
}
