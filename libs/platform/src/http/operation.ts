import { applyDecorators, HttpCode, SetMetadata, type PipeTransform } from '@nestjs/common';
import type { FieldError } from '@navette/kernel';
import { z } from 'zod';
import { Needs, Own, Public } from '../auth/access.js';
import { httpErrors } from './errors.js';

export const OPERATION = 'navette:operation';

/** What the OpenAPI document says of a route, beside its path. */
export interface Operation {
  /** Unique name, also of the generated client's method. */
  readonly id: string;
  readonly summary: string;
  readonly needs?: string;
  /** Instead of `needs`: whoever is signed in, about themselves; the name of it in the audit trail. */
  readonly own?: string;
  /** Instead of `needs`: anybody may call, and why. */
  readonly public?: string;
  /** Schema of a JSON body, or the media types of one that is taken as it is. */
  readonly body?: z.ZodType | readonly string[];
  readonly query?: z.ZodObject;
  /** Schema of a JSON answer, or the media type of one that is text or a file. */
  readonly answer: z.ZodType | string;
  readonly status?: number;
  /** True for commands: an `Idempotency-Key` header is required. */
  readonly idempotent?: boolean;
  /** True for edits of the aggregate at `:id`: an `If-Match` header is required; `versionSeen` reads it. */
  readonly versioned?: boolean;
}

/** Declares a route: its right, its input and answer, its place in the OpenAPI document. */
export function Describe(operation: Operation): MethodDecorator {
  return applyDecorators(SetMetadata(OPERATION, operation), accessOf(operation), HttpCode(operation.status ?? 200));
}

function accessOf({ id, needs, own, public: why }: Operation): MethodDecorator {
  const [access, more] = [
    needs !== undefined && Needs(needs),
    own !== undefined && Own(own),
    why !== undefined && Public(why),
  ].filter((one) => one !== false);
  if (access === undefined || more !== undefined)
    throw new Error(`operation ${id}: declare a right, or that it is one's own, or why anybody may call`);
  return access;
}

/** Parses a body or query by its schema; unknown fields are refused, every wrong field is named. */
export class Parsed<S extends z.ZodType> implements PipeTransform<unknown, z.output<S>> {
  constructor(private readonly schema: S) {}

  transform(value: unknown): z.output<S> {
    return parseInput(this.schema, value ?? {});
  }
}

/** @throws DomainError `platform.request.invalid` naming each field, its rule and what is accepted. */
export function parseInput<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const parsed = schema.safeParse(value, { reportInput: true });
  if (parsed.success) return parsed.data;
  throw httpErrors.error(
    'request.invalid',
    {},
    parsed.error.issues.flatMap((issue) => fieldErrors(issue)),
  );
}

/** What a schema found, by our codes. */
export function fieldErrors(issue: z.core.$ZodIssue): FieldError[] {
  const pointer = (extra: readonly PropertyKey[] = []) =>
    [...issue.path, ...extra].map((part) => `/${String(part)}`).join('');
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => httpErrors.field(pointer([key]), 'field.unknown'));
    case 'invalid_type':
      return issue.input === undefined
        ? [httpErrors.field(pointer(), 'field.required')]
        : [httpErrors.field(pointer(), 'field.type', { expected: issue.expected })];
    case 'too_big': {
      const rule =
        issue.origin === 'string' ? 'field.too-long' : issue.origin === 'array' ? 'field.too-many' : 'field.too-large';
      return [httpErrors.field(pointer(), rule, { max: String(issue.maximum) })];
    }
    case 'too_small': {
      const rule =
        issue.origin === 'string' ? 'field.too-short' : issue.origin === 'array' ? 'field.too-few' : 'field.too-small';
      return [httpErrors.field(pointer(), rule, { min: String(issue.minimum) })];
    }
    case 'invalid_value':
      return [httpErrors.field(pointer(), 'field.not-accepted', { accepted: issue.values.map(String) })];
    case 'invalid_format':
      return [
        httpErrors.field(pointer(), 'field.pattern', { expected: issue.message === '' ? issue.format : issue.message }),
      ];
    default:
      return [httpErrors.field(pointer(), 'field.pattern', { expected: issue.message })];
  }
}
