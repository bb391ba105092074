import { describe, expect, it } from '@jest/globals';
import { foreignTags, impureModels } from '../_graph-rules.mjs';

const project = (folder, ...tags) => ({ folder, manifest: `${folder}/package.json`, tags });
const projects = [
  project('libs/kernel', 'kernel'),
  project('libs/platform', 'lib'),
  project('libs/testing', 'testing'),
  project('apps/stock', 'service'),
  project('apps/billing', 'service'),
  project('apps/api', 'edge'),
  project('apps/solo', 'solo'),
];
const file = (source, ...imports) => ({
  source,
  dependencies: imports.map((resolved) => ({
    module: resolved,
    resolved,
    couldNotResolve: false,
    dependencyTypes: [],
  })),
});
const NEST = '@nestjs/common';
const models = (...modules) => impureModels(modules, projects).map(({ path }) => path);
const tags = (source, imported) => foreignTags([file(source, imported)], projects).map(({ problem }) => problem);

describe('boundaries: pure models', () => {
  const model = 'apps/stock/src/needs/need.ts';

  it('know the kernel, reference data and each other', () => {
    const other = 'apps/stock/src/needs/need-line.ts';
    expect(models(file(model, 'libs/kernel/src/index.ts', 'libs/reference/src/index.ts', other), file(other))).toEqual(
      [],
    );
  });

  it('know contracts as types only', () => {
    const contract = { module: '@navette/contracts/x', resolved: 'libs/contracts/src/gen/navette/x.ts' };
    const importing = (...dependencyTypes) => ({ source: model, dependencies: [{ ...contract, dependencyTypes }] });
    expect(models(importing('aliased', 'type-only'))).toEqual([]);
    expect(models(importing('aliased'))).toEqual([model]);
  });

  it.each(['node:fs', 'libs/platform/src/database/index.ts', 'apps/stock/src/needs/need.repository.ts', 'rxjs'])(
    'do not know %s',
    (imported) => {
      expect(models(file(model, imported))).toEqual([model]);
    },
  );

  it('do not know a use case, which is what imports Nest', () => {
    const useCase = 'apps/stock/src/needs/place-need.ts';
    expect(models(file(useCase, NEST, 'libs/platform/src/database/index.ts'))).toEqual([]);
    expect(models(file(model, useCase), file(useCase, NEST))).toEqual([model]);
  });

  it('are neither files with a second suffix nor files of an edge', () => {
    const elsewhere = ['apps/stock/src/needs/need.reader.ts', 'apps/api/src/files/page.ts', 'apps/stock/src/main.ts'];
    expect(models(...elsewhere.map((source) => file(source, 'node:fs')))).toEqual([]);
  });
});

describe('boundaries: tags', () => {
  it.each([
    ['libs/kernel/src/a.ts', 'libs/platform/src/database/index.ts'],
    ['libs/platform/src/a.ts', 'apps/stock/src/index.ts'],
    ['apps/stock/src/a.ts', 'apps/billing/src/index.ts'],
    ['apps/api/src/a.ts', 'apps/stock/src/index.ts'],
    ['apps/stock/src/a.ts', 'libs/testing/src/index.ts'],
  ])('keep %s from %s', (from, to) => {
    expect(tags(from, to)).toHaveLength(1);
  });

  it.each([
    ['apps/stock/src/a.ts', 'libs/platform/src/database/index.ts'],
    ['apps/solo/src/main.ts', 'apps/stock/src/index.ts'],
    ['apps/stock/src/a.spec.ts', 'libs/testing/src/index.ts'],
    ['apps/stock/test/builders.ts', 'libs/testing/src/index.ts'],
    ['flows/mission.flow.spec.ts', 'apps/stock/src/index.ts'],
  ])('let %s see %s', (from, to) => {
    expect(tags(from, to)).toEqual([]);
  });

  it('are exactly one per package, and the one of its folder', () => {
    const wrong = [project('apps/stock'), project('libs/kernel', 'lib'), project('apps/api', 'edge', 'service')];
    expect(foreignTags([], wrong).map(({ path }) => path)).toEqual(wrong.map(({ manifest }) => manifest));
  });
});
