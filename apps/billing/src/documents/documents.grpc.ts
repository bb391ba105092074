import {
  BillingServiceService as Service,
  type Document,
  type DocumentPaper,
  type GetDocumentPaperRequest,
  type GetDocumentRequest,
  type GetItemRevenueRequest,
  type ItemRevenue,
  type ListDocumentsRequest,
  type ListDocumentsResponse,
} from '@navette/contracts/billing/v1/service';
import { Rpc, scopeOfCall, type RpcMetadata } from '@navette/platform/rpc';
import { Controller } from '@nestjs/common';
import { GetDocument } from './get-document.js';
import { GetItemRevenue } from './get-item-revenue.js';
import { ListDocuments } from './list-documents.js';
import { PrintDocument } from './print-document.js';

@Controller()
export class DocumentsGrpc {
  constructor(
    private readonly get: GetDocument,
    private readonly list: ListDocuments,
    private readonly print: PrintDocument,
    private readonly revenue: GetItemRevenue,
  ) {}

  @Rpc(Service.getDocument, 'billing:document.read')
  getDocument(request: GetDocumentRequest, call: RpcMetadata): Promise<Document> {
    return this.get.execute(scopeOfCall(call), request.id);
  }

  @Rpc(Service.listDocuments, 'billing:document.read')
  listDocuments(request: ListDocumentsRequest, call: RpcMetadata): Promise<ListDocumentsResponse> {
    return this.list.execute(scopeOfCall(call), request);
  }

  @Rpc(Service.getDocumentPaper, 'billing:document.read')
  getDocumentPaper({ id }: GetDocumentPaperRequest, call: RpcMetadata): Promise<DocumentPaper> {
    return this.print.execute(scopeOfCall(call), id);
  }

  @Rpc(Service.getItemRevenue, 'billing:document.read')
  getItemRevenue({ reference }: GetItemRevenueRequest, call: RpcMetadata): Promise<ItemRevenue> {
    return this.revenue.execute(scopeOfCall(call), reference);
  }
}
