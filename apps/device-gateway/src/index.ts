export { deviceGatewayService } from './device-gateway.service.js';
export { gatewayDocument } from './openapi.http.js';
export { seedGatewayDemo, type GatewaySeed } from './seed/seed-gateway-demo.js';
