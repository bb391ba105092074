import { sealText, unsealText } from '../tokens/signing-key.crypto.js';
import type { Checks } from './openid.provider.js';
import { providerErrors } from './sign-in-provider.js';

/** As long as somebody may take at the provider. */
export const FLOW_SECONDS = 600;
const PURPOSE = 'sign-in flow';

/** What the browser keeps while it is at the provider, sealed: nothing of it is kept here. */
export interface Flow extends Checks {
  readonly networkId: string;
  readonly redirectUri: string;
  /** Milliseconds since 1970. */
  readonly endsAt: number;
}

export function sealFlow(flow: Flow, secret: string): string {
  return sealText(JSON.stringify(flow), PURPOSE, secret).toString('base64url');
}

/**
 * Sealed here, so it is what was sealed or nothing.
 * @param now milliseconds since 1970
 * @throws DomainError `identity.sign-in-provider.flow-over`
 */
export function openFlow(sealed: string, secret: string, now: number): Flow {
  const flow = read(sealed, secret);
  if (flow.endsAt <= now) throw providerErrors.error('sign-in-provider.flow-over');
  return flow;
}

function read(sealed: string, secret: string): Flow {
  try {
    return JSON.parse(unsealText(Buffer.from(sealed, 'base64url'), PURPOSE, secret)) as Flow;
  } catch (error) {
    throw providerErrors.error('sign-in-provider.flow-over', {}, [], error);
  }
}
