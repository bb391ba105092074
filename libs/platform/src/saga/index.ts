export * from './saga-definition.js';
export * from './saga-participant.js';
export * from './saga-patience.js';
export * from './saga-runner.js';
// What the runner decides by, for the scenario of `@navette/testing`.
export { answerBy, askedAgain, batches, dueItems, firstLook, groupBy } from './saga-requests.js';
export {
  answeredByHand,
  decideOn,
  hasEnded,
  itemOf,
  parkedItems,
  redone,
  refuseParkedAgain,
  retried,
  settled,
  unanswered,
} from './saga-standing.js';
export type { Given } from './saga-standing.js';
export type { ItemRow, Parked, SagaRow } from './saga-store.js';
