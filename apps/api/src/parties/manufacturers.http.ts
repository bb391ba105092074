import { listedManufacturer } from '@navette/api-schema';
import { PartiesServiceService as Parties } from '@navette/contracts/parties/v1/service';
import { callerOfRequest, Describe, Parsed, versionSeen } from '@navette/platform/http';
import { RpcClients } from '@navette/platform/service';
import { Body, Controller, Delete, Get, Param, Post, Put, Query, Req } from '@nestjs/common';
import type { Request } from 'express';
import { z } from 'zod';

const manufacturer = listedManufacturer.extend({ id: z.string(), version: z.string() }).meta({ id: 'Manufacturer' });

const listQuery = z.strictObject({
  partyId: z.string().max(36).default('').describe('The one that a party of the station stands for; empty: all'),
});

/** PA-10: the manufacturers that every station of the caller's network has. */
@Controller('api/v1/manufacturers')
export class ManufacturersHttp {
  constructor(private readonly clients: RpcClients) {}

  @Get()
  @Describe({
    id: 'listManufacturers',
    summary: "The network's list of manufacturers, by name",
    needs: 'parties:manufacturer.read',
    query: listQuery,
    answer: z.object({ manufacturers: z.array(manufacturer) }),
  })
  list(@Query(new Parsed(listQuery)) query: z.infer<typeof listQuery>, @Req() request: Request) {
    return this.#parties.listManufacturers(query, callerOfRequest(request).call);
  }

  @Get(':id')
  @Describe({
    id: 'getManufacturer',
    summary: "One manufacturer of the network's list",
    needs: 'parties:manufacturer.read',
    answer: manufacturer,
  })
  get(@Param('id') id: string, @Req() request: Request) {
    return this.#parties.getManufacturer({ id }, callerOfRequest(request).call);
  }

  @Post()
  @Describe({
    id: 'addManufacturer',
    summary: 'Add a manufacturer to every station of the network',
    needs: 'parties:manufacturer.list',
    idempotent: true,
    body: listedManufacturer,
    answer: manufacturer,
    status: 201,
  })
  add(@Body(new Parsed(listedManufacturer)) body: z.infer<typeof listedManufacturer>, @Req() request: Request) {
    return this.#parties.addManufacturer(body, callerOfRequest(request).call);
  }

  @Put(':id')
  @Describe({
    id: 'changeManufacturer',
    summary: 'Change code and legal name of a manufacturer in every station of the network',
    needs: 'parties:manufacturer.list',
    idempotent: true,
    versioned: true,
    body: listedManufacturer,
    answer: manufacturer,
  })
  change(
    @Param('id') id: string,
    @Body(new Parsed(listedManufacturer)) body: z.infer<typeof listedManufacturer>,
    @Req() request: Request,
  ) {
    const changed = { id, expectedVersion: versionSeen(request), ...body };
    return this.#parties.changeManufacturer(changed, callerOfRequest(request).call);
  }

  @Delete(':id')
  @Describe({
    id: 'removeManufacturer',
    summary: "Take a manufacturer off the network's list; the party of each station stays, as one made by hand",
    needs: 'parties:manufacturer.list',
    idempotent: true,
    versioned: true,
    answer: z.object({ done: z.literal(true) }),
  })
  async remove(@Param('id') id: string, @Req() request: Request) {
    await this.#parties.removeManufacturer(
      { id, expectedVersion: versionSeen(request) },
      callerOfRequest(request).call,
    );
    return { done: true as const };
  }

  get #parties() {
    return this.clients.get(Parties);
  }
}
