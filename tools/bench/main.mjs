import { oneOf, runProgram } from '../dev/lib/program.mjs';
import { events } from './events.mjs';
import { floor } from './floor.mjs';
import { footprint } from './footprint.mjs';
import { importParties } from './import.mjs';
import { benchCommand } from './measured.mjs';
import { plan } from './plan.mjs';
import { receipt } from './receipt.mjs';
import { search } from './search.mjs';

/** The entry of `./navette bench`; `bench/README.md` says what is measured and how. */

const benches = [receipt, plan, search, importParties, events, floor, footprint].map((bench) => [
  bench.name,
  benchCommand(bench),
]);

await runProgram(oneOf('bench', Object.fromEntries(benches)));
