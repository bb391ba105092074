import { runProgram } from '../dev/lib/program.mjs';
import { parse, usage } from '../dev/lib/arguments.mjs';
import { Exit } from '../dev/lib/exit.mjs';
import { result } from '../dev/lib/output.mjs';
import pictures from './pictures.mjs';

/** The entry of `./navette guide`. */

await runProgram(async (args) => {
  if (args.includes('--help') || args.includes('-h')) {
    result(usage(pictures));
    return Exit.done;
  }
  return pictures.run(parse(pictures, args));
});
