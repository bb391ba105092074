import { SagaReply } from './gen/navette/common/v1/common.js';
import { declare } from './message-type.js';

/** Answer to any saga command; its subject is the one the command asks to reply on. */
export const SagaReplyMessage = declare('navette.common.v1.SagaReply', 'rep', 'saga', 'navette.saga.v1.rep', SagaReply);
