import { describe, expect, it } from '@jest/globals';
import { Controller, Get, Post } from '@nestjs/common';
import { z } from 'zod';
import { openApiDocument } from './openapi.js';
import { Describe } from './operation.js';

const Thing = z.object({ id: z.string(), price: z.string().regex(/^\d+\.\d{2}$/) }).meta({ id: 'Thing' });
const NewThing = z.strictObject({ price: z.string(), note: z.string().max(20).optional() });

@Controller('/api/things')
class ThingsHttp {
  @Get()
  @Describe({
    id: 'listThings',
    summary: 'List',
    needs: 'probe:thing.read',
    query: z.object({ limit: z.string().optional() }),
    answer: z.array(Thing),
  })
  list(): void {}

  @Post()
  @Describe({
    id: 'createThing',
    summary: 'Create',
    needs: 'probe:thing.create',
    body: NewThing,
    answer: Thing,
    status: 201,
    idempotent: true,
  })
  create(): void {}

  @Get(':id/parts/:partId')
  @Describe({ id: 'getPart', summary: 'Part', public: 'a catalogue', answer: Thing })
  part(): void {}

  @Post('import')
  @Describe({
    id: 'importThings',
    summary: 'Import',
    needs: 'probe:thing.create',
    body: ['text/csv', 'application/xml'],
    answer: 'text/plain; charset=utf-8',
  })
  import(): void {}

  @Get('internal')
  internal(): void {}
}

const TEXT = { schema: { type: 'string' } };

interface Described {
  operationId: string;
  security?: unknown;
  description?: string;
  parameters?: { name: string; in: string; required?: boolean }[];
  requestBody?: { required: boolean; content: Record<string, { schema: object }> };
  responses: Record<string, { content: Record<string, { schema: object }> }>;
}

const document = openApiDocument({ title: 'Probe', version: '1' }, [ThingsHttp]) as {
  openapi: string;
  paths: Record<string, Record<string, Described>>;
  components: { schemas: Record<string, object>; securitySchemes: object };
};
const operation = (path: string, method: string) => document.paths[path]?.[method] as Described;

describe('the OpenAPI document', () => {
  it('is of 3.1 and has every described route, under its path with its parameters in braces', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(
      Object.fromEntries(Object.entries(document.paths).map(([path, methods]) => [path, Object.keys(methods)])),
    ).toEqual({
      '/api/things': ['get', 'post'],
      '/api/things/import': ['post'],
      '/api/things/{id}/parts/{partId}': ['get'],
    });
    expect(operation('/api/things', 'post').operationId).toBe('createThing');
  });

  it('names the right of an operation and that it needs a token; a public one needs none', () => {
    expect(operation('/api/things', 'get')).toMatchObject({
      security: [{ bearer: [] }],
      description: 'Right: `probe:thing.read`',
    });
    expect(operation('/api/things/{id}/parts/{partId}', 'get').security).toBeUndefined();
    expect(document.components.securitySchemes).toEqual({
      bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
    });
  });

  it('lists parameters of path, query and header', () => {
    const names = (path: string, method: string) =>
      operation(path, method).parameters?.map(({ name, in: place, required }) => [place, name, required ?? false]);
    expect(names('/api/things/{id}/parts/{partId}', 'get')).toEqual([['path', 'id', true], ['path', 'partId', true]]); // prettier-ignore
    expect(names('/api/things', 'get')).toEqual([['query', 'limit', false]]);
    expect(names('/api/things', 'post')).toEqual([['header', 'Idempotency-Key', true]]);
  });

  it('describes body, answer and refusal', () => {
    const { requestBody, responses } = operation('/api/things', 'post');
    expect(requestBody).toMatchObject({
      required: true,
      content: { 'application/json': { schema: { type: 'object', required: ['price'], additionalProperties: false } } },
    });
    expect(Object.keys(responses)).toEqual(['201', 'default']);
    expect(responses['201']?.content['application/json']?.schema).toEqual({ $ref: '#/components/schemas/Thing' });
    expect(responses['default']?.content['application/problem+json']?.schema).toEqual({
      $ref: '#/components/schemas/Problem',
    });
    expect(Object.keys(document.components.schemas).sort()).toEqual(['Problem', 'Thing']);
  });

  it('of a body that is no JSON says which media types are taken, and of an answer which is given', () => {
    const { requestBody, responses } = operation('/api/things/import', 'post');
    expect(requestBody).toEqual({ required: true, content: { 'text/csv': TEXT, 'application/xml': {} } });
    expect(responses['200']?.content).toEqual({ 'text/plain; charset=utf-8': TEXT });
  });

  it('is refused where two operations share a name', () => {
    @Controller('/api/others')
    class Others {
      @Get()
      @Describe({ id: 'listThings', summary: 'List', public: 'a test', answer: Thing })
      list(): void {}
    }
    expect(() => openApiDocument({ title: '', version: '' }, [ThingsHttp, Others])).toThrow(
      'two operations are called listThings',
    );
  });
});

describe('an operation', () => {
  it('declares a right, or that it is one’s own, or why anybody may call, and one of them alone', () => {
    const base = { id: 'x', summary: '', answer: Thing };
    const [needs, own] = ['probe:thing.read', 'probe:own-thing.read'];
    for (const access of [{}, { needs, own }, { needs, public: 'a test' }, { own, public: 'a test' }])
      expect(() => Describe({ ...base, ...access })).toThrow('operation x: declare a right, or that it is one');
    for (const access of [{ needs }, { own }, { public: 'a test' }]) Describe({ ...base, ...access });
    expect(() => Describe({ ...base, own: 'mine' })).toThrow('not <context>:<subject>.<action>');
  });
});
