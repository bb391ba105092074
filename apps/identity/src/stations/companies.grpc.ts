import {
  CompanyDetails,
  IdentityServiceService as Service,
  type ChangeCompanyRequest,
  type Company,
  type GetCompanyRequest,
} from '@navette/contracts/identity/v1/service';
import { Rpc, scopeOfCall, type RpcMetadata } from '@navette/platform/rpc';
import { Controller } from '@nestjs/common';
import { ChangeCompany } from './change-company.js';
import { GetCompany } from './get-company.js';

@Controller()
export class CompaniesGrpc {
  constructor(
    private readonly get: GetCompany,
    private readonly change: ChangeCompany,
  ) {}

  @Rpc(Service.getCompany, 'identity:station.read')
  getCompany({ id }: GetCompanyRequest, call: RpcMetadata): Promise<Company> {
    return this.get.execute(scopeOfCall(call), id);
  }

  @Rpc(Service.changeCompany, 'identity:company.change')
  changeCompany(request: ChangeCompanyRequest, call: RpcMetadata): Promise<Company> {
    const { id, expectedVersion, details = CompanyDetails.create(), sirets } = request;
    return this.change.execute(scopeOfCall(call), id, Number(expectedVersion), details, sirets);
  }
}
