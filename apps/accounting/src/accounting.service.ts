import { AccountingServiceService } from '@navette/contracts/accounting/v1/service';
import type { ServiceDefinition } from '@navette/platform/service';
import { ChartGrpc } from './chart/chart.grpc.js';
import { ChartRepository } from './chart/chart.repository.js';
import { GetChart } from './chart/get-chart.js';
import { SetChart } from './chart/set-chart.js';
import { migrations } from './database/migrations/index.js';
import { DocumentsSubscriber } from './entries/documents.subscriber.js';
import { EntriesGrpc } from './entries/entries.grpc.js';
import { EntryRepository } from './entries/entry.repository.js';
import { GetCustomerBalance } from './entries/get-customer-balance.js';
import { LedgerDocumentRepository } from './entries/ledger-document.repository.js';
import { LedgerAlert } from './entries/ledger-alert.js';
import { ListEntries } from './entries/list-entries.js';
import { ListWaitingDocuments } from './entries/list-waiting-documents.js';
import { PostEntry } from './entries/post-entry.js';
import { PostWaitingDocuments } from './entries/post-waiting-documents.js';
import { TakeDocument } from './entries/take-document.js';
import { ExportFecPage } from './fec/export-fec-page.js';
import { FecGrpc } from './fec/fec.grpc.js';
import { FecRepository } from './fec/fec.repository.js';
import { PartiesSubscriber } from './parties/parties.subscriber.js';
import { MergesSubscriber } from './parties/merges.subscriber.js';
import { ExportPersonalData } from './parties/export-personal-data.js';
import { PersonalDataGrpc } from './parties/personal-data.grpc.js';
import { ErasePerson } from './parties/erase-person.js';
import { ErasuresSubscriber } from './parties/erasures.subscriber.js';
import { PartyRepository } from './parties/party.repository.js';
import { TakeParty } from './parties/take-party.js';
import { StationRepository } from './stations/station.repository.js';
import { StationsSubscriber } from './stations/stations.subscriber.js';
import { TakeStation } from './stations/take-station.js';

/** Ledger entries and exports; a pure consumer of what others issue. */
export const accountingService: ServiceDefinition = {
  name: 'accounting',
  migrations,
  grpc: { definition: AccountingServiceService, controllers: [EntriesGrpc, ChartGrpc, FecGrpc, PersonalDataGrpc] },
  subscribers: [StationsSubscriber, PartiesSubscriber, DocumentsSubscriber, MergesSubscriber, ErasuresSubscriber],
  timers: [PostWaitingDocuments],
  providers: [
    ExportPersonalData,
    ErasePerson,
    StationRepository,
    TakeStation,
    PartyRepository,
    TakeParty,
    ChartRepository,
    GetChart,
    SetChart,
    LedgerDocumentRepository,
    EntryRepository,
    PostEntry,
    LedgerAlert,
    TakeDocument,
    ListEntries,
    GetCustomerBalance,
    ListWaitingDocuments,
    FecRepository,
    ExportFecPage,
  ],
  calls: ['identity:station.read'],
};
