import { oneOf, runProgram } from '../dev/lib/program.mjs';
import { allocationContention } from './allocation-contention.mjs';
import { catalogueSearch } from './catalogue-search.mjs';
import { events } from './events.mjs';
import { floor } from './floor.mjs';
import { footprint } from './footprint.mjs';
import { importParties } from './import.mjs';
import { inventory } from './inventory.mjs';
import { benchCommand } from './measured.mjs';
import { plan } from './plan.mjs';
import { priceList } from './price-list.mjs';
import { receipt } from './receipt.mjs';
import { search } from './search.mjs';
import { web } from './web.mjs';

/** The entry of `./navette bench`; `bench/README.md` says what is measured and how. */

const benches = [
  receipt,
  allocationContention,
  plan,
  search,
  catalogueSearch,
  importParties,
  priceList,
  inventory,
  web,
  events,
  floor,
  footprint,
].map((bench) => [bench.name, benchCommand(bench)]);

await runProgram(oneOf('bench', Object.fromEntries(benches)));
