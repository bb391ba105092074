import { describe, expect, it } from '@jest/globals';
import { ACCESS } from '@navette/platform/auth';
import { OPERATION } from '@navette/platform/http';
import { METHOD_METADATA } from '@nestjs/common/constants';
import { apiControllers } from './controllers.js';
import { apiDocument } from './openapi.http.js';

const routes = apiControllers.flatMap((controller) =>
  Object.entries(Object.getOwnPropertyDescriptors(controller.prototype))
    .map(([name, { value }]) => ({ name: `${controller.name}.${name}`, handler: value as object | undefined }))
    .filter(({ handler }) => typeof handler === 'function' && Reflect.hasMetadata(METHOD_METADATA, handler)),
);
const described = ({ handler }: (typeof routes)[number]) =>
  [OPERATION, ACCESS].every((key) => Reflect.hasMetadata(key, handler as object));

const document = apiDocument() as {
  paths: Record<string, Record<string, { responses: Record<string, { content: Record<string, unknown> }> }>>;
  components: { schemas: Record<string, unknown> };
};

/** Where a schema says nothing: a client generated from it would know nothing either. */
function open(schema: unknown, path: string): string[] {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return [];
  const entries = Object.entries(schema);
  return entries.length === 0 ? [path] : entries.flatMap(([name, value]) => open(value, `${path}/${name}`));
}

describe('WE-12 the document of the edge', () => {
  it('has every route', () => {
    expect(routes.length).toBeGreaterThan(70);
    expect(routes.filter((route) => !described(route)).map(({ name }) => name)).toEqual([]);
    const operations = Object.values(document.paths).flatMap((methods) => Object.keys(methods));
    expect(operations).toHaveLength(routes.length);
  });

  it('says of every answer what it holds', () => {
    const answers = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).flatMap(([method, { responses }]) =>
        Object.entries(responses).flatMap(([status, { content }]) => open(content, `${method} ${path} ${status}`)),
      ),
    );
    expect(answers).toEqual([]);
    expect(open(document.components.schemas, '')).toEqual([]);
  });
});
