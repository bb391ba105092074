import { SetMetadata, type CustomDecorator } from '@nestjs/common';

/** What an operation asks of its caller; every gRPC method and HTTP route declares one. */
export type Access = { readonly right: string } | { readonly own: string } | { readonly public: string };

export const ACCESS = 'navette:access';

const RIGHT = /^[a-z][a-z-]*:[a-z][a-z-]*\.[a-z][a-z-]*$/;
const rights = new Map<string, Set<string>>();

/** The caller must hold `right` (`<context>:<subject>.<action>`, ID-4) in the station of the token. */
export function Needs(right: string): CustomDecorator {
  assertName(right);
  if (!rights.has(right)) rights.set(right, new Set());
  return SetMetadata(ACCESS, { right } satisfies Access);
}

/**
 * Whoever is signed in, about themselves alone: their sessions, their password. No right opens it, and none can be taken
 * away.
 * @param operation what the audit trail calls it, in the form of a right
 */
export function Own(operation: string): CustomDecorator {
  assertName(operation);
  return SetMetadata(ACCESS, { own: operation } satisfies Access);
}

/** Anybody may call; `why` is shown in the docs. */
export function Public(why: string): CustomDecorator {
  return SetMetadata(ACCESS, { public: why } satisfies Access);
}

/** Every right declared by the modules loaded so far, sorted. */
export function declaredRights(): string[] {
  return [...rights.keys()].sort();
}

function assertName(name: string): void {
  if (!RIGHT.test(name)) throw new Error(`right ${name}: not <context>:<subject>.<action>`);
}
