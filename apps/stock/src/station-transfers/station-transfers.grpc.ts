import { StockServiceService as Service } from '@navette/contracts/stock/v1/service';
import type {
  AcceptStationTransferRequest,
  CancelStationTransferRequest,
  GetStationTransferRequest,
  IssueStationTransferRequest,
  ListNetworkStockRequest,
  ListNetworkStockResponse,
  ListStationTransfersRequest,
  ListStationTransfersResponse,
  PrintStationTransferRequest,
  ReceiveStationTransferRequest,
  RefuseStationTransferRequest,
  RequestStationTransferRequest,
  StationTransfer,
  StationTransferPaper,
} from '@navette/contracts/stock/v1/station_transfers';
import { Rpc, scopeOfCall, type RpcMetadata } from '@navette/platform/rpc';
import { Controller } from '@nestjs/common';
import { AnswerStationTransfer } from './answer-station-transfer.js';
import { CancelStationTransfer } from './cancel-station-transfer.js';
import { IssueStationTransfer } from './issue-station-transfer.js';
import { PrintStationTransfer } from './print-station-transfer.js';
import { ReadStationTransfers } from './read-station-transfers.js';
import { ReceiveStationTransfer } from './receive-station-transfer.js';
import { RequestStationTransfer } from './request-station-transfer.js';

@Controller()
export class StationTransfersGrpc {
  constructor(
    private readonly read: ReadStationTransfers,
    private readonly ask: RequestStationTransfer,
    private readonly answer: AnswerStationTransfer,
    private readonly issue: IssueStationTransfer,
    private readonly receive: ReceiveStationTransfer,
    private readonly cancel: CancelStationTransfer,
    private readonly print: PrintStationTransfer,
  ) {}

  @Rpc(Service.listNetworkStock, 'stock:station-transfer.read')
  listNetworkStock({ partId }: ListNetworkStockRequest, call: RpcMetadata): Promise<ListNetworkStockResponse> {
    return this.read.networkStock(scopeOfCall(call), partId);
  }

  @Rpc(Service.getStationTransfer, 'stock:station-transfer.read')
  getStationTransfer({ id }: GetStationTransferRequest, call: RpcMetadata): Promise<StationTransfer> {
    return this.read.execute(scopeOfCall(call), id);
  }

  @Rpc(Service.listStationTransfers, 'stock:station-transfer.read')
  listStationTransfers(request: ListStationTransfersRequest, call: RpcMetadata): Promise<ListStationTransfersResponse> {
    return this.read.page(scopeOfCall(call), request);
  }

  @Rpc(Service.requestStationTransfer, 'stock:station-transfer.request')
  requestStationTransfer(request: RequestStationTransferRequest, call: RpcMetadata): Promise<StationTransfer> {
    return this.ask.execute(scopeOfCall(call), request);
  }

  @Rpc(Service.cancelStationTransfer, 'stock:station-transfer.request')
  cancelStationTransfer({ id }: CancelStationTransferRequest, call: RpcMetadata): Promise<StationTransfer> {
    return this.cancel.execute(scopeOfCall(call), id);
  }

  @Rpc(Service.acceptStationTransfer, 'stock:station-transfer.answer')
  acceptStationTransfer(request: AcceptStationTransferRequest, call: RpcMetadata): Promise<StationTransfer> {
    return this.answer.accept(scopeOfCall(call), request);
  }

  @Rpc(Service.refuseStationTransfer, 'stock:station-transfer.answer')
  refuseStationTransfer({ id, reason }: RefuseStationTransferRequest, call: RpcMetadata): Promise<StationTransfer> {
    return this.answer.refuse(scopeOfCall(call), id, reason);
  }

  @Rpc(Service.issueStationTransfer, 'stock:station-transfer.answer')
  issueStationTransfer({ id }: IssueStationTransferRequest, call: RpcMetadata): Promise<StationTransfer> {
    return this.issue.execute(scopeOfCall(call), id);
  }

  @Rpc(Service.receiveStationTransfer, 'stock:station-transfer.receive')
  receiveStationTransfer(request: ReceiveStationTransferRequest, call: RpcMetadata): Promise<StationTransfer> {
    return this.receive.execute(scopeOfCall(call), request);
  }

  @Rpc(Service.printStationTransfer, 'stock:station-transfer.read')
  printStationTransfer(request: PrintStationTransferRequest, call: RpcMetadata): Promise<StationTransferPaper> {
    return this.print.execute(scopeOfCall(call), request);
  }
}
