import {
  AccountingServiceService as Service,
  Chart,
  type GetChartRequest,
  type SetChartRequest,
} from '@navette/contracts/accounting/v1/service';
import { Rpc, scopeOfCall, type RpcMetadata } from '@navette/platform/rpc';
import { Controller } from '@nestjs/common';
import { GetChart } from './get-chart.js';
import { SetChart } from './set-chart.js';

@Controller()
export class ChartGrpc {
  constructor(
    private readonly get: GetChart,
    private readonly set: SetChart,
  ) {}

  @Rpc(Service.getChart, 'accounting:chart.read')
  getChart(_request: GetChartRequest, call: RpcMetadata): Promise<Chart> {
    return this.get.execute(scopeOfCall(call));
  }

  @Rpc(Service.setChart, 'accounting:chart.update')
  setChart(request: SetChartRequest, call: RpcMetadata): Promise<Chart> {
    return this.set.execute(scopeOfCall(call), request.chart ?? Chart.create());
  }
}
