import type { DocumentHeader } from '@navette/contracts/common/v1/common';
import { PartiesServiceService as Service, type GetDocumentHeaderRequest } from '@navette/contracts/parties/v1/service';
import { Rpc, scopeOfCall, type RpcMetadata } from '@navette/platform/rpc';
import { Controller } from '@nestjs/common';
import { GetDocumentHeader } from './get-document-header.js';

@Controller()
export class DocumentHeadersGrpc {
  constructor(private readonly get: GetDocumentHeader) {}

  @Rpc(Service.getDocumentHeader, 'parties:party.read')
  getDocumentHeader({ partyId }: GetDocumentHeaderRequest, call: RpcMetadata): Promise<DocumentHeader> {
    return this.get.execute(scopeOfCall(call), partyId);
  }
}
