export * from './redrawn.sharp.js';
