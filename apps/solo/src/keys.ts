import { parseArgs } from 'node:util';
import { rotateSigningKeys } from '@navette/identity';

/**
 * Rotates the signing keys of identity (ID-6), as the process variables of identity say where. `--leaked` withdraws the keys
 * there are; see runbooks/keys-and-secrets.
 */
const accepted = 'usage: keys rotate [--leaked]';
const { values, positionals } = (() => {
  try {
    return parseArgs({ allowPositionals: true, options: { leaked: { type: 'boolean', default: false } } });
  } catch (error) {
    process.stderr.write(`keys: ${(error as Error).message}\n${accepted}\n`);
    process.exit(2);
  }
})();
if (positionals.join(' ') !== 'rotate') {
  process.stderr.write(`keys: ${positionals.join(' ') || 'nothing'} is not accepted\n${accepted}\n`);
  process.exit(2);
}
const { kid, signsFrom } = await rotateSigningKeys(process.env, { leaked: values.leaked });
process.stdout.write(`key ${kid} signs from ${signsFrom.toString()}\n`);
