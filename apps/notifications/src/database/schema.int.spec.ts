import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { schemaProblems } from '@navette/platform/database';
import { startTestService, type TestService } from '@navette/testing';
import { notificationsService } from '../notifications.service.js';

/** Texts that are the same for every station; no role of the service may change them. */
const NETWORKS_OWN = ['default_template_kind', 'default_template'];

let service: TestService;

beforeAll(async () => {
  service = await startTestService(notificationsService, {
    env: { NAVETTE_NOTIFICATIONS_SECRET_KEY: 'k'.repeat(32) },
  });
});
afterAll(() => service.stop());

describe('ID-10 the schema', () => {
  it('keeps stations apart in every table, key and index', async () => {
    expect(await schemaProblems(service.admin, NETWORKS_OWN)).toEqual([]);
  });
});
