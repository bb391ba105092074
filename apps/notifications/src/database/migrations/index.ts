import type { Migration } from '@navette/platform/database';
import { notifications } from './202611220107-notifications.js';
import { templatesRemovable } from './202611220432-templates-removable.js';
import { mergedParties } from './202611221221-merged-parties.js';
import { mailsToUsers } from './202611221741-mails-to-users.js';
import { supplierOrderMails } from './202611222210-supplier-order-mails.js';

export const migrations: readonly Migration[] = [
  notifications,
  templatesRemovable,
  mergedParties,
  mailsToUsers,
  supplierOrderMails,
];
