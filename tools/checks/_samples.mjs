import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { filesUnder } from './_check.mjs';

/**
 * An architecture rule that cannot fail is decoration. So each rule has a sample: a small repository of wrong code where
 * every offending line ends in `// refused: <rule>[, <rule>]`. What the rules find there must be exactly what is marked:
 * a mark without a finding is a rule that sleeps, a finding without a mark is a rule that reaches too far.
 */
export async function readMarks(folder) {
  const marks = [];
  for (const path of await filesUnder(folder, ['apps', 'libs', 'bench', 'flows'], (file) => /\.(ts|mjs)$/.test(file))) {
    const lines = (await readFile(join(folder, path), 'utf8')).split('\n');
    lines.forEach((text, index) => {
      const rules = /\/\/ refused: (.+)$/.exec(text)?.[1].split(', ') ?? [];
      for (const rule of rules) marks.push({ path, line: index + 1, rule: rule.trim() });
    });
  }
  return marks;
}

/** Problems of a sample repository: marks and findings that don't meet, and rules that no mark names. */
export function compareWithMarks({
  marks,
  findings,
  rules,
  folder,
  key = ({ path, line, rule }) => `${path}:${line} ${rule}`,
}) {
  const marked = new Set(marks.map(key));
  const found = new Set(findings.map(key));
  const named = new Set(marks.map(({ rule }) => rule));
  return [
    ...marks.filter((mark) => !found.has(key(mark))).map((mark) => at(mark, `${mark.rule} does not catch its sample`)),
    ...findings
      .filter((finding) => !marked.has(key(finding)))
      .map((finding) => at(finding, `${finding.rule} refuses what the sample shows as right`)),
    ...rules
      .filter((rule) => !named.has(rule))
      .map((rule) => ({ path: folder, problem: `no sample for rule ${rule}` })),
  ];

  function at({ path, line }, problem) {
    return { path: line === undefined ? `${folder}/${path}` : `${folder}/${path}:${line}`, problem };
  }
}
