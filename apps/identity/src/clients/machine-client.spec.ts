import { describe, expect, it } from '@jest/globals';
import { DomainError } from '@navette/kernel';
import { secretHash, secretMatches } from './client-secret.hash.js';
import { checkedAudience } from './machine-client.js';

const refusal = (work: () => unknown): DomainError => {
  try {
    work();
  } catch (error) {
    if (error instanceof DomainError) return error;
  }
  throw new Error('not refused');
};

describe('ID-8 audience of a client’s token', () => {
  const services = ['parties', 'device-gateway'];

  it('is the gateway for a manufacturer, and nothing else', () => {
    const client = { kind: 'manufacturer', subject: 'electrobel' } as const;
    expect(checkedAudience(client, 'device-gateway', services)).toBe('device-gateway');
    const { code, params } = refusal(() => checkedAudience(client, 'parties', services));
    expect({ code, params }).toEqual({
      code: 'identity.client.audience-not-accepted',
      params: { accepted: ['device-gateway'] },
    });
  });

  it('is one known service for a service, never the audience that all of them take', () => {
    const client = { kind: 'service', subject: 'stock' } as const;
    expect(checkedAudience(client, 'parties', services)).toBe('parties');
    for (const audience of ['navette', '', 'nobody']) {
      expect(refusal(() => checkedAudience(client, audience, services)).params).toEqual({ accepted: services });
    }
  });
});

describe('ID-8 secret of a client', () => {
  it('is kept as a hash that only itself matches', () => {
    const hash = secretHash('s3cret');
    expect(hash.toString('utf8')).not.toContain('s3cret');
    expect(secretMatches('s3cret', hash)).toBe(true);
    expect(secretMatches('s3cret ', hash)).toBe(false);
  });

  it('matches nothing where there is no client, not even all zeros', () => {
    expect(secretMatches('', undefined)).toBe(false);
  });
});
