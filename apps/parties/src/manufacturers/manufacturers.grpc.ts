import {
  PartiesServiceService as Service,
  type AddManufacturerRequest,
  type ChangeManufacturerRequest,
  type GetManufacturerRequest,
  type ListManufacturersRequest,
  type ListManufacturersResponse,
  type Manufacturer,
  type RemoveManufacturerRequest,
  type RemoveManufacturerResponse,
} from '@navette/contracts/parties/v1/service';
import { Rpc, scopeOfCall, type RpcMetadata } from '@navette/platform/rpc';
import { Controller } from '@nestjs/common';
import { AddManufacturer } from './add-manufacturer.js';
import { ChangeManufacturer } from './change-manufacturer.js';
import { ReadManufacturers } from './read-manufacturers.js';
import { RemoveManufacturer } from './remove-manufacturer.js';

@Controller()
export class ManufacturersGrpc {
  constructor(
    private readonly read: ReadManufacturers,
    private readonly add: AddManufacturer,
    private readonly change: ChangeManufacturer,
    private readonly remove: RemoveManufacturer,
  ) {}

  @Rpc(Service.listManufacturers, 'parties:manufacturer.read')
  async listManufacturers(
    { partyId }: ListManufacturersRequest,
    call: RpcMetadata,
  ): Promise<ListManufacturersResponse> {
    const scope = scopeOfCall(call);
    return { manufacturers: await (partyId === '' ? this.read.all(scope) : this.read.ofParty(scope, partyId)) };
  }

  @Rpc(Service.getManufacturer, 'parties:manufacturer.read')
  getManufacturer({ id }: GetManufacturerRequest, call: RpcMetadata): Promise<Manufacturer> {
    return this.read.one(scopeOfCall(call), id);
  }

  @Rpc(Service.addManufacturer, 'parties:manufacturer.list')
  addManufacturer(request: AddManufacturerRequest, call: RpcMetadata): Promise<Manufacturer> {
    return this.add.execute(scopeOfCall(call), request);
  }

  @Rpc(Service.changeManufacturer, 'parties:manufacturer.list')
  changeManufacturer(request: ChangeManufacturerRequest, call: RpcMetadata): Promise<Manufacturer> {
    return this.change.execute(scopeOfCall(call), request);
  }

  @Rpc(Service.removeManufacturer, 'parties:manufacturer.list')
  async removeManufacturer(
    { id, expectedVersion }: RemoveManufacturerRequest,
    call: RpcMetadata,
  ): Promise<RemoveManufacturerResponse> {
    await this.remove.execute(scopeOfCall(call), id, Number(expectedVersion));
    return {};
  }
}
