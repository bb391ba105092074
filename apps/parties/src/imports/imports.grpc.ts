import {
  PartiesServiceService as Service,
  type CheckPartyImportRequest,
  type ChoosePartyImportLinesRequest,
  type CommitPartyImportRequest,
  type GetPartyImportRequest,
  type ImportPartiesRequest,
  type ListPartyImportLinesRequest,
  type ListPartyImportLinesResponse,
  type ListPartyImportsRequest,
  type ListPartyImportsResponse,
  type PartyImport,
  type UndoPartyImportRequest,
} from '@navette/contracts/parties/v1/service';
import { Rpc, scopeOfCall, type RpcMetadata } from '@navette/platform/rpc';
import { Controller } from '@nestjs/common';
import { CheckPartyImport } from './check-party-import.js';
import { ChoosePartyImportLines } from './choose-party-import-lines.js';
import { CommitPartyImport } from './commit-party-import.js';
import { ImportParties } from './import-parties.js';
import { ReadPartyImports } from './read-party-imports.js';
import { UndoPartyImport } from './undo-party-import.js';

@Controller()
export class ImportsGrpc {
  constructor(
    private readonly take: ImportParties,
    private readonly read: ReadPartyImports,
    private readonly check: CheckPartyImport,
    private readonly choose: ChoosePartyImportLines,
    private readonly commit: CommitPartyImport,
    private readonly undo: UndoPartyImport,
  ) {}

  @Rpc(Service.importParties, 'parties:party.import')
  importParties({ fileName, content }: ImportPartiesRequest, call: RpcMetadata): Promise<PartyImport> {
    return this.take.execute(scopeOfCall(call), fileName, content);
  }

  @Rpc(Service.getPartyImport, 'parties:party.import')
  getPartyImport({ importId }: GetPartyImportRequest, call: RpcMetadata): Promise<PartyImport> {
    return this.read.one(scopeOfCall(call), importId);
  }

  @Rpc(Service.listPartyImports, 'parties:party.import')
  listPartyImports({ query }: ListPartyImportsRequest, call: RpcMetadata): Promise<ListPartyImportsResponse> {
    return this.read.page(scopeOfCall(call), query);
  }

  @Rpc(Service.listPartyImportLines, 'parties:party.import')
  listPartyImportLines(request: ListPartyImportLinesRequest, call: RpcMetadata): Promise<ListPartyImportLinesResponse> {
    return this.read.linesOf(scopeOfCall(call), request.importId, request.query);
  }

  @Rpc(Service.checkPartyImport, 'parties:party.import')
  checkPartyImport(request: CheckPartyImportRequest, call: RpcMetadata): Promise<PartyImport> {
    return this.check.execute(scopeOfCall(call), request.importId, Number(request.expectedVersion), request);
  }

  @Rpc(Service.choosePartyImportLines, 'parties:party.import')
  choosePartyImportLines(request: ChoosePartyImportLinesRequest, call: RpcMetadata): Promise<PartyImport> {
    return this.choose.execute(scopeOfCall(call), request);
  }

  @Rpc(Service.commitPartyImport, 'parties:party.import')
  commitPartyImport(request: CommitPartyImportRequest, call: RpcMetadata): Promise<PartyImport> {
    return this.commit.execute(scopeOfCall(call), request.importId, Number(request.expectedVersion), request.lines);
  }

  @Rpc(Service.undoPartyImport, 'parties:party.import')
  undoPartyImport(request: UndoPartyImportRequest, call: RpcMetadata): Promise<PartyImport> {
    return this.undo.execute(scopeOfCall(call), request.importId, Number(request.expectedVersion));
  }
}
