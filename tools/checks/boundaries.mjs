/**
 * The borders of architecture.md: the path rules of .dependency-cruiser.mjs, pure models and package tags, over the
 * repository and over the samples that each rule must catch.
 */
import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { count, ifAbsent, readJson, runAsProgram } from './_check.mjs';
import { graphRules } from './_graph-rules.mjs';
import { compareWithMarks, readMarks } from './_samples.mjs';
import config from '../../.dependency-cruiser.mjs';

const SCANNED = ['libs', 'apps', 'flows', 'bench'];
const SAMPLES = 'tools/checks/samples/boundaries';

/** What a manifest without `exports` stands for: an index, and one per folder below. */
const BY_INDEX = { '.': { default: './dist/index.js' }, './*': { default: './dist/*/index.js' } };

export async function boundaries({ root }) {
  const repository = await judge(root, 'package.json');
  // Samples name their manifests otherwise: Jest and npm would take a second `@navette/kernel` for the real one.
  const sample = await judge(join(root, SAMPLES), 'manifest.json');
  const rules = [...config.forbidden.map(({ name }) => name), ...Object.keys(graphRules)];
  const unproven = compareWithMarks({
    marks: await readMarks(join(root, SAMPLES)),
    findings: sample.findings,
    rules,
    folder: SAMPLES,
    // dependency-cruiser names the file, not the line.
    key: ({ path, rule }) => `${path} ${rule}`,
  });
  return {
    problems: [...repository.findings, ...unproven],
    summary: `boundaries: ${count(rules.length, 'rule')} held against ${count(repository.files, 'file')} and their samples`,
  };
}

async function judge(base, manifestName) {
  const projects = await readProjects(base, manifestName);
  const folders = SCANNED.filter((folder) => existsSync(join(base, folder)));
  if (folders.length === 0) return { files: 0, findings: [] };
  const { cruise } = await import('dependency-cruiser');
  const { output } = await cruise(
    folders,
    { ...config.options, baseDir: base, ruleSet: { forbidden: config.forbidden }, validate: true },
    {
      alias: aliases(base, projects),
      extensionAlias: { '.js': ['.ts', '.js'] },
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
    },
  );
  const byPath = output.summary.violations.map(({ from, to, rule, cycle }) => ({
    path: from,
    rule: rule.name,
    problem: `${rule.name}: imports ${cycle ? cycle.map(({ name }) => name).join(' → ') : to}`,
  }));
  const byGraph = Object.values(graphRules).flatMap((rule) => rule(output.modules, projects));
  return { files: output.summary.totalCruised, findings: [...byPath, ...byGraph] };
}

async function readProjects(base, manifestName) {
  const projects = [];
  for (const parent of ['libs', 'apps']) {
    for (const entry of await readdir(join(base, parent)).catch(ifAbsent([]))) {
      const folder = `${parent}/${entry}`;
      if (!(await stat(join(base, folder))).isDirectory()) continue;
      const manifest = `${folder}/${manifestName}`;
      const { name = folder, nx, exports = BY_INDEX } = await readJson(join(base, manifest), {});
      projects.push({ folder, manifest, name, exports, tags: nx?.tags ?? [] });
    }
  }
  return projects;
}

/**
 * Packages of the workspace resolve to their sources, as for Jest, so no build is needed to know who imports whom:
 * what `exports` says of dist/x.js is true of src/x.ts.
 */
function aliases(base, projects) {
  return projects.flatMap(({ folder, name, exports }) =>
    Object.entries(exports).map(([subpath, target]) => ({
      name: name + subpath.slice(1),
      alias: join(base, folder, (target.default ?? target).replace('./dist/', './src/').replace(/\.js$/, '.ts')),
      onlyModule: !subpath.includes('*'),
    })),
  );
}

await runAsProgram(import.meta, boundaries);
