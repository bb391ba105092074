import { parse, usage } from '../dev/lib/arguments.mjs';
import { Exit, Stop } from '../dev/lib/exit.mjs';
import { result, say } from '../dev/lib/output.mjs';
import { services } from '../dev/services.mjs';
import { markdown, plain } from './render.mjs';
import { sections } from './variables.mjs';

/** @type {import('../dev/lib/arguments.mjs').Command} */
const command = {
  name: 'config',
  summary: 'every environment variable: what it means, whether it is a secret, its default',
  options: {
    json: { type: 'boolean', help: 'for scripts' },
    markdown: { type: 'boolean', help: 'the page docs/configuration.md' },
  },
  positional: { name: 'service', accepts: () => [...services.map(({ name }) => name), 'migrate', 'seed'] },
  async run({ values: { json = false, markdown: page = false }, positionals: [service] }) {
    if (json && page) throw new Stop(Exit.usage, 'config: --json or --markdown, not both.');
    const all = await sections();
    const shown = service === undefined ? all : all.filter((one) => one.service === null || one.service === service);
    if (json) result(JSON.stringify({ sections: shown }));
    else if (page) process.stdout.write(await markdown(shown));
    else result(plain(shown));
    return Exit.done;
  },
};

const args = process.argv.slice(2);
process.exitCode = await main().catch((error) => {
  const expected = error instanceof Stop;
  say(`navette: ${expected ? error.message : error.stack}`);
  return expected ? error.code : Exit.failed;
});

async function main() {
  if (!args.includes('--help') && !args.includes('-h')) return command.run(parse(command, args));
  result(usage(command));
  return Exit.done;
}
