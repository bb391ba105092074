import {
  BillingServiceService as Service,
  type Document,
  type IssueDeliverySlipRequest,
} from '@navette/contracts/billing/v1/service';
import { Rpc, scopeOfCall, type RpcMetadata } from '@navette/platform/rpc';
import { Controller } from '@nestjs/common';
import { IssueDeliverySlip } from './issue-delivery-slip.js';

@Controller()
export class DeliverySlipsGrpc {
  constructor(private readonly issue: IssueDeliverySlip) {}

  @Rpc(Service.issueDeliverySlip, 'billing:delivery-slip.issue')
  issueDeliverySlip({ orderId }: IssueDeliverySlipRequest, call: RpcMetadata): Promise<Document> {
    return this.issue.execute(scopeOfCall(call), orderId);
  }
}
