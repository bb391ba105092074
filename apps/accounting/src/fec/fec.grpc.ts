import {
  AccountingServiceService as Service,
  type ExportFecPageRequest,
  type ExportFecPageResponse,
} from '@navette/contracts/accounting/v1/service';
import { Rpc, scopeOfCall, type RpcMetadata } from '@navette/platform/rpc';
import { Controller } from '@nestjs/common';
import { ExportFecPage } from './export-fec-page.js';

@Controller()
export class FecGrpc {
  constructor(private readonly exportPage: ExportFecPage) {}

  @Rpc(Service.exportFecPage, 'accounting:fec.export')
  exportFecPage(request: ExportFecPageRequest, call: RpcMetadata): Promise<ExportFecPageResponse> {
    return this.exportPage.execute(scopeOfCall(call), request);
  }
}
