export * from './rpc-client.js';
export * from './rpc-server.js';
export * from './rpc-errors.js';
/** Metadata of a call, the second argument of a handler; `scopeOfCall` reads it. */
export type { Metadata as RpcMetadata } from '@grpc/grpc-js';
