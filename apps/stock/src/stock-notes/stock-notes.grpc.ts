import { StockServiceService as Service } from '@navette/contracts/stock/v1/service';
import type {
  AddStockNoteAttachmentRequest,
  CreateStockNoteRequest,
  GetStockNoteAttachmentRequest,
  GetStockNoteRequest,
  ListStockNotesRequest,
  ListStockNotesResponse,
  PrintStockNoteRequest,
  StockNote,
  StockNoteAttachmentContent,
  StockNotePaper,
} from '@navette/contracts/stock/v1/stock_notes';
import { Rpc, scopeOfCall, type RpcMetadata } from '@navette/platform/rpc';
import { Controller } from '@nestjs/common';
import { AttachToNote } from './attach-to-note.js';
import { CreateStockNote } from './create-stock-note.js';
import { PrintStockNote } from './print-stock-note.js';
import { ReadStockNotes } from './read-stock-notes.js';

@Controller()
export class StockNotesGrpc {
  constructor(
    private readonly create: CreateStockNote,
    private readonly read: ReadStockNotes,
    private readonly print: PrintStockNote,
    private readonly attach: AttachToNote,
  ) {}

  @Rpc(Service.createStockNote, 'stock:stock-note.create')
  createStockNote(request: CreateStockNoteRequest, call: RpcMetadata): Promise<StockNote> {
    return this.create.execute(scopeOfCall(call), request);
  }

  @Rpc(Service.getStockNote, 'stock:stock-note.read')
  getStockNote({ id }: GetStockNoteRequest, call: RpcMetadata): Promise<StockNote> {
    return this.read.execute(scopeOfCall(call), id);
  }

  @Rpc(Service.listStockNotes, 'stock:stock-note.read')
  listStockNotes(request: ListStockNotesRequest, call: RpcMetadata): Promise<ListStockNotesResponse> {
    return this.read.page(scopeOfCall(call), request);
  }

  @Rpc(Service.printStockNote, 'stock:stock-note.read')
  printStockNote(request: PrintStockNoteRequest, call: RpcMetadata): Promise<StockNotePaper> {
    return this.print.execute(scopeOfCall(call), request);
  }

  @Rpc(Service.addStockNoteAttachment, 'stock:stock-note.attach')
  addStockNoteAttachment(request: AddStockNoteAttachmentRequest, call: RpcMetadata): Promise<StockNote> {
    return this.attach.execute(scopeOfCall(call), request);
  }

  @Rpc(Service.getStockNoteAttachment, 'stock:stock-note.read')
  getStockNoteAttachment(
    request: GetStockNoteAttachmentRequest,
    call: RpcMetadata,
  ): Promise<StockNoteAttachmentContent> {
    return this.read.attachment(scopeOfCall(call), request);
  }
}
