import { SendMissionOrderRequest } from '@navette/contracts/device_gateway/v1/service';
import { Describe, Parsed } from '@navette/platform/http';
import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { scopeOfRequest } from '../scope-of-request.js';
import { GetMissionOrderStatus } from './get-mission-order-status.js';
import { FILE_KINDS, MAX } from './mission-order.js';
import { SendMissionOrder } from './send-mission-order.js';

const SEND = 'device-gateway:mission-order.send';
const READ = 'device-gateway:mission-order.read';

const text = (max: number) => z.string().max(max).default('');

const address = z.strictObject({
  line1: text(MAX.address),
  line2: text(MAX.address),
  postcode: text(MAX.short),
  city: text(MAX.address),
  country: text(2).describe('ISO 3166-1 alpha-2; FR where left out'),
});

const missionOrder = z
  .strictObject({
    station: z.string().min(1).max(MAX.station).describe('Code of the station that shall do the work, e.g. LIL'),
    number: z
      .string()
      .min(1)
      .max(MAX.number)
      .describe('Your number of the order; one order for each number and station'),
    consumer: z.strictObject({
      civility: text(MAX.short),
      name: z.string().min(1).max(MAX.address),
      firstName: text(MAX.short),
      phone: text(MAX.short),
      email: text(MAX.mail),
      address: address.optional(),
    }),
    appliance: z.strictObject({
      category: z.string().min(1).max(MAX.address),
      brand: text(MAX.address),
      commercialReference: text(MAX.short),
      serialNumber: text(MAX.short),
      purchaseDate: text(10).describe('YYYY-MM-DD; empty where unknown'),
    }),
    symptom: text(MAX.long),
    comment: text(MAX.long),
    underWarranty: z.boolean().default(false).describe('True when you pay for the repair'),
    kind: z.enum(FILE_KINDS).default('workshop'),
  })
  .meta({ id: 'MissionOrder' });

const accepted = z.object({ id: z.string() }).meta({ id: 'MissionOrderAccepted' });

const status = z
  .object({
    id: z.string(),
    number: z.string(),
    state: z.enum(['processing', 'received', 'accepted', 'converted', 'refused']),
    reason: z.string().describe('Why it was refused; empty otherwise'),
    updatedAt: z.string().describe('RFC 3339, UTC'),
  })
  .meta({ id: 'MissionOrderStatus' });

/** GW-1, GW-2, GW-3. */
@Controller('v1/mission-orders')
export class MissionOrdersHttp {
  constructor(
    private readonly send: SendMissionOrder,
    private readonly status: GetMissionOrderStatus,
  ) {}

  @Post()
  @Describe({
    id: 'sendMissionOrder',
    summary: 'Send a mission order; it is kept and processed, its state is at the address in Location',
    needs: SEND,
    idempotent: true,
    body: missionOrder,
    answer: accepted,
    status: 202,
  })
  async create(
    @Body(new Parsed(missionOrder)) body: z.infer<typeof missionOrder>,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ) {
    const sent = await this.send.execute(scopeOfRequest(request, SEND), SendMissionOrderRequest.fromPartial(body));
    response.setHeader('Location', `/v1/mission-orders/${sent.id}`);
    return sent;
  }

  @Get(':id')
  @Describe({
    id: 'getMissionOrderStatus',
    summary: 'How far a mission order of yours has come',
    needs: READ,
    answer: status,
  })
  get(@Param('id') id: string, @Req() request: Request) {
    return this.status.execute(scopeOfRequest(request, READ), id);
  }
}
