export * from './operations.grpc.js';
