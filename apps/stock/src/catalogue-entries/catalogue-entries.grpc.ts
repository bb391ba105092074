import {
  CatalogueEntry,
  StockServiceService as Service,
  type ChangeCatalogueEntryRequest,
  type CreateCatalogueEntryRequest,
  type GetCatalogueEntryRequest,
  type ListCatalogueEntriesRequest,
  type ListCatalogueEntriesResponse,
} from '@navette/contracts/stock/v1/service';
import { Rpc, scopeOfCall, type RpcMetadata } from '@navette/platform/rpc';
import { Controller } from '@nestjs/common';
import { ChangeCatalogueEntry } from './change-catalogue-entry.js';
import { CreateCatalogueEntry } from './create-catalogue-entry.js';
import { ReadCatalogueEntries } from './read-catalogue-entries.js';

@Controller()
export class CatalogueEntriesGrpc {
  constructor(
    private readonly read: ReadCatalogueEntries,
    private readonly create: CreateCatalogueEntry,
    private readonly change: ChangeCatalogueEntry,
  ) {}

  @Rpc(Service.listCatalogueEntries, 'stock:catalogue-entry.read')
  listCatalogueEntries(
    { query }: ListCatalogueEntriesRequest,
    call: RpcMetadata,
  ): Promise<ListCatalogueEntriesResponse> {
    return this.read.page(scopeOfCall(call), query);
  }

  @Rpc(Service.getCatalogueEntry, 'stock:catalogue-entry.read')
  getCatalogueEntry({ id }: GetCatalogueEntryRequest, call: RpcMetadata): Promise<CatalogueEntry> {
    return this.read.one(scopeOfCall(call), id);
  }

  @Rpc(Service.createCatalogueEntry, 'stock:catalogue-entry.create')
  createCatalogueEntry({ entry }: CreateCatalogueEntryRequest, call: RpcMetadata): Promise<CatalogueEntry> {
    return this.create.execute(scopeOfCall(call), entry ?? CatalogueEntry.create());
  }

  @Rpc(Service.changeCatalogueEntry, 'stock:catalogue-entry.change')
  changeCatalogueEntry(
    { entryId, expectedVersion, entry }: ChangeCatalogueEntryRequest,
    call: RpcMetadata,
  ): Promise<CatalogueEntry> {
    const given = entry ?? CatalogueEntry.create();
    return this.change.execute(scopeOfCall(call), entryId, Number(expectedVersion), given);
  }
}
