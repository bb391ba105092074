import {
  PartiesServiceService as Service,
  type SearchPartiesRequest,
  type SearchPartiesResponse,
} from '@navette/contracts/parties/v1/service';
import { Rpc, scopeOfCall, type RpcMetadata } from '@navette/platform/rpc';
import { Controller } from '@nestjs/common';
import { SearchParties } from './search-parties.js';

@Controller()
export class SearchGrpc {
  constructor(private readonly search: SearchParties) {}

  @Rpc(Service.searchParties, 'parties:party.read')
  async searchParties({ q, kind }: SearchPartiesRequest, call: RpcMetadata): Promise<SearchPartiesResponse> {
    return { parties: await this.search.execute(scopeOfCall(call), q, kind) };
  }
}
