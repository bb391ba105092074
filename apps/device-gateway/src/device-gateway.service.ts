import { ChangeMissionOrderMessage, ReceiveMissionOrderMessage, WithdrawMissionOrderMessage } from '@navette/contracts';
import { DeviceGatewayServiceService } from '@navette/contracts/device_gateway/v1/service';
import type { ServiceDefinition } from '@navette/platform/service';
import { migrations } from './database/migrations/index.js';
import { DeviceGatewayGrpc } from './device-gateway.grpc.js';
import { AskStation } from './mission-orders/ask-station.js';
import { ChangeMissionOrder } from './mission-orders/change-mission-order.js';
import { FollowMissionOrder } from './mission-orders/follow-mission-order.js';
import { GetMissionOrderStatus } from './mission-orders/get-mission-order-status.js';
import { ListMissionOrders } from './mission-orders/list-mission-orders.js';
import { MissionOrderRepository } from './mission-orders/mission-order.repository.js';
import { MissionOrdersSubscriber } from './mission-orders/mission-orders.subscriber.js';
import { SendMissionOrder } from './mission-orders/send-mission-order.js';
import { WithdrawMissionOrder } from './mission-orders/withdraw-mission-order.js';
import { gatewayControllers, OpenApiHttp } from './openapi.http.js';
import { KeepOrderingParty } from './ordering-parties/keep-ordering-party.js';
import { OrderingPartiesSubscriber } from './ordering-parties/ordering-parties.subscriber.js';
import { OrderingPartyRepository } from './ordering-parties/ordering-party.repository.js';
import { CollectPartsOrder } from './parts-orders/collect-parts-order.js';
import { KeepPartsOrder } from './parts-orders/keep-parts-order.js';
import { PartsOrderRepository } from './parts-orders/parts-order.repository.js';
import { PartsOrdersSubscriber } from './parts-orders/parts-orders.subscriber.js';
import { ReadPartsOrders } from './parts-orders/read-parts-orders.js';
import { KeepStation } from './stations/keep-station.js';
import { NetworkStationRepository } from './stations/network-station.repository.js';
import { StationsSubscriber } from './stations/stations.subscriber.js';

/** The edge for everything that is not a browser. Keeps what it was sent and how far that has come, no business state. */
export const deviceGatewayService: ServiceDefinition = {
  name: 'device-gateway',
  migrations,
  grpc: { definition: DeviceGatewayServiceService, controllers: [DeviceGatewayGrpc] },
  http: [...gatewayControllers, OpenApiHttp],
  subscribers: [MissionOrdersSubscriber, StationsSubscriber, OrderingPartiesSubscriber, PartsOrdersSubscriber],
  sends: [ReceiveMissionOrderMessage, ChangeMissionOrderMessage, WithdrawMissionOrderMessage],
  providers: [
    MissionOrderRepository,
    NetworkStationRepository,
    SendMissionOrder,
    GetMissionOrderStatus,
    FollowMissionOrder,
    ListMissionOrders,
    AskStation,
    ChangeMissionOrder,
    WithdrawMissionOrder,
    KeepStation,
    OrderingPartyRepository,
    KeepOrderingParty,
    PartsOrderRepository,
    KeepPartsOrder,
    ReadPartsOrders,
    CollectPartsOrder,
  ],
};
