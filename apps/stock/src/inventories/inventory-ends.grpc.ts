import type {
  CancelInventoryRequest,
  ChangeInventoryScopeRequest,
  Inventory,
  InventoryDocument,
  InventoryNews,
  PrintInventoryRequest,
  ReopenInventoryRequest,
  TellInventoryNewsRequest,
  ValidateInventoryRequest,
} from '@navette/contracts/stock/v1/inventories';
import { StockServiceService as Service } from '@navette/contracts/stock/v1/service';
import { Rpc, scopeOfCall, type RpcMetadata } from '@navette/platform/rpc';
import { Controller } from '@nestjs/common';
import { CancelInventory } from './cancel-inventory.js';
import { ChangeInventoryScope } from './change-inventory-scope.js';
import { PrintInventory } from './print-inventory.js';
import { ReopenInventory } from './reopen-inventory.js';
import { TellInventoryNews } from './tell-inventory-news.js';
import { ValidateInventory } from './validate-inventory.js';

/** How inventories end, and begin again (E-084) or with another scope (E-083), what is on paper, and what others changed. */
@Controller()
export class InventoryEndsGrpc {
  constructor(
    private readonly validate: ValidateInventory,
    private readonly reopen: ReopenInventory,
    private readonly cancel: CancelInventory,
    private readonly changeScope: ChangeInventoryScope,
    private readonly print: PrintInventory,
    private readonly news: TellInventoryNews,
  ) {}

  @Rpc(Service.validateInventory, 'stock:inventory.validate')
  validateInventory(request: ValidateInventoryRequest, call: RpcMetadata): Promise<Inventory> {
    return this.validate.execute(scopeOfCall(call), request);
  }

  @Rpc(Service.reopenInventory, 'stock:inventory.validate')
  reopenInventory(request: ReopenInventoryRequest, call: RpcMetadata): Promise<Inventory> {
    return this.reopen.execute(scopeOfCall(call), request);
  }

  @Rpc(Service.cancelInventory, 'stock:inventory.validate')
  cancelInventory(request: CancelInventoryRequest, call: RpcMetadata): Promise<Inventory> {
    return this.cancel.execute(scopeOfCall(call), request);
  }

  @Rpc(Service.changeInventoryScope, 'stock:inventory.open')
  changeInventoryScope(request: ChangeInventoryScopeRequest, call: RpcMetadata): Promise<Inventory> {
    return this.changeScope.execute(scopeOfCall(call), request);
  }

  @Rpc(Service.printInventory, 'stock:inventory.read')
  printInventory(request: PrintInventoryRequest, call: RpcMetadata): Promise<InventoryDocument> {
    return this.print.execute(scopeOfCall(call), request);
  }

  @Rpc(Service.tellInventoryNews, 'stock:inventory.read')
  tellInventoryNews(request: TellInventoryNewsRequest, call: RpcMetadata): Promise<InventoryNews> {
    return this.news.execute(scopeOfCall(call), request);
  }
}
