import type { ListQuery } from '@navette/contracts/common/v1/common';
import {
  InterventionsServiceService as Interventions,
  ListMissionOrdersRequest,
} from '@navette/contracts/interventions/v1/service';
import { PartiesServiceService as Parties, Party } from '@navette/contracts/parties/v1/service';
import {
  anId,
  callerOfRequest,
  Describe,
  instants,
  listParameters,
  oneOf,
  Parsed,
  ParsedList,
  textBy,
  type ListGrammar,
} from '@navette/platform/http';
import { RpcClients } from '@navette/platform/service';
import { Body, Controller, Get, Param, Post, Query, Req } from '@nestjs/common';
import type { Request } from 'express';
import { z } from 'zod';
import { candidatesOf, knownConsumers } from '../parties/known-consumers.js';
import { product } from './product.js';

const address = z.object({
  line1: z.string(),
  line2: z.string(),
  postcode: z.string(),
  city: z.string(),
  country: z.string(),
});

const missionOrder = z
  .object({
    id: z.string(),
    version: z.string(),
    number: z.string(),
    externalNumber: z.string(),
    clientId: z.string(),
    state: z.enum(['received', 'accepted', 'converted', 'refused', 'expired', 'withdrawn']),
    refusalReason: z.string(),
    consumer: z.object({
      civility: z.string(),
      name: z.string(),
      firstName: z.string(),
      phone: z.string(),
      email: z.string(),
      address,
    }),
    product,
    symptom: z.string(),
    comment: z.string(),
    underWarranty: z.boolean(),
    fileType: z.enum(['workshop', 'home']),
    receivedAt: z.string(),
    fileId: z.string().describe('File it became; empty before'),
    toComplete: z.string().describe('Error code of what keeps it from becoming a file; empty when nothing does'),
    orderingPartyId: z.string(),
    withdrawalReason: z.string().describe('The sender’s own words'),
    expiresAt: z.string().describe('When it expires unless it is answered; empty for never'),
    reseller: z
      .object({ name: z.string(), siret: z.string(), phone: z.string(), email: z.string(), address })
      .optional()
      .describe('Who sold the appliance; absent where the sender does not say'),
    consumerChoice: z.string().describe('Party for whom it was accepted, "new", or empty for whom is found or made'),
  })
  .meta({ id: 'StationMissionOrder' });

const missionOrderList: ListGrammar = {
  filters: {
    state: oneOf(...missionOrder.shape.state.options),
    number: textBy('eq', 'in', 'prefix'),
    externalNumber: textBy('eq', 'prefix'),
    orderingPartyId: anId,
    receivedAt: instants,
  },
  sorts: ['receivedAt', 'number', 'externalNumber', 'expiresAt'],
  defaultSort: '-receivedAt',
};
const missionOrderPage = z.object({ missionOrders: z.array(missionOrder), nextCursor: z.string() });
const refusal = z.strictObject({ reason: z.string().max(500) });
const consumerPartyId = z.string().max(36).default('').describe('A known party; empty to find or make the consumer');
const acceptance = z.strictObject({
  consumerPartyId,
  newConsumer: z.boolean().default(false).describe('None of the known consumers: a new one is made'),
});
const despite = { reason: z.string().max(500).describe('Why to go on though a party is suspended') };
const acceptanceDespite = acceptance.extend(despite);
const completion = z.strictObject({
  consumerPartyId,
  orderingPartyId: z.string().max(36).default('').describe('Who ordered and pays; empty to leave it as it is'),
});

const completionDespite = completion.extend(despite);

@Controller('api/v1/mission-orders')
export class MissionOrdersHttp {
  constructor(private readonly clients: RpcClients) {}

  @Get()
  @Describe({
    id: 'listMissionOrders',
    summary: 'Mission orders, latest first',
    needs: 'interventions:mission-order.read',
    query: listParameters(missionOrderList),
    answer: missionOrderPage,
  })
  list(@Query(new ParsedList(missionOrderList)) query: ListQuery, @Req() request: Request) {
    const { call } = callerOfRequest(request);
    return this.#interventions.listMissionOrders(ListMissionOrdersRequest.fromPartial({ query }), call);
  }

