export * from './logger.js';
export * from './metrics.js';
export * from './trace-context.js';
export * from './crash-points.js';
