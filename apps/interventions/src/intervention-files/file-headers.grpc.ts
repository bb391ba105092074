import {
  InterventionsServiceService as Service,
  type ChangeFileHeaderRequest,
  type InterventionFile,
} from '@navette/contracts/interventions/v1/service';
import { Rpc, scopeOfCall, type RpcMetadata } from '@navette/platform/rpc';
import { Controller } from '@nestjs/common';
import { ChangeFileHeader } from './change-file-header.js';

@Controller()
export class FileHeadersGrpc {
  constructor(private readonly change: ChangeFileHeader) {}

  @Rpc(Service.changeFileHeader, 'interventions:file.edit')
  changeFileHeader(request: ChangeFileHeaderRequest, call: RpcMetadata): Promise<InterventionFile> {
    return this.change.execute(scopeOfCall(call), request);
  }
}
