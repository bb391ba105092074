import type {
  AddCountLineRequest,
  AddCountLineResponse,
  CountAccess,
  CountSession,
  CreateCountLinkRequest,
  CreateCountLinkResponse,
  GetCountAccessRequest,
  GetCountSessionRequest,
  JoinCountRequest,
  JoinCountResponse,
  ListCountLinesRequest,
  ListCountLinesResponse,
  RecordCountsRequest,
  RecordCountsResponse,
  RevokeCountAccessRequest,
} from '@navette/contracts/stock/v1/inventories';
import { StockServiceService as Service } from '@navette/contracts/stock/v1/service';
import { PublicRpc, Rpc, scopeOfCall, type RpcMetadata } from '@navette/platform/rpc';
import { Controller } from '@nestjs/common';
import { AddCountLine } from './add-count-line.js';
import { CountSessions } from './count-sessions.js';
import { ListCountLines } from './list-count-lines.js';
import { RecordCounts } from './record-counts.js';
import { ShareCount } from './share-count.js';

const BY_TOKEN = 'the token of a device proves that it came by a link, and says of which inventory';

/** Who shares a count, and the phones it is shared with. */
@Controller()
export class CountsGrpc {
  constructor(
    private readonly share: ShareCount,
    private readonly sessions: CountSessions,
    private readonly lines: ListCountLines,
    private readonly add: AddCountLine,
    private readonly record: RecordCounts,
  ) {}

  @Rpc(Service.getCountAccess, 'stock:inventory.share')
  getCountAccess({ inventoryId }: GetCountAccessRequest, call: RpcMetadata): Promise<CountAccess> {
    return this.share.show(scopeOfCall(call), inventoryId);
  }

  @Rpc(Service.createCountLink, 'stock:inventory.share')
  createCountLink({ inventoryId }: CreateCountLinkRequest, call: RpcMetadata): Promise<CreateCountLinkResponse> {
    return this.share.create(scopeOfCall(call), inventoryId);
  }

  @Rpc(Service.revokeCountAccess, 'stock:inventory.share')
  revokeCountAccess(request: RevokeCountAccessRequest, call: RpcMetadata): Promise<CountAccess> {
    return this.share.revoke(scopeOfCall(call), request);
  }

  @PublicRpc(Service.joinCount, 'the secret of a link proves that the station shares a count')
  joinCount(request: JoinCountRequest, call: RpcMetadata): Promise<JoinCountResponse> {
    return this.sessions.join(scopeOfCall(call), request);
  }

  @PublicRpc(Service.getCountSession, BY_TOKEN)
  getCountSession({ token }: GetCountSessionRequest, call: RpcMetadata): Promise<CountSession> {
    return this.sessions.session(scopeOfCall(call), token);
  }

  @PublicRpc(Service.listCountLines, BY_TOKEN)
  listCountLines(request: ListCountLinesRequest, call: RpcMetadata): Promise<ListCountLinesResponse> {
    return this.lines.execute(scopeOfCall(call), request);
  }

  @PublicRpc(Service.addCountLine, BY_TOKEN)
  addCountLine(request: AddCountLineRequest, call: RpcMetadata): Promise<AddCountLineResponse> {
    return this.add.execute(scopeOfCall(call), request);
  }

  @PublicRpc(Service.recordCounts, BY_TOKEN)
  recordCounts(request: RecordCountsRequest, call: RpcMetadata): Promise<RecordCountsResponse> {
    return this.record.execute(scopeOfCall(call), request);
  }
}
