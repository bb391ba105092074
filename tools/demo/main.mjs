import { oneOf, runProgram } from '../dev/lib/program.mjs';
import mainLine from './main-line.mjs';

/** The entry of `./navette demo`. */

await runProgram(oneOf('demo', { 'main-line': mainLine }));
