import { StockServiceService as Service } from '@navette/contracts/stock/v1/service';
import type {
  CreateStockNoteRequest,
  GetStockNoteRequest,
  ListStockNotesRequest,
  ListStockNotesResponse,
  PrintStockNoteRequest,
  StockNote,
  StockNotePaper,
} from '@navette/contracts/stock/v1/stock_notes';
import { Rpc, scopeOfCall, type RpcMetadata } from '@navette/platform/rpc';
import { Controller } from '@nestjs/common';
import { CreateStockNote } from './create-stock-note.js';
import { PrintStockNote } from './print-stock-note.js';
import { ReadStockNotes } from './read-stock-notes.js';

@Controller()
export class StockNotesGrpc {
  constructor(
    private readonly create: CreateStockNote,
    private readonly read: ReadStockNotes,
    private readonly print: PrintStockNote,
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
}
