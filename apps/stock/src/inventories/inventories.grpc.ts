import type {
  AddInventoryLineRequest,
  ChangeInventoryRequest,
  GetInventoryRequest,
  Inventory,
  InventoryLine,
  ListInventoriesRequest,
  ListInventoriesResponse,
  ListInventoryLinesRequest,
  ListInventoryLinesResponse,
  OpenInventoryRequest,
  RemoveInventoryLineRequest,
  SetInventoryLinesRequest,
  TakeOverCountsRequest,
  TakeOverCountsResponse,
  TickInventoryRequest,
} from '@navette/contracts/stock/v1/inventories';
import { StockServiceService as Service } from '@navette/contracts/stock/v1/service';
import { Rpc, scopeOfCall, type RpcMetadata } from '@navette/platform/rpc';
import { Controller } from '@nestjs/common';
import { AddInventoryLine } from './add-inventory-line.js';
import { ChangeInventory } from './change-inventory.js';
import { OpenInventory } from './open-inventory.js';
import { ReadInventories } from './read-inventories.js';
import { RemoveInventoryLine } from './remove-inventory-line.js';
import { SetInventoryLines } from './set-inventory-lines.js';
import { TakeOverCounts } from './take-over-counts.js';

@Controller()
export class InventoriesGrpc {
  constructor(
    private readonly read: ReadInventories,
    private readonly open: OpenInventory,
    private readonly change: ChangeInventory,
    private readonly lines: SetInventoryLines,
    private readonly add: AddInventoryLine,
    private readonly remove: RemoveInventoryLine,
    private readonly counts: TakeOverCounts,
  ) {}

  @Rpc(Service.openInventory, 'stock:inventory.open')
  openInventory(request: OpenInventoryRequest, call: RpcMetadata): Promise<Inventory> {
    return this.open.execute(scopeOfCall(call), request);
  }

  @Rpc(Service.getInventory, 'stock:inventory.read')
  getInventory({ id }: GetInventoryRequest, call: RpcMetadata): Promise<Inventory> {
    return this.read.one(scopeOfCall(call), id);
  }

  @Rpc(Service.listInventories, 'stock:inventory.read')
  listInventories({ query }: ListInventoriesRequest, call: RpcMetadata): Promise<ListInventoriesResponse> {
    return this.read.page(scopeOfCall(call), query);
  }

  @Rpc(Service.changeInventory, 'stock:inventory.open')
  changeInventory(request: ChangeInventoryRequest, call: RpcMetadata): Promise<Inventory> {
    return this.change.execute(scopeOfCall(call), request);
  }

  @Rpc(Service.listInventoryLines, 'stock:inventory.read')
  listInventoryLines(
    { inventoryId, query }: ListInventoryLinesRequest,
    call: RpcMetadata,
  ): Promise<ListInventoryLinesResponse> {
    return this.read.linesOf(scopeOfCall(call), inventoryId, query);
  }

  @Rpc(Service.setInventoryLines, 'stock:inventory.count')
  setInventoryLines(request: SetInventoryLinesRequest, call: RpcMetadata): Promise<Inventory> {
    return this.lines.execute(scopeOfCall(call), request);
  }

  @Rpc(Service.addInventoryLine, 'stock:inventory.count')
  addInventoryLine(request: AddInventoryLineRequest, call: RpcMetadata): Promise<InventoryLine> {
    return this.add.execute(scopeOfCall(call), request);
  }

  @Rpc(Service.removeInventoryLine, 'stock:inventory.count')
  removeInventoryLine(request: RemoveInventoryLineRequest, call: RpcMetadata): Promise<Inventory> {
    return this.remove.execute(scopeOfCall(call), request);
  }

  @Rpc(Service.tickInventory, 'stock:inventory.count')
  tickInventory({ inventoryId }: TickInventoryRequest, call: RpcMetadata): Promise<Inventory> {
    return this.lines.tickAll(scopeOfCall(call), inventoryId);
  }

  @Rpc(Service.takeOverCounts, 'stock:inventory.count')
  takeOverCounts(request: TakeOverCountsRequest, call: RpcMetadata): Promise<TakeOverCountsResponse> {
    return this.counts.execute(scopeOfCall(call), request);
  }
}
