import { PartiesServiceService } from '@navette/contracts/parties/v1/service';
import type { ServiceDefinition } from '@navette/platform/service';
import { migrations } from './database/migrations/index.js';
import { CheckImportLines } from './imports/check-import-lines.js';
import { CheckPartyImport } from './imports/check-party-import.js';
import { ChoosePartyImportLines } from './imports/choose-party-import-lines.js';
import { CommitImportLines } from './imports/commit-import-lines.js';
import { CommitPartyImport } from './imports/commit-party-import.js';
import { ImportLineRepository } from './imports/import-line.repository.js';
import { ImportParties } from './imports/import-parties.js';
import { ImportsGrpc } from './imports/imports.grpc.js';
import { PartyImportRepository } from './imports/party-import.repository.js';
import { ReadImportLines } from './imports/read-import-lines.js';
import { ReadPartyImports } from './imports/read-party-imports.js';
import { RunPartyImport } from './imports/run-party-import.js';
import { UndoImportLines } from './imports/undo-import-lines.js';
import { UndoPartyImport } from './imports/undo-party-import.js';
import { ChangeFamily } from './families/change-family.js';
import { CreateFamily } from './families/create-family.js';
import { DeleteFamily } from './families/delete-family.js';
import { FamiliesGrpc } from './families/families.grpc.js';
import { FamilyRepository } from './parties/family.repository.js';
import { FollowFamily } from './families/follow-family.js';
import { GetFamily } from './families/get-family.js';
import { ListFamilies } from './families/list-families.js';
import { AttachParty } from './parties/attach-party.js';
import { ChangeParty } from './parties/change-party.js';
import { CreateParty } from './parties/create-party.js';
import { FilesSubscriber } from './parties/files.subscriber.js';
import { AddManufacturer } from './manufacturers/add-manufacturer.js';
import { AdoptManufacturer } from './manufacturers/adopt-manufacturer.js';
import { ChangeManufacturer } from './manufacturers/change-manufacturer.js';
import { DisconnectClient } from './manufacturers/disconnect-client.js';
import { JoinNetwork } from './manufacturers/join-network.js';
import { ManufacturerClientReader } from './manufacturers/manufacturer-client.reader.js';
import { ManufacturerRepository } from './manufacturers/manufacturer.repository.js';
import { ManufacturersGrpc } from './manufacturers/manufacturers.grpc.js';
import { ManufacturersSubscriber } from './manufacturers/manufacturers.subscriber.js';
import { ReadManufacturers } from './manufacturers/read-manufacturers.js';
import { ReleaseManufacturer } from './manufacturers/release-manufacturer.js';
import { RemoveManufacturer } from './manufacturers/remove-manufacturer.js';
import { TellStations } from './manufacturers/tell-stations.js';
import { InheritTerms } from './parties/inherit-terms.js';
import { FindKnownConsumers } from './parties/find-known-consumers.js';
import { FindOrCreateParty } from './parties/find-or-create-party.js';
import { FindOrCreatePartySubscriber } from './parties/find-or-create-party.subscriber.js';
import { DocumentHeadersGrpc } from './parties/document-headers.grpc.js';
import { GetDocumentHeader } from './parties/get-document-header.js';
import { GetParty } from './parties/get-party.js';
import { ListParties } from './parties/list-parties.js';
import { MergeConsumers } from './parties/merge-consumers.js';
import { MergesGrpc } from './parties/merges.grpc.js';
import { PartiesGrpc } from './parties/parties.grpc.js';
import { PartyMatchRepository } from './parties/party-match.repository.js';
import { PartyRepository } from './parties/party.repository.js';
import { ErasePerson } from './parties/erase-person.js';
import { ExportPerson } from './parties/export-person.js';
import { PeopleGrpc } from './parties/people.grpc.js';
import { PersonRepository } from './parties/person.repository.js';
import { SearchParties } from './parties/search-parties.js';
import { SearchGrpc } from './parties/search.grpc.js';
import { SetBillingTerms } from './parties/set-billing-terms.js';
import { SetPricingTerms } from './parties/set-pricing-terms.js';
import { TellPartTerms } from './parties/tell-part-terms.js';
import { SuspendParty } from './parties/suspend-party.js';
import { SuspensionGrpc } from './parties/suspension.grpc.js';
import { CommissionScaleRepository } from './representatives/commission-scale.repository.js';
import { KeepCommissionScale } from './representatives/keep-commission-scale.js';
import { KeepRepresentative } from './representatives/keep-representative.js';
import { ReadRepresentatives } from './representatives/read-representatives.js';
import { RepresentativeRepository } from './representatives/representative.repository.js';
import { RepresentativesGrpc } from './representatives/representatives.grpc.js';
import { KeepStation } from './stations/keep-station.js';
import { StationRefRepository } from './stations/station-ref.repository.js';
import { StationsSubscriber } from './stations/stations.subscriber.js';
import { TermsRepository } from './parties/terms.repository.js';
import { TakeRole } from './parties/take-role.js';

/** Who we deal with: consumers, resellers, suppliers, manufacturers, other third parties, and their terms. */
export const partiesService: ServiceDefinition = {
  name: 'parties',
  migrations,
  grpc: {
    definition: PartiesServiceService,
    controllers: [
      PartiesGrpc,
      DocumentHeadersGrpc,
      SearchGrpc,
      SuspensionGrpc,
      MergesGrpc,
      PeopleGrpc,
      ManufacturersGrpc,
      ImportsGrpc,
      FamiliesGrpc,
      RepresentativesGrpc,
    ],
  },
  timers: [RunPartyImport, FollowFamily, TellPartTerms],
  subscribers: [FindOrCreatePartySubscriber, FilesSubscriber, StationsSubscriber, ManufacturersSubscriber],
  providers: [
    ManufacturerRepository,
    ReadManufacturers,
    TellStations,
    AddManufacturer,
    ChangeManufacturer,
    RemoveManufacturer,
    AdoptManufacturer,
    ReleaseManufacturer,
    ManufacturerClientReader,
    DisconnectClient,
    JoinNetwork,
    StationRefRepository,
    KeepStation,
    PartyRepository,
    TermsRepository,
    PartyMatchRepository,
    CreateParty,
    ChangeParty,
    MergeConsumers,
    PersonRepository,
    ExportPerson,
    ErasePerson,
    FindOrCreateParty,
    FindKnownConsumers,
    TakeRole,
    SuspendParty,
    GetParty,
    GetDocumentHeader,
    ListParties,
    SearchParties,
    SetBillingTerms,
    SetPricingTerms,
    PartyImportRepository,
    ImportLineRepository,
    ImportParties,
    ReadPartyImports,
    CheckPartyImport,
    ChoosePartyImportLines,
    CommitPartyImport,
    UndoPartyImport,
    ReadImportLines,
    CheckImportLines,
    CommitImportLines,
    UndoImportLines,
    AttachParty,
    InheritTerms,
    FamilyRepository,
    CreateFamily,
    ChangeFamily,
    DeleteFamily,
    GetFamily,
    ListFamilies,
    CommissionScaleRepository,
    KeepCommissionScale,
    RepresentativeRepository,
    KeepRepresentative,
    ReadRepresentatives,
  ],
  calls: ['identity:machine-client.read', 'interventions:file.read', 'billing:customer.read', 'operations:audit.read'],
};
