import { format, resolveConfig } from 'prettier';
import { table } from '../dev/lib/output.mjs';
import { inRoot } from '../dev/lib/paths.mjs';

/** @typedef {import('./variables.mjs').Section} Section @typedef {import('./variables.mjs').Documented} Documented */

/** Where the page stands. */
export const PAGE = 'docs/configuration.md';

/** @param {Documented} variable */
const otherwise = ({ required, default: value }) => (required ? 'required' : value === '' ? 'not set' : value);

/** @param {readonly Section[]} sections */
export function plain(sections) {
  return sections
    .map(({ title, variables }) =>
      [
        title,
        table([
          ['  NAME', 'SECRET', 'DEFAULT', 'MEANING'],
          ...variables.map((one) => [`  ${one.name}`, one.secret ? 'yes' : 'no', otherwise(one), one.about]),
        ]),
      ].join('\n'),
    )
    .join('\n\n');
}

/** The page of the documentation, as the repository's formatter wants it. @param {readonly Section[]} sections */
export async function markdown(sections) {
  const page = [
    '# Configuration',
    '',
    'Every environment variable of every service, written by `./navette config --markdown`. A service checks all of its',
    'variables at start and names each that is missing or malformed. A secret may come from a file instead: `<NAME>_FILE`.',
    '',
    ...sections.flatMap(({ title, about, variables }) => [
      `## ${title}`,
      '',
      about,
      '',
      '| Variable | Meaning | Secret | Default |',
      '| --- | --- | --- | --- |',
      ...variables.map(
        (one) => `| \`${one.name}\` | ${cell(one.about)} | ${one.secret ? 'yes' : ''} | ${cell(defaultCell(one))} |`,
      ),
      '',
    ]),
  ].join('\n');
  return format(page, { ...(await resolveConfig(inRoot(PAGE))), parser: 'markdown' });
}

/** @param {Documented} variable */
function defaultCell(variable) {
  return !variable.required && variable.default !== '' ? `\`${variable.default}\`` : otherwise(variable);
}

/** @param {string} text */
const cell = (text) => text.replaceAll('|', '\\|');
