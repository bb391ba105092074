import {
  StockServiceService as Service,
  type AddPartImageRequest,
  type ChoosePartImageRequest,
  type GetPartImageRequest,
  type ListPartImagesRequest,
  type PartImageContent,
  type PartImages,
  type RemovePartImageRequest,
} from '@navette/contracts/stock/v1/service';
import { Rpc, scopeOfCall, type RpcMetadata } from '@navette/platform/rpc';
import { Controller } from '@nestjs/common';
import { ChangePartImages } from './change-part-images.js';
import { ReadPartImages } from './read-part-images.js';

@Controller()
export class PartImagesGrpc {
  constructor(
    private readonly read: ReadPartImages,
    private readonly change: ChangePartImages,
  ) {}

  @Rpc(Service.listPartImages, 'stock:part.read')
  listPartImages({ partId }: ListPartImagesRequest, call: RpcMetadata): Promise<PartImages> {
    return this.read.of(scopeOfCall(call), partId);
  }

  @Rpc(Service.getPartImage, 'stock:part.read')
  getPartImage(request: GetPartImageRequest, call: RpcMetadata): Promise<PartImageContent> {
    return this.read.content(scopeOfCall(call), request);
  }

  @Rpc(Service.addPartImage, 'stock:part.change')
  addPartImage({ partId, content }: AddPartImageRequest, call: RpcMetadata): Promise<PartImages> {
    return this.change.add(scopeOfCall(call), partId, content);
  }

  @Rpc(Service.choosePartImage, 'stock:part.change')
  choosePartImage({ partId, imageId }: ChoosePartImageRequest, call: RpcMetadata): Promise<PartImages> {
    return this.change.choose(scopeOfCall(call), partId, imageId);
  }

  @Rpc(Service.removePartImage, 'stock:part.change')
  removePartImage({ partId, imageId }: RemovePartImageRequest, call: RpcMetadata): Promise<PartImages> {
    return this.change.remove(scopeOfCall(call), partId, imageId);
  }
}
