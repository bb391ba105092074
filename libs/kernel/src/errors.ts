/** What a failure means to a caller; each transport chooses its own status from it, in one place (architecture.md, "Errors"). */
export type ErrorKind =
  | 'invalid'
  | 'not-found'
  | 'conflict'
  /** The caller saw an older version of what it wants to change (params: `expected`, `actual`). */
  | 'stale'
  /** The caller did not say which version it saw. */
  | 'unconditional'
  | 'forbidden'
  | 'unauthenticated'
  | 'unavailable'
  | 'precondition'
  | 'too-many'
  | 'too-large'
  /** A bug of ours: nothing the caller may mend, and no use in asking again. */
  | 'internal';

/** A value a message may show. Decimals and dates travel as their text (`"12.50"`, `"2026-03-01"`). */
export type ErrorParam = string | number | boolean | readonly string[];
export type ErrorParams = Readonly<Record<string, ErrorParam>>;

/** One field that is not accepted. `pointer` is a JSON pointer into the input (`/lines/0/quantity`; `''` is all of it). */
export type FieldError = { readonly pointer: string; readonly code: string; readonly params?: ErrorParams };

/** A declared code; `params` lists the names its message may use, or is absent when they were left open. */
export type DeclaredError = { readonly code: string; readonly kind: ErrorKind; readonly params?: readonly string[] };

const NAME = '[a-z][a-z0-9]*(?:-[a-z0-9]+)*';
const CONTEXT = new RegExp(`^${NAME}$`);
const CODE = new RegExp(`^${NAME}\\.${NAME}\\.${NAME}$`);

const registry = new Map<string, DeclaredError>();

/**
 * A rule that was not met: a code that never changes meaning and what the message needs to be understood. It is neither a
 * sentence (texts live in `libs/messages`) nor a status.
 *
 * Domain code makes it by `defineErrors`; transports rebuild one that came over the wire by giving its `kind`, since the
 * code may be declared in another process only.
 *
 * @throws TypeError when the code is not `<context>.<subject>.<rule>` in kebab-case, or is not declared and has no kind.
 */
export class DomainError extends Error {
  readonly kind: ErrorKind;

  constructor(
    readonly code: string,
    readonly params: ErrorParams = {},
    readonly fields: readonly FieldError[] = [],
    options: { readonly kind?: ErrorKind; readonly cause?: unknown } = {},
  ) {
    assertCode(code);
    // The message goes to logs: the code only, since params may hold what somebody typed.
    super(code, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'DomainError';
    const kind = options.kind ?? registry.get(code)?.kind;
    if (kind === undefined)
      throw new TypeError(`error code ${code} is not declared: use defineErrors, or give its kind`);
    this.kind = kind;
  }
}

type Declaration = ErrorKind | { readonly kind: ErrorKind; readonly params: readonly string[] };
type Declarations = Readonly<Record<string, Declaration>>;

/** Exactly the declared names; any names, or none, when the declaration is a bare kind. */
type ParamsOf<D> = D extends { readonly params: readonly (infer Name extends string)[] }
  ? [Name] extends [never]
    ? Readonly<Record<string, never>>
    : { readonly [N in Name]: ErrorParam }
  : ErrorParams;

/** Params may be left out when nothing is required. */
type WithParams<D, Rest extends readonly unknown[]> =
  Record<never, never> extends ParamsOf<D>
    ? [params?: ParamsOf<D>, ...rest: Rest]
    : [params: ParamsOf<D>, ...rest: Rest];

/** The errors that one subject of a context declares, see `defineErrors`. */
export type ErrorSet<D extends Declarations> = {
  /** The error of a rule, to be thrown; `fields` names the inputs concerned, `cause` stays in the logs. */
  error<R extends keyof D & string>(
    rule: R,
    ...rest: WithParams<D[R], [fields?: readonly FieldError[], cause?: unknown]>
  ): DomainError;
  /** The same rule as the failure of one field, to be gathered in the `fields` of another error. */
  field<R extends keyof D & string>(pointer: string, rule: R, ...rest: WithParams<D[R], []>): FieldError;
  /** True if `thrown` is the error of one of these rules, or of the one named. */
  is(thrown: unknown, rule?: keyof D & string): thrown is DomainError;
};

/**
 * Declares the errors of a context, once, beside the rules that raise them:
 *
 * ```ts
 * const receiptErrors = defineErrors('stock', {
 *   'goods-receipt.over-receipt': { kind: 'precondition', params: ['ordered', 'received'] },
 *   'goods-receipt.not-found': 'not-found',
 * });
 * throw receiptErrors.error('goods-receipt.over-receipt', { ordered: '2.0000', received: '3.0000' });
 * ```
 *
 * The same declaration may be made twice (two services in one process); one that differs throws.
 *
 * @throws TypeError on a malformed code, or on a code already declared with another kind or other params.
 */
export function defineErrors<const D extends Declarations>(context: string, declarations: D): ErrorSet<D> {
  if (!CONTEXT.test(context)) throw new TypeError(`error context "${context}" is not in kebab-case`);
  for (const [rule, declaration] of Object.entries(declarations)) {
    declare(
      typeof declaration === 'string'
        ? { code: `${context}.${rule}`, kind: declaration }
        : { code: `${context}.${rule}`, kind: declaration.kind, params: [...declaration.params].sort() },
    );
  }
  const codeOf = (rule: string): string => {
    if (!Object.hasOwn(declarations, rule)) throw new TypeError(`error rule ${context}.${rule} is not declared here`);
    return `${context}.${rule}`;
  };
  return {
    error(rule, ...rest) {
      const [params, fields, cause] = rest as [ErrorParams?, (readonly FieldError[])?, unknown?];
      return new DomainError(codeOf(rule), params, fields, { cause });
    },
    field(pointer, rule, ...rest) {
      const [params] = rest as [ErrorParams?];
      return params === undefined ? { pointer, code: codeOf(rule) } : { pointer, code: codeOf(rule), params };
    },
    is(thrown, rule): thrown is DomainError {
      if (!(thrown instanceof DomainError)) return false;
      if (rule !== undefined) return thrown.code === codeOf(rule);
      return Object.keys(declarations).some((declared) => thrown.code === `${context}.${declared}`);
    },
  };
}

/** Every code declared by the modules loaded so far, sorted by code; for the check that each has its texts. */
export function declaredErrors(): readonly DeclaredError[] {
  return [...registry.values()].sort((a, b) => (a.code < b.code ? -1 : 1));
}

function declare(declared: DeclaredError): void {
  assertCode(declared.code);
  const earlier = registry.get(declared.code);
  if (earlier !== undefined && signature(earlier) !== signature(declared)) {
    throw new TypeError(
      `error code ${declared.code} is already declared as ${signature(earlier)}, not ${signature(declared)}`,
    );
  }
  registry.set(declared.code, Object.freeze(declared));
}

function signature(declared: DeclaredError): string {
  return declared.params === undefined ? declared.kind : `${declared.kind}(${declared.params.join(', ')})`;
}

function assertCode(code: string): void {
  if (!CODE.test(code)) throw new TypeError(`error code "${code}" is not <context>.<subject>.<rule> in kebab-case`);
}
