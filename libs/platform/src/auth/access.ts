import { SetMetadata, type CustomDecorator } from '@nestjs/common';

/** What an operation asks of its caller; every gRPC method and HTTP route declares one. */
export type Access = { readonly right: string } | { readonly public: string };

export const ACCESS = 'navette:access';

const RIGHT = /^[a-z][a-z-]*:[a-z][a-z-]*\.[a-z][a-z-]*$/;
const rights = new Map<string, Set<string>>();

/** The caller must hold `right` (`<context>:<subject>.<action>`, ID-4) in the station of the token. */
export function Needs(right: string): CustomDecorator {
  if (!RIGHT.test(right)) throw new Error(`right ${right}: not <context>:<subject>.<action>`);
  if (!rights.has(right)) rights.set(right, new Set());
  return SetMetadata(ACCESS, { right } satisfies Access);
}

/** Anybody may call; `why` is shown in the docs. */
export function Public(why: string): CustomDecorator {
  return SetMetadata(ACCESS, { public: why } satisfies Access);
}

/** Every right declared by the modules loaded so far, sorted. */
export function declaredRights(): string[] {
  return [...rights.keys()].sort();
}
