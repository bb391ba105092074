import type { PersonalData } from '@navette/contracts/common/v1/common';
import {
  BillingServiceService as Service,
  type ExportPersonalDataRequest,
} from '@navette/contracts/billing/v1/service';
import { Rpc, scopeOfCall, type RpcMetadata } from '@navette/platform/rpc';
import { Controller } from '@nestjs/common';
import { ExportPersonalData } from './export-personal-data.js';

@Controller()
export class PersonalDataGrpc {
  constructor(private readonly exported: ExportPersonalData) {}

  @Rpc(Service.exportPersonalData, 'parties:person.export')
  exportPersonalData({ partyIds }: ExportPersonalDataRequest, call: RpcMetadata): Promise<PersonalData> {
    return this.exported.execute(scopeOfCall(call), partyIds);
  }
}
