import {
  ChangeMissionOrderRequest,
  ListMissionOrdersRequest,
  SendMissionOrderRequest,
  WithdrawMissionOrderRequest,
} from '@navette/contracts/device_gateway/v1/service';
import { Describe, Parsed } from '@navette/platform/http';
import { Body, Controller, Get, Param, Post, Put, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { scopeOfRequest } from '../scope-of-request.js';
import { ChangeMissionOrder } from './change-mission-order.js';
import { GetMissionOrderStatus } from './get-mission-order-status.js';
import { ListMissionOrders } from './list-mission-orders.js';
import { FILE_KINDS, MAX, MISSION_ORDER_STATES } from './mission-order.js';
import { SendMissionOrder } from './send-mission-order.js';
import { WithdrawMissionOrder } from './withdraw-mission-order.js';

const SEND = 'device-gateway:mission-order.send';
const READ = 'device-gateway:mission-order.read';
const CHANGE = 'device-gateway:mission-order.change';
const WITHDRAW = 'device-gateway:mission-order.withdraw';

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
    reseller: z
      .strictObject({
        name: z.string().min(1).max(MAX.address),
        siret: text(MAX.short),
        phone: text(MAX.short),
        email: text(MAX.mail),
        address: address.optional(),
      })
      .optional()
      .describe('Who sold the appliance'),
  })
  .meta({ id: 'MissionOrder' });

const accepted = z.object({ id: z.string() }).meta({ id: 'MissionOrderAccepted' });

const status = z
  .object({
    id: z.string(),
    number: z.string(),
    state: z.enum(MISSION_ORDER_STATES),
    reason: z.string().describe('Why it was refused; empty otherwise'),
    updatedAt: z.string().describe('RFC 3339, UTC'),
    station: z.string().describe('Code of the station'),
    lastRequest: z
      .object({
        revision: z.int().min(2).describe('1 is the order as first sent'),
        kind: z.enum(['change', 'withdrawal']),
        state: z.enum(['processing', 'done', 'declined']),
        reason: z.string().describe('Error code where it was declined; empty otherwise'),
      })
      .optional()
      .describe('The last change or withdrawal you asked for'),
  })
  .meta({ id: 'MissionOrderStatus' });

const statusPage = z
  .object({
    missionOrders: z.array(status),
    nextCursor: z.string().describe('For the next page; empty on the last one'),
  })
  .meta({ id: 'MissionOrderPage' });

const pageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(500).default(''),
  state: z.enum(['', ...MISSION_ORDER_STATES]).default(''),
});

const change = missionOrder.omit({ station: true, number: true }).meta({ id: 'MissionOrderChange' });

const withdrawal = z
  .strictObject({ reason: text(MAX.reason).describe('Told to the station') })
  .meta({ id: 'MissionOrderWithdrawal' });

/** GW-1, GW-2, GW-3. */
@Controller('v1/mission-orders')
export class MissionOrdersHttp {
  constructor(
    private readonly send: SendMissionOrder,
    private readonly status: GetMissionOrderStatus,
    private readonly list: ListMissionOrders,
    private readonly change: ChangeMissionOrder,
    private readonly withdraw: WithdrawMissionOrder,
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

  @Get()
  @Describe({
    id: 'listMissionOrders',
    summary: 'Your mission orders, latest first',
    needs: READ,
    query: pageQuery,
    answer: statusPage,
  })
  page(@Query(new Parsed(pageQuery)) query: z.infer<typeof pageQuery>, @Req() request: Request) {
    const { state, ...page } = query;
    return this.list.execute(scopeOfRequest(request, READ), ListMissionOrdersRequest.fromPartial({ state, page }));
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

  @Put(':id')
  @Describe({
    id: 'changeMissionOrder',
    summary: 'Replace what an order says, while the station has not answered it',
    needs: CHANGE,
    idempotent: true,
    body: change,
    answer: status,
    status: 202,
  })
  replace(@Param('id') id: string, @Body(new Parsed(change)) body: z.infer<typeof change>, @Req() request: Request) {
    const changed = ChangeMissionOrderRequest.fromPartial({ id, ...body });
    return this.change.execute(scopeOfRequest(request, CHANGE), changed);
  }

  @Post(':id/withdrawal')
  @Describe({
    id: 'withdrawMissionOrder',
    summary: 'Take an order back, while the station has not answered it',
    needs: WITHDRAW,
    idempotent: true,
    body: withdrawal,
    answer: status,
    status: 202,
  })
  takeBack(
    @Param('id') id: string,
    @Body(new Parsed(withdrawal)) body: z.infer<typeof withdrawal>,
    @Req() request: Request,
  ) {
    const withdrawn = WithdrawMissionOrderRequest.fromPartial({ id, ...body });
    return this.withdraw.execute(scopeOfRequest(request, WITHDRAW), withdrawn);
  }
}
