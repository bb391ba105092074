import {
  StockServiceService as Service,
  type ImportDespatchFileRequest,
  type ImportDespatchFileResponse,
} from '@navette/contracts/stock/v1/service';
import { Rpc, scopeOfCall, type RpcMetadata } from '@navette/platform/rpc';
import { Controller } from '@nestjs/common';
import { ImportDespatchFile } from './import-despatch-file.js';

@Controller()
export class DespatchFilesGrpc {
  constructor(private readonly importFile: ImportDespatchFile) {}

  @Rpc(Service.importDespatchFile, 'stock:receipt.import')
  importDespatchFile(
    { content, format }: ImportDespatchFileRequest,
    call: RpcMetadata,
  ): Promise<ImportDespatchFileResponse> {
    return this.importFile.execute(scopeOfCall(call), content, format);
  }
}
