import { AccountingServiceService as Accounting } from '@navette/contracts/accounting/v1/service';
import { BillingServiceService as Billing } from '@navette/contracts/billing/v1/service';
import { InterventionsServiceService as Interventions } from '@navette/contracts/interventions/v1/service';
import { NotificationsServiceService as Notifications } from '@navette/contracts/notifications/v1/service';
import { PartiesServiceService as Parties } from '@navette/contracts/parties/v1/service';
import { callerOfRequest, Describe, versionSeen } from '@navette/platform/http';
import { RpcClients } from '@navette/platform/service';
import { Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { party } from './parties.http.js';

/** PA-16: what a person may ask of whoever keeps something about them. */
@Controller('api/v1/parties')
export class PeopleHttp {
  constructor(private readonly clients: RpcClients) {}

  /** Whole or not at all: a service that is away would hide what it keeps. */
  @Get(':id/personal-data')
  @Describe({
    id: 'exportPerson',
    summary: 'Everything that every service keeps about a person, as JSON',
    needs: 'parties:person.export',
    answer: 'application/json; charset=utf-8',
  })
  async export(@Param('id') partyId: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    const { call } = callerOfRequest(request);
    const { data, partyIds } = await this.clients.get(Parties).exportPerson({ partyId }, call);
    const asked = { partyIds };
    const [interventions, billing, accounting, notifications] = await Promise.all([
      this.clients.get(Interventions).exportPersonalData(asked, call),
      this.clients.get(Billing).exportPersonalData(asked, call),
      this.clients.get(Accounting).exportPersonalData(asked, call),
      this.clients.get(Notifications).exportPersonalData(asked, call),
    ]);
    const services = { parties: data, interventions, billing, accounting, notifications };
    const parts = Object.entries(services).map(([name, one]) => `${JSON.stringify(name)}:${one?.json ?? '{}'}`);
    response.type('application/json; charset=utf-8').attachment(`donnees-personnelles-${partyId}.json`);
    response.send(`{${parts.join()}}`);
  }

  @Post(':id/erase')
  @Describe({
    id: 'erasePerson',
    summary: 'Erase a person everywhere but from legal documents; final',
    needs: 'parties:person.erase',
    idempotent: true,
    versioned: true,
    answer: party,
  })
  erase(@Param('id') partyId: string, @Req() request: Request) {
    const wanted = { partyId, expectedVersion: versionSeen(request) };
    return this.clients.get(Parties).erasePerson(wanted, callerOfRequest(request).call);
  }
}
