export * from './mail-recipient.js';
