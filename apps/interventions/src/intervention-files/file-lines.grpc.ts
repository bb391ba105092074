import {
  InterventionsServiceService as Service,
  type AddFileLinesRequest,
  type CancelFileLineRequest,
  type ChangeFileLineRequest,
  type InterventionFile,
} from '@navette/contracts/interventions/v1/service';
import { Rpc, scopeOfCall, type RpcMetadata } from '@navette/platform/rpc';
import { Controller } from '@nestjs/common';
import { AddFileLines } from './add-file-lines.js';
import { CancelFileLine } from './cancel-file-line.js';
import { ChangeFileLine } from './change-file-line.js';

@Controller()
export class FileLinesGrpc {
  constructor(
    private readonly addLines: AddFileLines,
    private readonly changeLine: ChangeFileLine,
    private readonly cancelLine: CancelFileLine,
  ) {}

  @Rpc(Service.addFileLines, 'interventions:file.edit')
  addFileLines({ fileId, lines }: AddFileLinesRequest, call: RpcMetadata): Promise<InterventionFile> {
    return this.addLines.execute(scopeOfCall(call), fileId, lines);
  }

  @Rpc(Service.changeFileLine, 'interventions:file.edit')
  changeFileLine(request: ChangeFileLineRequest, call: RpcMetadata): Promise<InterventionFile> {
    return this.changeLine.execute(scopeOfCall(call), request);
  }

  @Rpc(Service.cancelFileLine, 'interventions:file.edit')
  cancelFileLine({ fileId, lineId }: CancelFileLineRequest, call: RpcMetadata): Promise<InterventionFile> {
    return this.cancelLine.execute(scopeOfCall(call), fileId, lineId);
  }
}
