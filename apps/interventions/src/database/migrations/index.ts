import type { Migration } from '@navette/platform/database';
import { interventions } from './202611220103-interventions.js';
import { answersToSenders } from './202611220430-answers-to-senders.js';
import { codesAndNotes } from './202611220445-codes-and-notes.js';
import { choicesAndResellers } from './202611220740-choices-and-resellers.js';
import { suspensions } from './202611220820-suspensions.js';
import { sortedLists } from './202611221045-sorted-lists.js';
import { filesBySerial } from './202611221200-files-by-serial.js';
import { mergedParties } from './202611221221-merged-parties.js';
import { erasure } from './202611221222-erasure.js';
import { userPlanning } from './202611221455-user-planning.js';
import { documentHeaders } from './202611221752-document-headers.js';
import { whyALineCosts } from './202611221838-why-a-line-costs.js';
import { oneCodeForSuspensions } from './202611221905-one-code-for-suspensions.js';
import { unitsOfLines } from './202611231635-units-of-lines.js';

export const migrations: readonly Migration[] = [
  interventions,
  answersToSenders,
  codesAndNotes,
  choicesAndResellers,
  suspensions,
  sortedLists,
  filesBySerial,
  mergedParties,
  erasure,
  userPlanning,
  documentHeaders,
  whyALineCosts,
  oneCodeForSuspensions,
  unitsOfLines,
];
