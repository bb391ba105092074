import {
  PartiesServiceService as Service,
  type ErasePersonRequest,
  type ExportPersonRequest,
  type ExportPersonResponse,
  type Party,
} from '@navette/contracts/parties/v1/service';
import { Rpc, scopeOfCall, type RpcMetadata } from '@navette/platform/rpc';
import { Controller } from '@nestjs/common';
import { ErasePerson } from './erase-person.js';
import { ExportPerson } from './export-person.js';

@Controller()
export class PeopleGrpc {
  constructor(
    private readonly exported: ExportPerson,
    private readonly erase: ErasePerson,
  ) {}

  @Rpc(Service.exportPerson, 'parties:person.export')
  exportPerson({ partyId }: ExportPersonRequest, call: RpcMetadata): Promise<ExportPersonResponse> {
    return this.exported.execute(scopeOfCall(call), partyId);
  }

  @Rpc(Service.erasePerson, 'parties:person.erase')
  erasePerson({ partyId, expectedVersion }: ErasePersonRequest, call: RpcMetadata): Promise<Party> {
    return this.erase.execute(scopeOfCall(call), partyId, Number(expectedVersion));
  }
}
