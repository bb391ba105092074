import { InterventionsServiceService } from '@navette/contracts/interventions/v1/service';
import type { ServiceDefinition } from '@navette/platform/service';
import { Suspensions } from '@navette/platform/suspension';
import { migrations } from './database/migrations/index.js';
import { DocumentsSubscriber } from './file-to-invoice/documents.subscriber.js';
import { FileToInvoiceEffects } from './file-to-invoice/file-to-invoice.effects.js';
import { NoteAcceptedInvoice } from './file-to-invoice/note-accepted-invoice.js';
import { AddFileLines } from './intervention-files/add-file-lines.js';
import { AddFileStatus } from './intervention-files/add-file-status.js';
import { AllocateParts } from './intervention-files/allocate-parts.js';
import { AnnounceParts } from './intervention-files/announce-parts.js';
import { BillFile } from './intervention-files/bill-file.js';
import { ChangeFileHeader } from './intervention-files/change-file-header.js';
import { CancelFileLine } from './intervention-files/cancel-file-line.js';
import { CancelFile } from './intervention-files/cancel-file.js';
import { CatalogueClient } from './intervention-files/catalogue.client.js';
import { ChangeFileLine } from './intervention-files/change-file-line.js';
import { ChangeFile } from './intervention-files/change-file.js';
import { CloseFile } from './intervention-files/close-file.js';
import { FileHeadersGrpc } from './intervention-files/file-headers.grpc.js';
import { FileLinesGrpc } from './intervention-files/file-lines.grpc.js';
import { FilePartRepository } from './intervention-files/file-part.repository.js';
import { FilePartsSubscriber } from './intervention-files/file-parts.subscriber.js';
import { FileStatusRepository } from './intervention-files/file-status.repository.js';
import { FileViewRepository } from './intervention-files/file-view.repository.js';
import { FileShipmentsGrpc } from './intervention-files/file-shipments.grpc.js';
import { FinishFile } from './intervention-files/finish-file.js';
import { GetInterventionFile } from './intervention-files/get-intervention-file.js';
import { InterventionFileRepository } from './intervention-files/intervention-file.repository.js';
import { InterventionFilesGrpc } from './intervention-files/intervention-files.grpc.js';
import { FilesOfPartyRepository } from './intervention-files/files-of-party.repository.js';
import { ListFilesOfParty } from './intervention-files/list-files-of-party.js';
import { ListInterventionFiles } from './intervention-files/list-intervention-files.js';
import { NoteExhaustedPart } from './intervention-files/note-exhausted-part.js';
import { NoteNeed } from './intervention-files/note-need.js';
import { NoteSupplierOrder } from './intervention-files/note-supplier-order.js';
import { NoteWithdrawnQuantity } from './intervention-files/note-withdrawn-quantity.js';
import { OpenFile } from './intervention-files/open-file.js';
import { ReopenFile } from './intervention-files/reopen-file.js';
import { SetFileStatus } from './intervention-files/set-file-status.js';
import { ShipFile } from './intervention-files/ship-file.js';
import { WithdrawParts } from './intervention-files/withdraw-parts.js';
import { AcceptMissionOrder } from './mission-orders/accept-mission-order.js';
import { ChangeMissionOrder } from './mission-orders/change-mission-order.js';
import { CompleteMissionOrder } from './mission-orders/complete-mission-order.js';
import { ExpireMissionOrder } from './mission-orders/expire-mission-order.js';
import { GetMissionOrder } from './mission-orders/get-mission-order.js';
import { ListMissionOrders } from './mission-orders/list-mission-orders.js';
import { MissionOrderRepository } from './mission-orders/mission-order.repository.js';
import { MissionOrdersGrpc } from './mission-orders/mission-orders.grpc.js';
import { MissionOrdersSubscriber } from './mission-orders/mission-orders.subscriber.js';
import { NoteToComplete } from './mission-orders/note-to-complete.js';
import { ReceiveMissionOrder } from './mission-orders/receive-mission-order.js';
import { RefuseMissionOrder } from './mission-orders/refuse-mission-order.js';
import { SenderRequests } from './mission-orders/sender-requests.js';
import { WithdrawMissionOrder } from './mission-orders/withdraw-mission-order.js';
import { MissionToFileEffects } from './mission-to-file/mission-to-file.effects.js';
import { FollowMerge } from './parties/follow-merge.js';
import { KeepParty } from './parties/keep-party.js';
import { MergesSubscriber } from './parties/merges.subscriber.js';
import { ExportPersonalData } from './parties/export-personal-data.js';
import { PersonalDataGrpc } from './parties/personal-data.grpc.js';
import { ErasePerson } from './parties/erase-person.js';
import { ErasuresSubscriber } from './parties/erasures.subscriber.js';
import { PartiesSubscriber } from './parties/parties.subscriber.js';
import { PartyHeaderRepository } from './parties/party-header.repository.js';
import { PartyRefRepository } from './parties/party-ref.repository.js';
import { SuspensionsSubscriber } from './parties/suspensions.subscriber.js';
import { GetSettings } from './settings/get-settings.js';
import { SetSettings } from './settings/set-settings.js';
import { SettingsGrpc } from './settings/settings.grpc.js';
import { SettingsRepository } from './settings/settings.repository.js';
import { KeepStation } from './stations/keep-station.js';
import { StationCalendar } from './stations/station-calendar.js';
import { StationRepository } from './stations/station.repository.js';
import { StationsSubscriber } from './stations/stations.subscriber.js';
import { ListStatusCodes } from './status-codes/list-status-codes.js';
import { SaveStatusCode } from './status-codes/save-status-code.js';
import { StatusCodeRepository } from './status-codes/status-code.repository.js';
import { StatusCodesGrpc } from './status-codes/status-codes.grpc.js';
import { GetUserPlanning } from './user-planning/get-user-planning.js';
import { SetUserPlanning } from './user-planning/set-user-planning.js';
import { UserPlanningGrpc } from './user-planning/user-planning.grpc.js';
import { UserPlanningRepository } from './user-planning/user-planning.repository.js';

