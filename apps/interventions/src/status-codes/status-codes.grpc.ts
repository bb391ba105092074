import {
  InterventionsServiceService as Service,
  StatusCode,
  type ListStatusCodesRequest,
  type ListStatusCodesResponse,
  type SaveStatusCodeRequest,
} from '@navette/contracts/interventions/v1/service';
import { Rpc, scopeOfCall, type RpcMetadata } from '@navette/platform/rpc';
import { Controller } from '@nestjs/common';
import { ListStatusCodes } from './list-status-codes.js';
import { SaveStatusCode } from './save-status-code.js';

@Controller()
export class StatusCodesGrpc {
  constructor(
    private readonly list: ListStatusCodes,
    private readonly save: SaveStatusCode,
  ) {}

  @Rpc(Service.listStatusCodes, 'interventions:status-code.read')
  listStatusCodes(_request: ListStatusCodesRequest, call: RpcMetadata): Promise<ListStatusCodesResponse> {
    return this.list.execute(scopeOfCall(call));
  }

  @Rpc(Service.saveStatusCode, 'interventions:status-code.update')
  saveStatusCode({ code }: SaveStatusCodeRequest, call: RpcMetadata): Promise<StatusCode> {
    return this.save.execute(scopeOfCall(call), code ?? StatusCode.create());
  }
}
