import { InterventionsServiceService as Interventions } from '@navette/contracts/interventions/v1/service';
import { callerOfRequest, Describe, Parsed } from '@navette/platform/http';
import { RpcClients } from '@navette/platform/service';
import { Body, Controller, Get, Param, Put, Req } from '@nestjs/common';
import type { Request } from 'express';
import { z } from 'zod';

const phase = z.enum(['intake', 'parts', 'decision', 'repair', 'closing', 'closed']);
const own = z.strictObject({
  phase,
  labelFr: z.string().max(100),
  labelEn: z.string().max(100),
  colour: z.string().max(7).describe('#rrggbb'),
});
const statusCode = z
  .object({
    code: z.number().int().describe('The station’s own from 2000'),
    key: z.string().describe('What the system knows it by; empty for codes that no step sets'),
    ...own.shape,
    byHand: z.boolean().describe('People may set it'),
  })
  .meta({ id: 'StatusCode' });
const codeParam = z.strictObject({ code: z.coerce.number().int().min(1).max(9999) });

@Controller('api/v1/status-codes')
export class StatusCodesHttp {
  constructor(private readonly clients: RpcClients) {}

  @Get()
  @Describe({
    id: 'listStatusCodes',
    summary: 'Status codes of the system and of the station, by number',
    needs: 'interventions:status-code.read',
    answer: z.object({ codes: z.array(statusCode) }),
  })
  list(@Req() request: Request) {
    return this.clients.get(Interventions).listStatusCodes({}, callerOfRequest(request).call);
  }

  @Put(':code')
  @Describe({
    id: 'saveStatusCode',
    summary: 'Make or change a status code of the station’s own, from 2000 on',
    needs: 'interventions:status-code.update',
    idempotent: true,
    body: own,
    answer: statusCode,
  })
  save(
    @Param(new Parsed(codeParam)) { code }: z.infer<typeof codeParam>,
    @Body(new Parsed(own)) body: z.infer<typeof own>,
    @Req() request: Request,
  ) {
    const asked = { code: { code, key: '', byHand: true, ...body } };
    return this.clients.get(Interventions).saveStatusCode(asked, callerOfRequest(request).call);
  }
}