/** Mission orders and intervention files: from the manufacturer's request to the file that is billed. */
export const interventionsService: ServiceDefinition = {
  name: 'interventions',
  migrations,
  grpc: {
    definition: InterventionsServiceService,
    controllers: [
      MissionOrdersGrpc,
      InterventionFilesGrpc,
      FileHeadersGrpc,
      FileLinesGrpc,
      FileShipmentsGrpc,
      StatusCodesGrpc,
      SettingsGrpc,
      UserPlanningGrpc,
      PersonalDataGrpc,
    ],
  },
  subscribers: [
    StationsSubscriber,
    PartiesSubscriber,
    SuspensionsSubscriber,
    MissionOrdersSubscriber,
    FilePartsSubscriber,
    DocumentsSubscriber,
    MergesSubscriber,
    ErasuresSubscriber,
  ],
  timers: [ExpireMissionOrder],
  sagas: [MissionToFileEffects, FileToInvoiceEffects],
  providers: [
    ExportPersonalData,
    ErasePerson,
    StationRepository,
    KeepStation,
    StationCalendar,
    Suspensions,
    PartyRefRepository,
    PartyHeaderRepository,
    FollowMerge,
    KeepParty,
    MissionOrderRepository,
    SettingsRepository,
    GetSettings,
    SetSettings,
    UserPlanningRepository,
    GetUserPlanning,
    SetUserPlanning,
    SenderRequests,
    ReceiveMissionOrder,
    ChangeMissionOrder,
    WithdrawMissionOrder,
    CompleteMissionOrder,
    AcceptMissionOrder,
    RefuseMissionOrder,
    GetMissionOrder,
    ListMissionOrders,
    NoteToComplete,
    InterventionFileRepository,
    FileStatusRepository,
    FilePartRepository,
    FileViewRepository,
    StatusCodeRepository,
    ListStatusCodes,
    SaveStatusCode,
    AddFileStatus,
    SetFileStatus,
    ShipFile,
    AnnounceParts,
    OpenFile,
    ChangeFile,
    CatalogueClient,
    AddFileLines,
    ChangeFileLine,
    CancelFileLine,
    ChangeFileHeader,
    CancelFile,
    FinishFile,
    BillFile,
    CloseFile,
    ReopenFile,
    GetInterventionFile,
    ListInterventionFiles,
    FilesOfPartyRepository,
    ListFilesOfParty,
    AllocateParts,
    WithdrawParts,
    NoteNeed,
    NoteSupplierOrder,
    NoteWithdrawnQuantity,
    NoteExhaustedPart,
    NoteAcceptedInvoice,
  ],
  calls: ['stock:part.read', 'parties:representative.read'],
};
