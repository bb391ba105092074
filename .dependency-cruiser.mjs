/**
 * The borders between folders, as dependency-cruiser rules. `tools/checks/boundaries.mjs` runs them, together with the
 * two rules that need more than a path (models are pure, package tags), over the repository and over their samples.
 */

/** Paths of third-party packages; a sample repository sees the same packages from further down. */
const packages = (...names) => `(^|/)node_modules/(@types/)?(${names.join('|')})/`;

const spec = '\\.spec\\.ts$';

export default {
  forbidden: [
    {
      name: 'no-cycle',
      comment: 'Neither file can be read, tested or moved without the other; under ESM it may not even load.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'resolvable',
      comment: 'An import that leads nowhere is an import no rule below has looked at.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'kernel-alone',
      comment: 'Whoever reads the kernel needs to know two libraries and nothing else.',
      severity: 'error',
      from: { path: '^libs/kernel/', pathNot: spec },
      // Node's `crypto` is arithmetic (random bytes, hashes); packages of the workspace are the business of rule `tags`.
      to: { pathNot: ['^crypto$', '^(libs|apps)/', packages('big\\.js', 'temporal-polyfill')] },
    },
    {
      name: 'packages-by-name',
      comment: 'A package is used through its index, so that what lies behind can change.',
      severity: 'error',
      from: { path: '^(?:libs|apps)/([^/]+)/' },
      to: { path: '^(libs|apps)/', pathNot: ['^(libs|apps)/$1/', '/index\\.ts$', '^libs/contracts/src/gen/'] },
    },
    {
      name: 'entry-without-repository',
      comment: 'An entry file parses, calls a use case and maps; what it reads itself has no transaction and no test.',
      severity: 'error',
      from: { path: '\\.(grpc|http|subscriber)\\.ts$' },
      to: { path: '\\.repository\\.ts$' },
    },
    {
      name: 'rows-at-home',
      comment: "A row is its capability's private matter.",
      severity: 'error',
      from: { path: '^apps/([^/]+)/src/([^/]+)/', pathNot: '^apps/[^/]+/src/database/' },
      to: { path: '^apps/[^/]+/src/[^/]+/.*\\.row\\.ts$', pathNot: '^apps/$1/src/$2/' },
    },
    {
      name: 'repositories-at-home',
      comment:
        "Only a use case may bring repositories of several capabilities into its transaction (a plain file is a use case or, by `pure-models`, imports none); no repository, saga or entry file reaches into its neighbour's.",
      severity: 'error',
      from: { path: '^apps/([^/]+)/src/([^/]+)/.*[^/.]\\.[a-z-]+\\.ts$', pathNot: [spec, '\\.module\\.ts$'] },
      to: { path: '^apps/[^/]+/src/[^/]+/.*\\.repository\\.ts$', pathNot: '^apps/$1/src/$2/' },
    },
    {
      name: 'drivers-in-platform',
      comment:
        'Connections, deadlines and acknowledgements are decided once, in the engines. Benches measure the floor below them, and flows look from outside.',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: '^libs/(platform|testing|contracts)/' },
      to: { path: packages('pg', '@nats-io/[^/]+', '@grpc/[^/]+', 'ioredis') },
    },
    {
      name: 'typeorm-in-rows',
      comment: 'TypeORM maps rows and runs migrations; a repository writes through the manager its door hands it.',
      severity: 'error',
      from: {
        path: '^(apps|libs|flows)/',
        pathNot: ['^libs/(platform|testing)/', '\\.row\\.ts$', '^apps/[^/]+/src/database/'],
      },
      to: { path: packages('typeorm') },
    },
    {
      name: 'features-apart',
      comment:
        'A feature of the back office can be read, changed and loaded without its neighbours; what two need is shared.',
      severity: 'error',
      from: { path: '^apps/web/src/features/([^/]+)/' },
      to: { path: '^apps/web/src/(app|features)/', pathNot: '^apps/web/src/features/$1/' },
    },
    {
      name: 'shared-below',
      comment: 'The kit knows no feature: it would be loaded with every page.',
      severity: 'error',
      from: { path: '^apps/web/src/shared/' },
      to: { path: '^apps/web/src/(app|features)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|\\.navette|coverage)/' },
    // A type is a dependency too: who names a row knows the row.
    tsPreCompilationDeps: true,
  },
};
