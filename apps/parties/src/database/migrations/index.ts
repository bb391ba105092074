import type { Migration } from '@navette/platform/database';
import { parties } from './202611220101-parties.js';
import { refusedChannelsAndBands } from './202611220425-refused-channels-and-bands.js';
import { sources } from './202611220735-sources.js';
import { suspension } from './202611220820-suspension.js';
import { sortedLists } from './202611220835-sorted-lists.js';
import { search } from './202611220855-search.js';
import { sortedByTown } from './202611221140-sorted-by-town.js';
import { spellingsOfAStation } from './202611221205-spellings-of-a-station.js';
import { merges } from './202611221220-merges.js';
import { discounts } from './202611221221-discounts.js';
import { erasure } from './202611221222-erasure.js';
import { phones } from './202611221235-phones.js';
import { manufacturers } from './202611221330-manufacturers.js';
import { imports } from './202611221345-imports.js';
import { families } from './202611221350-families.js';
import { documentHeaders } from './202611221750-document-headers.js';
import { representatives } from './202611221835-representatives.js';
import { partTermsTold } from './202611221838-part-terms-told.js';
import { priceClasses } from './202611230620-price-classes.js';
import { manufacturerClients } from './202611231602-manufacturer-clients.js';
import { manufacturerDocumentation } from './202611231634-manufacturer-documentation.js';

export const migrations: readonly Migration[] = [
  parties,
  refusedChannelsAndBands,
  sources,
  suspension,
  sortedLists,
  search,
  sortedByTown,
  spellingsOfAStation,
  merges,
  discounts,
  erasure,
  phones,
  manufacturers,
  imports,
  families,
  documentHeaders,
  representatives,
  partTermsTold,
  priceClasses,
  manufacturerClients,
  manufacturerDocumentation,
];
