import {
  StockServiceService as Service,
  type LinkPartsRequest,
  type ListPartLinksRequest,
  type OfferReplacementsRequest,
  type OfferReplacementsResponse,
  type MergePartStockRequest,
  type PartLinks,
  type UnlinkPartsRequest,
} from '@navette/contracts/stock/v1/service';
import { Rpc, scopeOfCall, type RpcMetadata } from '@navette/platform/rpc';
import { Controller } from '@nestjs/common';
import { LinkParts } from './link-parts.js';
import { MergePartStock } from './merge-part-stock.js';
import { ReadPartLinks } from './read-part-links.js';

@Controller()
export class PartLinksGrpc {
  constructor(
    private readonly read: ReadPartLinks,
    private readonly change: LinkParts,
    private readonly merge: MergePartStock,
  ) {}

  @Rpc(Service.listPartLinks, 'stock:part.read')
  listPartLinks({ partId }: ListPartLinksRequest, call: RpcMetadata): Promise<PartLinks> {
    return this.read.of(scopeOfCall(call), partId);
  }

  @Rpc(Service.linkParts, 'stock:part.change')
  linkParts(request: LinkPartsRequest, call: RpcMetadata): Promise<PartLinks> {
    return this.change.link(scopeOfCall(call), request);
  }

  @Rpc(Service.unlinkParts, 'stock:part.change')
  unlinkParts(request: UnlinkPartsRequest, call: RpcMetadata): Promise<PartLinks> {
    return this.change.unlink(scopeOfCall(call), request);
  }

  @Rpc(Service.mergePartStock, 'stock:part.merge')
  mergePartStock(request: MergePartStockRequest, call: RpcMetadata): Promise<PartLinks> {
    return this.merge.execute(scopeOfCall(call), request);
  }

  @Rpc(Service.offerReplacements, 'stock:part.read')
  offerReplacements({ partId }: OfferReplacementsRequest, call: RpcMetadata): Promise<OfferReplacementsResponse> {
    return this.read.offers(scopeOfCall(call), partId);
  }
}
