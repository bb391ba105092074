/**
 * Proves that the rules eslint.config.mjs sets for this project still refuse what they are there to refuse, by linting
 * the sample repository. Linting the repository itself is `eslint .`.
 */
import { join, relative } from 'node:path';
import { count, runAsProgram } from './_check.mjs';
import { compareWithMarks, readMarks } from './_samples.mjs';

const SAMPLES = 'tools/checks/samples/lint';

export async function lintRules({ root }) {
  const folder = join(root, SAMPLES);
  const { ESLint } = await import('eslint');
  const { default: config } = await import('../../eslint.config.mjs');
  // With a config file named, its patterns start at `cwd`: the sample stands where the repository would.
  const eslint = new ESLint({ cwd: folder, overrideConfigFile: join(root, 'eslint.config.mjs') });
  const results = await eslint.lintFiles(['.']);
  const findings = results.flatMap(({ filePath, messages }) =>
    messages.map(({ line, ruleId, message }) => ({ path: relative(folder, filePath), line, rule: ruleId ?? message })),
  );
  const rules = ownRules(config);
  return {
    problems: compareWithMarks({ marks: await readMarks(folder), findings, rules, folder: SAMPLES }),
    summary: `lint-rules: ${count(rules.length, 'rule')} held against ${count(results.length, 'sample')}`,
  };
}

/** The rules that this project sets itself; entries of the presets it extends carry names. */
export function ownRules(config) {
  return [...new Set(config.filter(({ name }) => name === undefined).flatMap(({ rules }) => Object.keys(rules ?? {})))];
}

await runAsProgram(import.meta, lintRules);
