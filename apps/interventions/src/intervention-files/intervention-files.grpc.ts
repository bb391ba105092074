import {
  InterventionsServiceService as Service,
  type AddFileStatusRequest,
  type BillFileRequest,
  type CancelFileRequest,
  type FinishFileRequest,
  type GetInterventionFileRequest,
  type InterventionFile,
  type ListFilesOfPartyRequest,
  type ListFilesOfPartyResponse,
  type ListInterventionFilesRequest,
  type ListInterventionFilesResponse,
} from '@navette/contracts/interventions/v1/service';
import { Rpc, scopeOfCall, type RpcMetadata } from '@navette/platform/rpc';
import { Controller } from '@nestjs/common';
import { BillFile } from './bill-file.js';
import { CancelFile } from './cancel-file.js';
import { FinishFile } from './finish-file.js';
import { GetInterventionFile } from './get-intervention-file.js';
import { ListFilesOfParty } from './list-files-of-party.js';
import { ListInterventionFiles } from './list-intervention-files.js';
import { SetFileStatus } from './set-file-status.js';

@Controller()
export class InterventionFilesGrpc {
  constructor(
    private readonly get: GetInterventionFile,
    private readonly list: ListInterventionFiles,
    private readonly cancel: CancelFile,
    private readonly finish: FinishFile,
    private readonly bill: BillFile,
    private readonly setStatus: SetFileStatus,
    private readonly ofParty: ListFilesOfParty,
  ) {}

  @Rpc(Service.getInterventionFile, 'interventions:file.read')
  getInterventionFile({ id }: GetInterventionFileRequest, call: RpcMetadata): Promise<InterventionFile> {
    return this.get.execute(scopeOfCall(call), id);
  }

  @Rpc(Service.listInterventionFiles, 'interventions:file.read')
  listInterventionFiles(
    request: ListInterventionFilesRequest,
    call: RpcMetadata,
  ): Promise<ListInterventionFilesResponse> {
    return this.list.execute(scopeOfCall(call), request);
  }

  @Rpc(Service.cancelFile, 'interventions:file.cancel')
  cancelFile({ fileId, reason }: CancelFileRequest, call: RpcMetadata): Promise<InterventionFile> {
    return this.cancel.execute(scopeOfCall(call), fileId, reason);
  }

  @Rpc(Service.finishFile, 'interventions:file.finish')
  finishFile({ fileId, used }: FinishFileRequest, call: RpcMetadata): Promise<InterventionFile> {
    return this.finish.execute(scopeOfCall(call), fileId, used);
  }

  @Rpc(Service.billFile, 'interventions:file.bill')
  billFile({ fileId, handBack }: BillFileRequest, call: RpcMetadata): Promise<InterventionFile> {
    return this.bill.execute(scopeOfCall(call), fileId, handBack);
  }

  @Rpc(Service.addFileStatus, 'interventions:file.status')
  addFileStatus(request: AddFileStatusRequest, call: RpcMetadata): Promise<InterventionFile> {
    return this.setStatus.execute(scopeOfCall(call), request);
  }

  @Rpc(Service.listFilesOfParty, 'interventions:file.read')
  listFilesOfParty(request: ListFilesOfPartyRequest, call: RpcMetadata): Promise<ListFilesOfPartyResponse> {
    return this.ofParty.execute(scopeOfCall(call), request);
  }
}
