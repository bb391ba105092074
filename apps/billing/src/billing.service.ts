import { BillingServiceService } from '@navette/contracts/billing/v1/service';
import type { ServiceDefinition } from '@navette/platform/service';
import { Suspensions } from '@navette/platform/suspension';
import { CancelCustomerOrder } from './customer-orders/cancel-customer-order.js';
import { CancelCustomerOrderLine } from './customer-orders/cancel-customer-order-line.js';
import { ChangeCustomerOrderHeader } from './customer-orders/change-customer-order-header.js';
import { ChangeCustomerOrderType } from './customer-orders/change-customer-order-type.js';
import { ConfirmOrderAllocations } from './customer-orders/confirm-order-allocations.js';
import { CreateCustomerOrder } from './customer-orders/create-customer-order.js';
import { CustomerOfOrder } from './customer-orders/customer-of-order.js';
import { CustomerOrderRepository } from './customer-orders/customer-order.repository.js';
import { CustomerOrdersGrpc } from './customer-orders/customer-orders.grpc.js';
import { OrderTypesGrpc } from './customer-orders/order-types.grpc.js';
import { GetCustomerOrder } from './customer-orders/get-customer-order.js';
import { DealingRepository } from './customer-orders/dealing.repository.js';
import { ListDealingsOfCustomer } from './customer-orders/list-dealings-of-customer.js';
import { ListCustomerOrders } from './customer-orders/list-customer-orders.js';
import { MoveOrderLines } from './customer-orders/move-order-lines.js';
import { NeedsSubscriber } from './customer-orders/needs.subscriber.js';
import { OrderAllocationsSubscriber } from './customer-orders/order-allocations.subscriber.js';
import { OrderStates } from './customer-orders/order-states.js';
import { WithdrawOrderAllocations } from './customer-orders/withdraw-order-allocations.js';
import { migrations } from './database/migrations/index.js';
import { DeliverySlipEffects } from './delivery-slips/delivery-slip.effects.js';
import { DeliverySlipRepository } from './delivery-slips/delivery-slip.repository.js';
import { DeliverySlipsGrpc } from './delivery-slips/delivery-slips.grpc.js';
import { EndDeliverySlip } from './delivery-slips/end-delivery-slip.js';
import { IssueDeliverySlip } from './delivery-slips/issue-delivery-slip.js';
import { ReadyPartsReader } from './delivery-slips/ready-parts.reader.js';
import { CheckFileDocuments } from './documents/check-file-documents.js';
import { DocumentRepository } from './documents/document.repository.js';
import { DocumentsGrpc } from './documents/documents.grpc.js';
import { FileDocumentsSubscriber } from './documents/file-documents.subscriber.js';
import { GetDocument } from './documents/get-document.js';
import { IssueDeliveryNote } from './documents/issue-delivery-note.js';
import { IssueDocuments } from './documents/issue-documents.js';
import { IssueFileDocuments } from './documents/issue-file-documents.js';
import { GetItemRevenue } from './documents/get-item-revenue.js';
import { ListDocuments } from './documents/list-documents.js';
import { PaperStyleReader } from './documents/paper-style.reader.js';
import { PrintDocument } from './documents/print-document.js';
import { PrepareFileDocuments } from './documents/prepare-file-documents.js';
import { SagaAnswerRepository } from './documents/saga-answer.repository.js';
import { AcceptDraftInvoice } from './draft-invoices/accept-draft-invoice.js';
import { DraftInvoiceRepository } from './draft-invoices/draft-invoice.repository.js';
import { DraftInvoicesGrpc } from './draft-invoices/draft-invoices.grpc.js';
import { EditDraftInvoice } from './draft-invoices/edit-draft-invoice.js';
import { GetDraftInvoice } from './draft-invoices/get-draft-invoice.js';
import { ListDraftInvoices } from './draft-invoices/list-draft-invoices.js';
import { PrepareDraftInvoice } from './draft-invoices/prepare-draft-invoice.js';
import { NumberCounterRepository } from './numbers/number-counter.repository.js';
import { PartiesSubscriber } from './parties/parties.subscriber.js';
import { MergesSubscriber } from './parties/merges.subscriber.js';
import { ExportPersonalData } from './parties/export-personal-data.js';
import { PersonalDataGrpc } from './parties/personal-data.grpc.js';
import { ErasePerson } from './parties/erase-person.js';
import { ErasuresSubscriber } from './parties/erasures.subscriber.js';
import { PartyRepository } from './parties/party.repository.js';
import { SuspensionsSubscriber } from './parties/suspensions.subscriber.js';
import { TakeBillingTerms } from './parties/take-billing-terms.js';
import { TakeParty } from './parties/take-party.js';
import { StationRepository } from './stations/station.repository.js';
import { StationsSubscriber } from './stations/stations.subscriber.js';
import { TakeStation } from './stations/take-station.js';

/** Customer orders and the slips they leave by, draft invoices and issued documents. */
export const billingService: ServiceDefinition = {
  name: 'billing',
  migrations,
  grpc: {
    definition: BillingServiceService,
    controllers: [
      CustomerOrdersGrpc,
      OrderTypesGrpc,
      DocumentsGrpc,
      DraftInvoicesGrpc,
      DeliverySlipsGrpc,
      PersonalDataGrpc,
    ],
  },
  subscribers: [
    StationsSubscriber,
    PartiesSubscriber,
    SuspensionsSubscriber,
    NeedsSubscriber,
    OrderAllocationsSubscriber,
    FileDocumentsSubscriber,
    MergesSubscriber,
    ErasuresSubscriber,
  ],
  sagas: [DeliverySlipEffects],
  providers: [
    ExportPersonalData,
    ErasePerson,
    StationRepository,
    TakeStation,
    Suspensions,
    PartyRepository,
    TakeParty,
    TakeBillingTerms,
    NumberCounterRepository,
    CustomerOrderRepository,
    OrderStates,
    CustomerOfOrder,
    CreateCustomerOrder,
    ChangeCustomerOrderHeader,
    ChangeCustomerOrderType,
    GetCustomerOrder,
    ListCustomerOrders,
    DealingRepository,
    ListDealingsOfCustomer,
    CancelCustomerOrderLine,
    CancelCustomerOrder,
    MoveOrderLines,
    ConfirmOrderAllocations,
    WithdrawOrderAllocations,
    DocumentRepository,
    SagaAnswerRepository,
    PrepareFileDocuments,
    CheckFileDocuments,
    IssueDocuments,
    IssueFileDocuments,
    DraftInvoiceRepository,
    PrepareDraftInvoice,
    GetDraftInvoice,
    ListDraftInvoices,
    EditDraftInvoice,
    AcceptDraftInvoice,
    GetDocument,
    ListDocuments,
    GetItemRevenue,
    PrintDocument,
    PaperStyleReader,
    DeliverySlipRepository,
    IssueDeliveryNote,
    ReadyPartsReader,
    IssueDeliverySlip,
    EndDeliverySlip,
  ],
  calls: [
    'identity:station.read',
    'parties:party.read',
    'parties:representative.read',
    'parties:party.create',
    'stock:part.read',
    'stock:preparation.read',
  ],
};