  @Get(':id')
  @Describe({
    id: 'getMissionOrder',
    summary: 'One mission order',
    needs: 'interventions:mission-order.read',
    answer: missionOrder,
  })
  get(@Param('id') id: string, @Req() request: Request) {
    return this.#interventions.getMissionOrder({ id }, callerOfRequest(request).call);
  }

  @Get(':id/known-consumers')
  @Describe({
    id: 'listKnownConsumers',
    summary: 'Known parties that the consumer of a mission order may be, the most alike first, and why',
    needs: 'interventions:mission-order.accept',
    answer: knownConsumers,
  })
  async knownConsumers(@Param('id') id: string, @Req() request: Request) {
    const { call } = callerOfRequest(request);
    const { consumer } = await this.#interventions.getMissionOrder({ id }, call);
    const { civility = '', name = '', firstName = '', phone = '', email = '', address: mainAddress } = consumer ?? {};
    const party = Party.fromPartial({ civility, name, firstName, phones: [phone], emails: [email], mainAddress });
    return candidatesOf(await this.clients.get(Parties).findKnownConsumers({ party }, call));
  }

  @Post(':id/accept')
  @Describe({
    id: 'acceptMissionOrder',
    summary: 'Accept a mission order, for good; its file follows, for the consumer that was chosen, found or made',
    needs: 'interventions:mission-order.accept',
    idempotent: true,
    body: acceptance,
    answer: missionOrder,
  })
  accept(
    @Param('id') id: string,
    @Body(new Parsed(acceptance)) body: z.infer<typeof acceptance>,
    @Req() request: Request,
  ) {
    return this.#interventions.acceptMissionOrder({ id, ...body }, callerOfRequest(request).call);
  }

  @Post(':id/complete')
  @Describe({
    id: 'completeMissionOrder',
    summary: 'Give an accepted order what kept it from becoming a file: its consumer, or who ordered and pays',
    needs: 'interventions:mission-order.complete',
    idempotent: true,
    body: completion,
    answer: missionOrder,
  })
  complete(
    @Param('id') id: string,
    @Body(new Parsed(completion)) body: z.infer<typeof completion>,
    @Req() request: Request,
  ) {
    return this.#interventions.completeMissionOrder({ id, ...body }, callerOfRequest(request).call);
  }

  @Post(':id/accept-despite-suspension')
  @Describe({
    id: 'acceptDespiteSuspension',
    summary: 'Accept a mission order though its consumer or who ordered is suspended for non-payment, with the reason',
    needs: 'interventions:suspension.override',
    idempotent: true,
    body: acceptanceDespite,
    answer: missionOrder,
  })
  acceptDespite(
    @Param('id') id: string,
    @Body(new Parsed(acceptanceDespite)) { reason, ...body }: z.infer<typeof acceptanceDespite>,
    @Req() request: Request,
  ) {
    const { call } = callerOfRequest(request);
    return this.#interventions.acceptDespiteSuspension({ acceptance: { id, ...body }, reason }, call);
  }

  @Post(':id/complete-despite-suspension')
  @Describe({
    id: 'completeDespiteSuspension',
    summary: 'Complete an accepted order though its consumer or who ordered is suspended, with the reason',
    needs: 'interventions:suspension.override',
    idempotent: true,
    body: completionDespite,
    answer: missionOrder,
  })
  completeDespite(
    @Param('id') id: string,
    @Body(new Parsed(completionDespite)) { reason, ...body }: z.infer<typeof completionDespite>,
    @Req() request: Request,
  ) {
    const { call } = callerOfRequest(request);
    return this.#interventions.completeDespiteSuspension({ completion: { id, ...body }, reason }, call);
  }

  @Post(':id/refuse')
  @Describe({
    id: 'refuseMissionOrder',
    summary: 'Refuse a mission order; its sender is told the reason',
    needs: 'interventions:mission-order.refuse',
    idempotent: true,
    body: refusal,
    answer: missionOrder,
  })
  refuse(
    @Param('id') id: string,
    @Body(new Parsed(refusal)) { reason }: z.infer<typeof refusal>,
    @Req() request: Request,
  ) {
    return this.#interventions.refuseMissionOrder({ id, reason }, callerOfRequest(request).call);
  }

  get #interventions() {
    return this.clients.get(Interventions);
  }
}
