import { StockServiceService as Service } from '@navette/contracts/stock/v1/service';
import type {
  ListShuttleNotesRequest,
  ListShuttleNotesResponse,
  PrintShuttleNoteRequest,
  ShuttleNotePaper,
} from '@navette/contracts/stock/v1/shuttle_notes';
import { Rpc, scopeOfCall, type RpcMetadata } from '@navette/platform/rpc';
import { Controller } from '@nestjs/common';
import { ListShuttleNotes } from './list-shuttle-notes.js';
import { PrintShuttleNote } from './print-shuttle-note.js';

@Controller()
export class ShuttleNotesGrpc {
  constructor(
    private readonly list: ListShuttleNotes,
    private readonly print: PrintShuttleNote,
  ) {}

  @Rpc(Service.listShuttleNotes, 'stock:preparation.read')
  listShuttleNotes({ originId }: ListShuttleNotesRequest, call: RpcMetadata): Promise<ListShuttleNotesResponse> {
    return this.list.execute(scopeOfCall(call), originId);
  }

  @Rpc(Service.printShuttleNote, 'stock:preparation.read')
  printShuttleNote({ id }: PrintShuttleNoteRequest, call: RpcMetadata): Promise<ShuttleNotePaper> {
    return this.print.execute(scopeOfCall(call), id);
  }
}
