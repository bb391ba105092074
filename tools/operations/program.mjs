import { parse, usage } from '../dev/lib/arguments.mjs';
import { Exit, Stop } from '../dev/lib/exit.mjs';
import { result, say } from '../dev/lib/output.mjs';
import { find, isAway, operated, signIn } from './edge.mjs';

/**
 * What is operated: sagas or dead letters. `./navette <name> list|show|retry|resolve` over the API of the system that is up.
 *
 * @typedef {object} Subject
 * @property {string} name of the command and of the path
 * @property {string} summary
 * @property {string} collection where the list stands in the API's answer
 * @property {string} filter the option that filters the list, and its parameter in the API
 * @property {readonly string[]} filters what it accepts
 * @property {Record<string, import('../dev/lib/arguments.mjs').Option>} resolveOptions
 * @property {(values: Record<string, any>) => object} resolution body that resolves; throws Stop for what is missing
 * @property {(rows: any[]) => string} list
 * @property {(one: any) => string} show
 */

const actions = /** @type {const} */ (['list', 'show', 'retry', 'resolve']);

/** @param {Subject} subject @param {string[]} args */
export async function run(subject, args) {
  process.exitCode = await main(subject, args).catch((error) => {
    const expected = error instanceof Stop;
    say(`navette: ${expected ? error.message : error.stack}`);
    return expected ? error.code : Exit.failed;
  });
}

/** @param {Subject} subject @param {string[]} args @returns {Promise<number>} */
async function main(subject, [action, ...args]) {
  const commands = Object.fromEntries(actions.map((name) => [name, commandOf(subject, name)]));
  const asked = action === undefined || action.startsWith('-') ? undefined : commands[action];
  if (action === '--help' || action === '-h' || (asked && (args.includes('--help') || args.includes('-h')))) {
    result((asked ? [asked] : Object.values(commands)).map((command) => usage(command)).join('\n\n'));
    return Exit.done;
  }
  if (asked === undefined) {
    const what = action === undefined ? 'say what to do' : `${action} is unknown`;
    throw new Stop(Exit.usage, `${subject.name}: ${what}. Accepted: ${actions.join(', ')}.`);
  }
  return asked.run(parse(asked, args));
}

/** @param {Subject} subject @param {typeof actions[number]} action @returns {import('../dev/lib/arguments.mjs').Command} */
function commandOf(subject, action) {
  const shared = {
    service: { type: /** @type {const} */ ('string'), value: 'NAME', help: 'of this service alone', accepts: operated },
    json: { type: /** @type {const} */ ('boolean'), help: 'for scripts' },
  };
  const list = {
    [subject.filter]: {
      type: /** @type {const} */ ('string'),
      value: subject.filters.join('|'),
      help: 'these alone',
      accepts: subject.filters,
    },
    limit: { type: /** @type {const} */ ('string'), value: 'N', help: 'at most N of each service (50)' },
  };
  return {
    name: `${subject.name} ${action}`,
    summary: subject.summary,
    options: { ...(action === 'list' ? list : action === 'resolve' ? subject.resolveOptions : {}), ...shared },
    ...(action !== 'list' && { positional: { name: 'id' } }),
    run: (parsed) => (action === 'list' ? showList(subject, parsed) : showOne(subject, action, parsed)),
  };
}

/** @param {Subject} subject @param {import('../dev/lib/arguments.mjs').Parsed} parsed */
async function showList(subject, { values }) {
  const { [subject.filter]: filter, limit = '50', service, json } = values;
  if (!/^[1-9]\d{0,3}$/.test(limit) || Number(limit) > 200) {
    throw new Stop(Exit.usage, `${subject.name} list: --limit ${limit} is not a number from 1 to 200.`);
  }
  const edge = await signIn();
  const query = { limit, ...(filter !== undefined && { [subject.filter]: filter }) };
  const lists = await Promise.all(
    (service === undefined ? operated : [service]).map(async (name) => {
      try {
        const answer = await edge.read(`${name}/${subject.name}`, query);
        return answer[subject.collection].map((/** @type {object} */ one) => ({ service: name, ...one }));
      } catch (error) {
        if (!isAway(error)) throw error;
        say(`navette: ${name} is left out: ${error.message}`);
        return undefined;
      }
    }),
  );
  const rows = lists.flatMap((list) => list ?? []);
  if (json) result(JSON.stringify({ [subject.collection]: rows }));
  else if (rows.length > 0) result(subject.list(rows));
  else say('none');
  return lists.includes(undefined) ? Exit.failed : Exit.done;
}

/** @param {Subject} subject @param {'show' | 'retry' | 'resolve'} action @param {import('../dev/lib/arguments.mjs').Parsed} parsed */
async function showOne(subject, action, { values, positionals: [id] }) {
  if (id === undefined) throw new Stop(Exit.usage, `${subject.name} ${action}: say the id, as list shows it.`);
  const body = action === 'resolve' ? subject.resolution(values) : {};
  const edge = await signIn();
  const names = values['service'] === undefined ? operated : [values['service']];
  const pathOf = (/** @type {string} */ service) => `${service}/${subject.name}/${encodeURIComponent(id)}`;
  const { service, found } = await find(edge, names, pathOf);
  const after = action === 'show' ? found : await edge.command(`${pathOf(service)}/${action}`, body);
  const one = { service, ...after };
  result(values['json'] ? JSON.stringify(one) : subject.show(one));
  return Exit.done;
}
