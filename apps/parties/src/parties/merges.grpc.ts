import {
  PartiesServiceService as Service,
  type MergeConsumersRequest,
  type Party,
} from '@navette/contracts/parties/v1/service';
import { Rpc, scopeOfCall, type RpcMetadata } from '@navette/platform/rpc';
import { Controller } from '@nestjs/common';
import { MergeConsumers } from './merge-consumers.js';

@Controller()
export class MergesGrpc {
  constructor(private readonly merge: MergeConsumers) {}

  @Rpc(Service.mergeConsumers, 'parties:party.merge')
  mergeConsumers(request: MergeConsumersRequest, call: RpcMetadata): Promise<Party> {
    return this.merge.execute(scopeOfCall(call), request);
  }
}
