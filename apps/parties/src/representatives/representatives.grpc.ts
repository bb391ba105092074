import {
  CommissionScale,
  PartiesServiceService as Service,
  Representative,
  type ChangeCommissionScaleRequest,
  type ChangeRepresentativeRequest,
  type CreateCommissionScaleRequest,
  type CreateRepresentativeRequest,
  type GetCommissionScaleRequest,
  type GetRepresentativeRequest,
  type ListCommissionScalesRequest,
  type ListCommissionScalesResponse,
  type ListRepresentativesRequest,
  type ListRepresentativesResponse,
} from '@navette/contracts/parties/v1/service';
import { Rpc, scopeOfCall, type RpcMetadata } from '@navette/platform/rpc';
import { Controller } from '@nestjs/common';
import { KeepCommissionScale } from './keep-commission-scale.js';
import { KeepRepresentative } from './keep-representative.js';
import { ReadRepresentatives } from './read-representatives.js';

@Controller()
export class RepresentativesGrpc {
  constructor(
    private readonly representatives: KeepRepresentative,
    private readonly scales: KeepCommissionScale,
    private readonly read: ReadRepresentatives,
  ) {}

  @Rpc(Service.createRepresentative, 'parties:representative.create')
  createRepresentative({ representative }: CreateRepresentativeRequest, call: RpcMetadata): Promise<Representative> {
    return this.representatives.create(scopeOfCall(call), representative ?? Representative.create());
  }

  @Rpc(Service.changeRepresentative, 'parties:representative.change')
  changeRepresentative(request: ChangeRepresentativeRequest, call: RpcMetadata): Promise<Representative> {
    const { representativeId, expectedVersion, representative = Representative.create() } = request;
    return this.representatives.change(scopeOfCall(call), representativeId, Number(expectedVersion), representative);
  }

  @Rpc(Service.getRepresentative, 'parties:representative.read')
  getRepresentative({ id }: GetRepresentativeRequest, call: RpcMetadata): Promise<Representative> {
    return this.read.one(scopeOfCall(call), id);
  }

  @Rpc(Service.listRepresentatives, 'parties:representative.read')
  listRepresentatives(request: ListRepresentativesRequest, call: RpcMetadata): Promise<ListRepresentativesResponse> {
    return this.read.list(scopeOfCall(call), request);
  }

  @Rpc(Service.createCommissionScale, 'parties:commission-scale.create')
  createCommissionScale({ scale }: CreateCommissionScaleRequest, call: RpcMetadata): Promise<CommissionScale> {
    return this.scales.create(scopeOfCall(call), scale ?? CommissionScale.create());
  }

  @Rpc(Service.changeCommissionScale, 'parties:commission-scale.change')
  changeCommissionScale(request: ChangeCommissionScaleRequest, call: RpcMetadata): Promise<CommissionScale> {
    const { scaleId, expectedVersion, scale = CommissionScale.create() } = request;
    return this.scales.change(scopeOfCall(call), scaleId, Number(expectedVersion), scale);
  }

  @Rpc(Service.getCommissionScale, 'parties:commission-scale.read')
  getCommissionScale({ id }: GetCommissionScaleRequest, call: RpcMetadata): Promise<CommissionScale> {
    return this.read.scale(scopeOfCall(call), id);
  }

  @Rpc(Service.listCommissionScales, 'parties:commission-scale.read')
  listCommissionScales(request: ListCommissionScalesRequest, call: RpcMetadata): Promise<ListCommissionScalesResponse> {
    return this.read.listScales(scopeOfCall(call), request);
  }
}
