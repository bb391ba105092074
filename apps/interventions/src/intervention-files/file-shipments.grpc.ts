import {
  InterventionsServiceService as Service,
  type InterventionFile,
  type ShipFileRequest,
} from '@navette/contracts/interventions/v1/service';
import { Rpc, scopeOfCall, type RpcMetadata } from '@navette/platform/rpc';
import { Controller } from '@nestjs/common';
import { ShipFile } from './ship-file.js';

@Controller()
export class FileShipmentsGrpc {
  constructor(private readonly ship: ShipFile) {}

  @Rpc(Service.shipFile, 'interventions:file.ship')
  shipFile(request: ShipFileRequest, call: RpcMetadata): Promise<InterventionFile> {
    return this.ship.execute(scopeOfCall(call), request);
  }
}
