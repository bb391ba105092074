import {
  PartiesServiceService as Service,
  type Party,
  type ResumePartyRequest,
  type SuspendPartyRequest,
} from '@navette/contracts/parties/v1/service';
import { Rpc, scopeOfCall, type RpcMetadata } from '@navette/platform/rpc';
import { Controller } from '@nestjs/common';
import { SuspendParty } from './suspend-party.js';

@Controller()
export class SuspensionGrpc {
  constructor(private readonly suspension: SuspendParty) {}

  @Rpc(Service.suspendParty, 'parties:party.suspend')
  suspendParty({ partyId, reason }: SuspendPartyRequest, call: RpcMetadata): Promise<Party> {
    return this.suspension.suspend(scopeOfCall(call), partyId, reason);
  }

  @Rpc(Service.resumeParty, 'parties:party.resume')
  resumeParty({ partyId }: ResumePartyRequest, call: RpcMetadata): Promise<Party> {
    return this.suspension.resume(scopeOfCall(call), partyId);
  }
}
