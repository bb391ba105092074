/**
 * The borders that a path alone cannot express, judged on the import graph that dependency-cruiser has read.
 * Each rule answers findings `{ path, rule, problem }`.
 */

/** A file of a capability without a second suffix: by what it imports, a use case or a model. */
const PLAIN = /^apps\/([^/]+)\/src\/(?!(?:database|seed|test)\/)[^/]+\/(?:.*\/)?[^/.]+\.ts$/;
const TEST = /\.spec\.ts$|\/test\//;

/** What a model may know beside its fellow models: the kernel, dated reference data such as VAT rates, pure libraries. */
const PURE = /^libs\/(kernel|reference)\/|(^|\/)node_modules\/libphonenumber-js\//;

/** The shape of a contract is gone at run time, its codec is not. */
const isContractType = ({ resolved, dependencyTypes }) =>
  resolved.startsWith('libs/contracts/') && dependencyTypes.includes('type-only');

/**
 * Whoever is injectable has effects, so the import of Nest tells a use case from a model; and a model that imports only
 * models and the kernel is pure however deep one follows it. Edges (tag `edge`) have no models of their own.
 */
export function impureModels(modules, projects) {
  const services = new Set(projects.filter((project) => project.tags.includes('service')).map(({ folder }) => folder));
  const isModel = ({ source, dependencies }) =>
    PLAIN.test(source) &&
    services.has(source.split('/', 2).join('/')) &&
    !dependencies.some(({ module }) => module.startsWith('@nestjs/'));
  const models = new Set(modules.filter(isModel).map(({ source }) => source));
  return modules
    .filter(({ source }) => models.has(source))
    .flatMap(({ source, dependencies }) =>
      dependencies
        .filter(({ resolved, couldNotResolve }) => !couldNotResolve && !PURE.test(resolved) && !models.has(resolved))
        .filter((dependency) => !isContractType(dependency))
        .map(({ module }) => ({
          path: source,
          rule: 'pure-models',
          problem: `a model imports '${module}': it may import the kernel, reference data, models, and types of contracts; a use case is @Injectable, an adapter has a second suffix (despatch-file.reader.ts)`,
        })),
    );
}

/** Who may see whom. `testing` is for tests, whoever's they are. */
const SEES = {
  kernel: [],
  // Runs in a page, too: it may know nothing that needs Node.
  browser: ['browser'],
  web: ['browser'],
  lib: ['kernel', 'lib'],
  testing: ['kernel', 'lib'],
  service: ['kernel', 'lib'],
  edge: ['kernel', 'lib', 'browser'],
  solo: ['kernel', 'lib', 'service', 'edge'],
};

const TAGS_OF_FOLDER = [
  [/^libs\/kernel$/, ['kernel']],
  [/^libs\/testing$/, ['testing']],
  [/^libs\//, ['lib', 'browser']],
  [/^apps\/solo$/, ['solo']],
  [/^apps\/web$/, ['web']],
  [/^apps\//, ['service', 'edge']],
];

/** The Nx tags in each package.json, held against the imports that are really there. */
export function foreignTags(modules, projects) {
  const wrongTags = projects.flatMap(({ folder, manifest, tags }) => {
    const accepted = TAGS_OF_FOLDER.find(([pattern]) => pattern.test(folder))?.[1] ?? [];
    return tags.length === 1 && accepted.includes(tags[0])
      ? []
      : [{ path: manifest, rule: 'tags', problem: `"nx": {"tags": […]} needs exactly one of ${accepted.join(', ')}` }];
  });
  const byFolder = new Map(projects.map((project) => [project.folder, project]));
  const projectOf = (path) => byFolder.get(path.split('/', 2).join('/'));
  const wrongImports = modules.flatMap(({ source, dependencies }) => {
    const from = projectOf(source);
    if (!from) return [];
    const seen = [...(SEES[from.tags[0]] ?? []), ...(TEST.test(source) ? ['testing'] : [])];
    return dependencies.flatMap(({ module, resolved }) => {
      const to = projectOf(resolved);
      if (!to || to === from || seen.includes(to.tags[0])) return [];
      const problem = `'${module}' is tagged ${to.tags[0]}; ${from.tags[0]} sees ${seen.join(', ') || 'no other package'}`;
      return [{ path: source, rule: 'tags', problem }];
    });
  });
  return [...wrongTags, ...wrongImports];
}

export const graphRules = { 'pure-models': impureModels, tags: foreignTags };
