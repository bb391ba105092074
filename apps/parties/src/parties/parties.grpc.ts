import {
  BillingTerms,
  Party,
  PartiesServiceService as Service,
  PricingTerms,
  type ChangePartyRequest,
  type CreatePartyRequest,
  type CreatePartyResponse,
  type Duplicates,
  type FindKnownConsumersRequest,
  type GetPartyRequest,
  type ListPartiesRequest,
  type ListPartiesResponse,
  type SetBillingTermsRequest,
  type SetPricingTermsRequest,
} from '@navette/contracts/parties/v1/service';
import { Rpc, scopeOfCall, type RpcMetadata } from '@navette/platform/rpc';
import { Controller } from '@nestjs/common';
import { ChangeParty } from './change-party.js';
import { CreateParty } from './create-party.js';
import { FindKnownConsumers } from './find-known-consumers.js';
import { GetParty } from './get-party.js';
import { ListParties } from './list-parties.js';
import { SetBillingTerms } from './set-billing-terms.js';
import { SetPricingTerms } from './set-pricing-terms.js';

@Controller()
export class PartiesGrpc {
  constructor(
    private readonly create: CreateParty,
    private readonly change: ChangeParty,
    private readonly get: GetParty,
    private readonly list: ListParties,
    private readonly knownConsumers: FindKnownConsumers,
    private readonly billingTerms: SetBillingTerms,
    private readonly pricingTerms: SetPricingTerms,
  ) {}

  @Rpc(Service.createParty, 'parties:party.create')
  createParty(request: CreatePartyRequest, call: RpcMetadata): Promise<CreatePartyResponse> {
    const { party, acceptDuplicates, onTheWay } = request;
    const source = onTheWay === true ? 'on_the_way' : 'by_hand';
    return this.create.execute(scopeOfCall(call), party ?? Party.create(), acceptDuplicates, source);
  }

  @Rpc(Service.changeParty, 'parties:party.change')
  changeParty({ partyId, expectedVersion, party }: ChangePartyRequest, call: RpcMetadata): Promise<Party> {
    return this.change.execute(scopeOfCall(call), partyId, Number(expectedVersion), party ?? Party.create());
  }

  @Rpc(Service.getParty, 'parties:party.read')
  getParty(request: GetPartyRequest, call: RpcMetadata): Promise<Party> {
    return this.get.execute(scopeOfCall(call), request.id);
  }

  @Rpc(Service.listParties, 'parties:party.read')
  listParties(request: ListPartiesRequest, call: RpcMetadata): Promise<ListPartiesResponse> {
    return this.list.execute(scopeOfCall(call), request);
  }

  @Rpc(Service.findKnownConsumers, 'parties:party.read')
  findKnownConsumers({ party }: FindKnownConsumersRequest, call: RpcMetadata): Promise<Duplicates> {
    return this.knownConsumers.execute(scopeOfCall(call), party ?? Party.create());
  }

  @Rpc(Service.setBillingTerms, 'parties:party.terms')
  setBillingTerms(request: SetBillingTermsRequest, call: RpcMetadata): Promise<Party> {
    const { partyId, expectedVersion, terms } = request;
    return this.billingTerms.execute(
      scopeOfCall(call),
      partyId,
      Number(expectedVersion),
      terms ?? BillingTerms.create(),
    );
  }

  @Rpc(Service.setPricingTerms, 'parties:party.terms')
  setPricingTerms(request: SetPricingTermsRequest, call: RpcMetadata): Promise<Party> {
    const { partyId, expectedVersion, terms } = request;
    return this.pricingTerms.execute(
      scopeOfCall(call),
      partyId,
      Number(expectedVersion),
      terms ?? PricingTerms.create(),
    );
  }
}
